// A new customer, with the first deposit. The bank makes the secret; it is shown once.

import { NoAnswer } from "../shared/bus.js";
import { element, setText } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { Intent } from "../shared/intent.js";
import { moneyText, readMoney } from "../shared/money.js";
import { language, languages, refusalText, say } from "../shared/words.js";
import { doubtSession } from "./login.js";
import { showSecret } from "./secret.js";

/** Which field a refusal is about. */
const fieldOf = {
  user_taken: "reg-user", national_id_taken: "reg-nationalId", phone_taken: "reg-phone",
  opening_too_small: "reg-opening", amount_out_of_range: "reg-opening",
};

/** What the branch is asked; what was left empty is left out. Pure. */
export function registrationOf(values) {
  const body = { user: values.user, name: values.name };
  for (const key of ["nationalId", "phone", "email", "language"]) {
    if (values[key]) body[key] = values[key];
  }
  if (values.smsConsent) body.smsConsent = true;
  if (values.opening) body.opening = values.opening;
  return body;
}

/** Opens the form; `context` as the account card makes it. */
export function openRegistration(context) {
  if (document.querySelector("dialog[open]")) return;
  new Registration(context).open();
}

class Registration {
  constructor(context) {
    this.context = context;
    this.currency = context.houseCurrency;
    this.intent = new Intent("customer.register", {
      kind: "register", by: context.person.user });
    this.fields = makeFields();
    this.problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    this.submit = element("button", { class: "go", type: "submit", id: "registration-go" },
      say("counter.register.do"));
  }

  open() {
    const giveBack = keepFocus("find-text");
    this.dialog = element("dialog", {
      class: "step movement", id: "registration", "aria-labelledby": "registration-title" },
    this.#form());
    this.dialog.addEventListener("cancel", (event) => {
      if (this.running) event.preventDefault();
    });
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      if (this.intent.isOpen) this.context.onUnknown();
      giveBack();
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.fields.name.focus();
  }

  #form() {
    const label = (key, word) => element("div", {},
      element("label", { for: this.fields[key].id }, word), this.fields[key]);
    return element("form", {
      class: "stack", novalidate: true,
      onsubmit: (event) => { event.preventDefault(); this.#enter(); },
    },
    element("h2", { id: "registration-title" }, say("counter.register.title")),
    label("name", say("counter.register.name")),
    label("user", say("counter.register.user")),
    element("div", { class: "pair" },
      label("opening", say("counter.register.opening")),
      label("language", say("shared.language"))),
    element("div", { class: "pair" },
      label("nationalId", say("counter.register.nationalId")),
      label("phone", say("counter.register.phone"))),
    label("email", say("counter.register.email")),
    element("label", { class: "check" }, this.fields.smsConsent,
      say("counter.register.smsConsent")),
    this.problem,
    element("div", { class: "row end" },
      element("button", { type: "button", class: "plain", onclick: () => this.dialog.close() },
        say("shared.cancel")),
      this.submit));
  }

  #enter() {
    if (this.intent.isOpen) return this.#deliver(() => this.intent.sendAgain());
    const values = this.#read();
    if (!values) return null;
    Object.assign(this.intent.about, {
      name: values.name, user: values.user, currency: this.currency,
      amount: values.opening ?? null });
    return this.#deliver(() => this.intent.send(registrationOf(values)));
  }

  async #deliver(send) {
    if (this.running) return;
    this.running = true;
    this.#fail(null);
    this.submit.setAttribute("aria-busy", "true");
    try {
      const reply = await send();
      this.dialog.close();
      this.context.onDone(reply.account);
      showSecret({ reply, about: this.intent.about, context: this.context });
    } catch (error) {
      doubtSession(error);
      this.#fail(error instanceof NoAnswer ? say("shared.unknown") : refusalText(error));
      this.#lock(this.intent.isOpen);
      document.getElementById(fieldOf[error.code])?.focus();
    } finally {
      this.running = false;
      this.submit.removeAttribute("aria-busy");
    }
  }

  /** While nobody knows what became of it nothing can be changed, only asked again. */
  #lock(locked) {
    for (const field of Object.values(this.fields)) field.disabled = locked;
    setText(this.submit, say(locked ? "shared.askAgain" : "counter.register.do"));
    this.problem.className = locked ? "notice wait" : "notice hold";
  }

  #fail(text) {
    this.problem.hidden = text === null;
    setText(this.problem, text ?? "");
  }

  #wrong(field, text) {
    for (const other of Object.values(this.fields)) other.removeAttribute("aria-invalid");
    field.setAttribute("aria-invalid", "true");
    this.#fail(text);
    field.focus();
    return null;
  }

  /** What was typed, or null after saying what is wrong with it. */
  #read() {
    const { fields } = this;
    const text = (key) => fields[key].value.trim();
    if (text("name") === "") return this.#wrong(fields.name, say("shared.required"));
    if (!/^[\p{L}\p{M}\p{Nd}._\-@+:]{1,64}$/u.test(text("user")) || /^\d+$/.test(text("user"))) {
      return this.#wrong(fields.user, say("counter.register.badUser"));
    }
    let opening;
    if (text("opening") !== "") {
      opening = readMoney(text("opening"), this.currency);
      if (opening === null) {
        const example = moneyText(12550, this.currency);
        return this.#wrong(fields.opening, say("shared.notAnAmount", { example }));
      }
    }
    return {
      name: text("name"), user: text("user"), nationalId: text("nationalId"),
      phone: text("phone"), email: text("email"), language: fields.language.value,
      smsConsent: fields.smsConsent.checked, opening,
    };
  }
}

function makeFields() {
  const field = (key, more = {}) => element("input", {
    id: `reg-${key}`, autocomplete: "off", spellcheck: "false", ...more });
  return {
    name: field("name", { maxlength: 120, required: true }),
    user: field("user", { maxlength: 64, required: true, autocapitalize: "none" }),
    opening: field("opening", { inputmode: "decimal", maxlength: 24 }),
    language: element("select", { id: "reg-language" },
      languages.map((code) => element("option", {
        value: code, lang: code, selected: code === language() },
      new Intl.DisplayNames([code], { type: "language" }).of(code)))),
    nationalId: field("nationalId", { maxlength: 40 }),
    phone: field("phone", { type: "tel", maxlength: 40 }),
    email: field("email", { type: "email", maxlength: 254 }),
    smsConsent: element("input", { type: "checkbox", id: "reg-smsConsent" }),
  };
}
