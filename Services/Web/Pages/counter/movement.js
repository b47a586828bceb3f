// A deposit, a withdrawal, a transfer: one form, one intent. What leaves an account is shown once
// more, with amount and names, before it is sent.

import { call, NoAnswer } from "../shared/bus.js";
import { element, setText, show } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { Intent } from "../shared/intent.js";
import { moneyText, readMoney } from "../shared/money.js";
import { isWaiting, waitingNotice } from "../shared/waiting.js";
import { refusalText, say } from "../shared/words.js";
import { doubtSession } from "./login.js";
import { showReceipt } from "./receipt.js";

const methods = {
  deposit: "ledger.deposit", withdraw: "ledger.withdraw", transfer: "ledger.transfer",
};

/** What the branch is asked, out of what was typed. Pure. */
export function bodyOf(kind, { account, amount, memo, to }) {
  const note = memo.trim() === "" ? {} : { memo: memo.trim() };
  return kind === "transfer"
    ? { from: account.number, to: to.number, amount, ...note }
    : { account: account.number, amount, ...note };
}

/** The sentence that says what is about to happen. */
export function sentenceOf(kind, { account, amount, to, currency }) {
  return say(`counter.${kind}.sentence`, {
    amount: moneyText(amount, currency), account: account.number, name: account.name,
    to: to?.number ?? "", toName: to?.name ?? "",
  });
}

/** What a refusal means here. */
export function movementProblem(error, currency) {
  if (error instanceof NoAnswer) return say("shared.unknown");
  if (error.code === "insufficient_funds" && error.details.available) {
    const available = moneyText(Number(error.details.available), currency);
    return say("counter.money.notEnough", { available });
  }
  return refusalText(error);
}

/** Opens the form; `context` as the account card makes it. */
export function openMovement(kind, context) {
  if (document.querySelector("dialog[open]")) return;
  new Movement(kind, context).open();
}

class Movement {
  constructor(kind, context) {
    this.kind = kind;
    this.context = context;
    this.account = context.account;
    this.currency = context.account.currency;
    // Made as the form opens: whatever happens to it afterwards is one movement.
    this.intent = new Intent(methods[kind], { kind, by: context.person.user });
    this.step = "form";
    this.to = null;
  }

  open() {
    this.giveBack = keepFocus("find-text");
    this.dialog = element("dialog", {
      class: "step movement", id: "movement", "aria-labelledby": "movement-title" });
    this.dialog.addEventListener("cancel", (event) => {
      if (this.running) event.preventDefault();
    });
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      if (this.intent.isOpen) this.context.onUnknown();
      this.giveBack();
    });
    this.#fields();
    document.body.append(this.dialog);
    this.#form();
    this.dialog.showModal();
    (this.kind === "transfer" ? this.toField : this.amount).focus();
  }

  #fields() {
    const field = (id, more) => element("input", {
      id, autocomplete: "off", spellcheck: "false", ...more });
    this.amount = field("amount", {
      inputmode: "decimal", class: "figure", maxlength: 24, "aria-describedby": "amount-read",
      oninput: () => this.#readAloud() });
    this.memo = field("memo", { maxlength: 140 });
    this.toField = field("to", { inputmode: "numeric", maxlength: 15 });
    this.read = element("p", { id: "amount-read", class: "muted", "aria-live": "polite" });
    this.problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    this.#readAloud();
  }

  #amountRead() {
    return readMoney(this.amount.value, this.currency);
  }

  #readAloud() {
    const amount = this.#amountRead();
    this.amount.removeAttribute("aria-invalid");
    setText(this.read, amount === null
      ? say("counter.money.amountHint", { example: moneyText(12550, this.currency) })
      : moneyText(amount, this.currency));
    this.read.classList.toggle("is-read", amount !== null);
    this.#nameSubmit();
  }

  /** Where the next press sends it, the button says how much. */
  #nameSubmit() {
    if (!this.submit) return;
    const amount = this.#amountRead();
    if (this.kind !== "deposit") setText(this.submit, say("counter.money.review"));
    else if (amount === null) setText(this.submit, say("counter.deposit.do"));
    else setText(this.submit, say("counter.deposit.yes", {
      amount: moneyText(amount, this.currency) }));
  }

  #title() {
    return element("h2", { id: "movement-title" }, say(`counter.${this.kind}.title`));
  }

  #form() {
    this.step = "form";
    const { account, currency } = this;
    const label = (input, word) => [element("label", { for: input.id }, word), input];
    this.submit = element("button", { class: "go", type: "submit", id: "movement-go" });
    this.#nameSubmit();
    show(this.dialog, element("form", {
      class: "stack", novalidate: true,
      onsubmit: (event) => { event.preventDefault(); this.#next(); },
    },
    this.#title(),
    element("p", { class: "holder" }, element("bdi", { class: "name" }, account.name),
      element("span", { class: "muted" },
        say("counter.money.accountNumber", { number: account.number })),
      this.kind === "deposit" ? null : element("span", { class: "muted" },
        `${say("shared.available")} ${moneyText(account.available, currency)}`)),
    this.kind === "transfer" ? label(this.toField, say("counter.transfer.to")) : null,
    ...label(this.amount, say("shared.amount")), this.read,
    ...label(this.memo, say("counter.money.memo")),
    this.problem,
    element("div", { class: "row end" },
      element("button", { type: "button", class: "plain", onclick: () => this.dialog.close() },
        say("shared.cancel")),
      this.submit)));
  }

  async #next() {
    if (this.running) return;
    this.#fail(null);
    const amount = this.#amountRead();
    if (this.kind === "transfer" && !await this.#findTo()) return;
    if (amount === null) {
      this.amount.setAttribute("aria-invalid", "true");
      this.#fail(say("shared.notAnAmount", { example: moneyText(12550, this.currency) }));
      return this.amount.focus();
    }
    this.values = {
      account: this.account, amount, memo: this.memo.value, to: this.to, currency: this.currency };
    if (this.kind === "deposit") return this.#send(this.submit);
    this.#review();
  }

  /** Whose account it goes to is known by name before anything is sent. */
  async #findTo() {
    const text = this.toField.value.trim();
    if (!/^\d{1,15}$/.test(text)) {
      this.#fail(say("counter.transfer.noTo"));
      this.toField.focus();
      return false;
    }
    this.submit.setAttribute("aria-busy", "true");
    this.running = true;
    try {
      this.to = await call("account.get", { account: Number(text) }, { patience: 3000 });
      return true;
    } catch (error) {
      this.#fail(error instanceof NoAnswer ? refusalText(error)
        : movementProblem(error, this.currency));
      this.toField.focus();
      return false;
    } finally {
      this.running = false;
      this.submit.removeAttribute("aria-busy");
    }
  }

  #review() {
    this.step = "review";
    const { account, amount, memo, to } = this.values;
    const send = element("button", {
      class: "go", id: "movement-yes", onclick: () => this.#send(send) },
    say(`counter.${this.kind}.yes`, { amount: moneyText(amount, this.currency) }));
    this.back = element("button", { class: "plain", onclick: () => this.#goBack() },
      say("shared.back"));
    const line = (word, whose) => [element("dt", {}, word), element("dd", {},
      element("bdi", { class: "name" }, whose.name),
      element("span", { class: "muted" },
        say("counter.money.accountNumber", { number: whose.number })))];
    show(this.dialog, this.#title(),
      element("p", { class: "figure" }, moneyText(amount, this.currency)),
      element("dl", { class: "review" },
        line(say("counter.money.from"), account),
        to ? line(say("counter.money.to"), to) : [],
        memo.trim() ? [element("dt", {}, say("counter.money.memo")),
          element("dd", {}, element("bdi", {}, memo.trim()))] : []),
      element("p", { class: "sentence" }, sentenceOf(this.kind, this.values)),
      this.problem,
      element("div", { class: "row end" }, this.back, send));
    send.focus();
  }

  #goBack() {
    if (this.running) return;
    this.#fail(null);
    this.#form();
    this.amount.focus();
  }

  async #send(button) {
    const { account, amount, to } = this.values;
    Object.assign(this.intent.about, {
      amount, currency: this.currency, account: account.number, name: account.name,
      to: to?.number ?? null, toName: to?.name ?? null });
    await this.#deliver(button, () => this.intent.send(bodyOf(this.kind, this.values)));
  }

  async #deliver(button, send) {
    if (this.running) return;
    this.running = true;
    this.#fail(null);
    button.setAttribute("aria-busy", "true");
    try {
      const receipt = await send();
      this.running = false;
      this.dialog.close();
      this.giveBack();
      this.context.onDone(account(receipt) ?? this.account.number);
      showReceipt({ receipt, about: this.intent.about, context: this.context });
    } catch (error) {
      if (this.intent.isOpen) this.#unknown(error);
      else this.#refused(error);
    } finally {
      this.running = false;
      button.removeAttribute("aria-busy");
    }
  }

  #refused(error) {
    if (isWaiting(error)) return this.#waits(error);
    doubtSession(error);
    const isAboutUs = ["session_expired", "not_permitted"].includes(error.code);
    if (this.step === "review" && !isAboutUs) this.#form();
    this.#fail(movementProblem(error, this.currency));
    if (this.step === "form") this.amount.focus();
  }

  /** A second person decides; here there is nothing more to do. */
  #waits(error) {
    const ok = element("button", { class: "go", id: "movement-ok",
      onclick: () => this.dialog.close() }, say("shared.ok"));
    show(this.dialog, this.#title(),
      element("p", { class: "figure" }, moneyText(this.values.amount, this.currency)),
      waitingNotice(error), element("div", { class: "row end" }, ok));
    ok.focus();
  }

  /** Nobody knows yet: nothing can be changed, only asked again with the same id. */
  #unknown(error) {
    const again = element("button", { class: "go", id: "movement-again",
      onclick: () => this.#deliver(again, () => this.intent.sendAgain()) }, say("shared.askAgain"));
    show(this.dialog, this.#title(),
      element("p", { class: "figure" }, moneyText(this.values.amount, this.currency)),
      element("p", { class: "sentence" }, sentenceOf(this.kind, this.values)),
      element("div", { class: "notice wait stack", role: "alert" },
        element("strong", {}, say("counter.money.notKnown")),
        element("p", {}, say("shared.unknown")),
        error instanceof NoAnswer ? null : element("p", {}, refusalText(error))),
      this.problem,
      element("div", { class: "row end" },
        element("button", { class: "plain", onclick: () => this.dialog.close() },
          say("counter.money.later")),
        again));
    again.focus();
  }

  #fail(text) {
    this.problem.hidden = text === null;
    setText(this.problem, text ?? "");
  }
}

/** The account that a receipt is about, where it has a number. */
function account(receipt) {
  return typeof receipt.account === "number" ? receipt.account : null;
}
