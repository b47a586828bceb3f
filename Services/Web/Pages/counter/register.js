// A new customer, with the first deposit. The bank makes the secret; it is shown once.

import { NoAnswer } from "../shared/bus.js";
import { element, setText, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { moneyText, readMoney } from "../shared/money.js";
import { language, languages, refusalText, say } from "../shared/words.js";
import { keepFocus } from "./focus.js";
import { keyHint, keyNames } from "./keys.js";

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
  const currency = context.houseCurrency;
  const intent = new Intent("customer.register", { kind: "register", by: context.person.user });
  const giveBack = keepFocus();
  const dialog = element("dialog", {
    class: "step movement", id: "registration", "aria-labelledby": "registration-title" });
  const fields = makeFields();
  const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
  const submit = element("button", { class: "go", type: "submit", id: "registration-go" },
    say("counter.register.do"));
  let running = false;

  const fail = (text) => {
    problem.hidden = text === null;
    setText(problem, text ?? "");
  };
  const deliver = async (send) => {
    if (running) return;
    running = true;
    fail(null);
    submit.setAttribute("aria-busy", "true");
    try {
      const reply = await send();
      dialog.close();
      context.onDone(reply.account);
      showSecret({ reply, about: intent.about, context });
    } catch (error) {
      fail(error instanceof NoAnswer ? say("shared.unknown") : refusalText(error));
      lock(intent.isOpen);
      document.getElementById(fieldOf[error.code])?.focus();
    } finally {
      running = false;
      submit.removeAttribute("aria-busy");
    }
  };
  const lock = (locked) => {
    for (const field of Object.values(fields)) field.disabled = locked;
    setText(submit, say(locked ? "shared.askAgain" : "counter.register.do"));
    problem.className = locked ? "notice wait" : "notice hold";
  };
  const enter = () => {
    if (intent.isOpen) return deliver(() => intent.sendAgain());
    const values = read(fields, currency, fail);
    if (!values) return;
    Object.assign(intent.about, { name: values.name, user: values.user, currency,
      amount: values.opening ?? null });
    deliver(() => intent.send(registrationOf(values)));
  };
  const label = (key, word) => element("div", {},
    element("label", { for: fields[key].id }, word), fields[key]);
  show(dialog, element("form", {
    class: "stack", novalidate: true,
    onsubmit: (event) => { event.preventDefault(); enter(); },
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
  element("label", { class: "check" }, fields.smsConsent, say("counter.register.smsConsent")),
  problem,
  element("div", { class: "row end" },
    element("button", { type: "button", class: "plain", onclick: () => dialog.close() },
      say("shared.cancel")),
    submit)));
  dialog.addEventListener("cancel", (event) => { if (running) event.preventDefault(); });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (intent.isOpen) context.onUnknown();
    giveBack();
  });
  document.body.append(dialog);
  dialog.showModal();
  fields.name.focus();
}

function makeFields() {
  const field = (key, more = {}) => element("input", {
    id: `reg-${key}`, autocomplete: "off", spellcheck: "false", ...more });
  return {
    name: field("name", { maxlength: 120, required: true }),
    user: field("user", { maxlength: 64, required: true, autocapitalize: "none" }),
    opening: field("opening", { inputmode: "decimal", maxlength: 24 }),
    language: element("select", { id: "reg-language", value: language() },
      languages.map((code) => element("option", {
        value: code, lang: code, selected: code === language() },
      new Intl.DisplayNames([code], { type: "language" }).of(code)))),
    nationalId: field("nationalId", { maxlength: 40 }),
    phone: field("phone", { type: "tel", maxlength: 40 }),
    email: field("email", { type: "email", maxlength: 254 }),
    smsConsent: element("input", { type: "checkbox", id: "reg-smsConsent" }),
  };
}

/** What was typed, or null after saying what is wrong with it. */
function read(fields, currency, fail) {
  const wrong = (field, text) => {
    for (const other of Object.values(fields)) other.removeAttribute("aria-invalid");
    field.setAttribute("aria-invalid", "true");
    fail(text);
    field.focus();
    return null;
  };
  const text = (key) => fields[key].value.trim();
  if (text("name") === "") return wrong(fields.name, say("shared.required"));
  if (!/^[\p{L}\p{M}\p{Nd}._\-@+:]{1,64}$/u.test(text("user")) || /^\d+$/.test(text("user"))) {
    return wrong(fields.user, say("counter.register.badUser"));
  }
  let opening;
  if (text("opening") !== "") {
    opening = readMoney(text("opening"), currency);
    if (opening === null) {
      return wrong(fields.opening,
        say("shared.notAnAmount", { example: moneyText(12550, currency) }));
    }
  }
  return {
    name: text("name"), user: text("user"), nationalId: text("nationalId"),
    phone: text("phone"), email: text("email"), language: fields.language.value,
    smsConsent: fields.smsConsent.checked, opening,
  };
}

/** The secret, once: nothing keeps it, and only a press closes it. */
export function showSecret({ reply, about, context }) {
  const dialog = element("dialog", {
    class: "step receipt paper", id: "secret", "aria-labelledby": "secret-title" });
  const given = element("button", {
    class: "go", id: "secret-given", onclick: () => dialog.close(),
  }, say("counter.register.given"));
  const line = (word, text) => [element("dt", {}, word), element("dd", {},
    element("bdi", {}, text))];
  show(dialog,
    element("p", { class: "letterhead" }, say("counter.receipt.branch", {
      branch: context.branch })),
    element("h2", { id: "secret-title" }, say("counter.register.welcome")),
    element("dl", { class: "review" },
      ...about.name ? line(say("counter.register.name"), about.name) : [],
      ...line(say("shared.account"), String(reply.account)),
      ...about.user ? line(say("shared.user"), about.user) : [],
      ...about.amount ? line(say("counter.register.opening"),
        moneyText(about.amount, about.currency)) : []),
    element("p", {}, say("counter.register.secretText")),
    element("p", { class: "figure secret", id: "secret-text" }, reply.secret),
    element("p", { class: "notice wait no-print" }, say("counter.register.once")),
    element("div", { class: "row end no-print" },
      element("button", { class: "plain", id: "do-print", onclick: () => window.print(),
        "aria-keyshortcuts": keyNames("do-print") },
      say("shared.print"), keyHint("do-print")),
      given));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => {
    dialog.remove();
    document.getElementById("find-text")?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  given.focus();
}
