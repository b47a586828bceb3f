// Something that is done in two steps: first what, then once more in words, and only then is it
// sent. One intent for all of it: a second press or a lost answer does nothing twice.

import { element, setText, show } from "./dom.js";
import { keepFocus } from "./focus.js";
import { Intent } from "./intent.js";
import { moneyText } from "./money.js";
import { isWaiting, waitingNotice } from "./waiting.js";
import { refusalText, say } from "./words.js";

/**
 * Opens it as a dialog. Resolves to the reply, or to null where somebody gave up, where nobody
 * knows, or where it waits for a second person.
 *
 * - `title`, `method`: what it is; `by`: who does it, kept with what has no answer yet.
 * - `form`: `{place, first, read()}`; `read` answers the values, or a text that says what is
 *   wrong. Without it the review comes first.
 * - `body(values)`: what is sent; `review(values)`: elements; `yes(values)`: the last button.
 * - `done(reply, values)`: elements of a last page; none: the dialog just closes.
 * - `currency`: of amounts in refusals; `onRefused(error)`; `danger`: the button is red.
 */
export function openSteps(plan) {
  return new Steps(plan).open();
}

class Steps {
  #plan;
  #intent;
  #values = null;
  #reply = null;
  #isRunning = false;
  #dialog = element("dialog", { class: "step steps", "aria-labelledby": "steps-title" });
  #problem = element("p", { class: "notice hold", role: "alert", hidden: true });

  constructor(plan) {
    this.#plan = plan;
    this.#intent = new Intent(plan.method, { title: plan.title, by: plan.by ?? null });
  }

  open() {
    const giveBack = keepFocus();
    return new Promise((resolve) => {
      const dialog = this.#dialog;
      dialog.addEventListener("cancel", (event) => {
        if (this.#isRunning) event.preventDefault();
      });
      // A key that is held down walks through nothing.
      dialog.addEventListener("keydown", (event) => {
        if (event.repeat && event.key === "Enter") event.preventDefault();
      });
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (this.#intent.isOpen) window.dispatchEvent(new CustomEvent("branch:doubt"));
        giveBack();
        resolve(this.#reply);
      });
      document.body.append(dialog);
      dialog.showModal();
      if (this.#plan.form) this.#form();
      else this.#review();
    });
  }

  #page(...parts) {
    show(this.#dialog, element("h2", { id: "steps-title" }, this.#plan.title), ...parts);
  }

  #button(word, onclick, look = "plain", id = null) {
    return element("button", { type: "button", class: look, id, onclick }, word);
  }

  #cancel(word = say("shared.cancel")) {
    return this.#button(word, () => this.#dialog.close());
  }

  #form() {
    const { form } = this.#plan;
    this.#page(element("form", { class: "stack", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      this.#next();
    } }, form.place, this.#problem,
    element("div", { class: "row end" }, this.#cancel(),
      element("button", { class: "go", type: "submit", id: "steps-next" },
        say("counter.money.review")))));
    form.first?.focus();
  }

  #next() {
    this.#fail(null);
    const values = this.#plan.form.read();
    if (typeof values === "string") return this.#fail(values);
    this.#values = values;
    this.#review();
  }

  #review() {
    const plan = this.#plan;
    const yes = this.#button(plan.yes(this.#values),
      () => this.#deliver(yes, () => this.#intent.send(plan.body(this.#values))),
      plan.danger ? "hold" : "go", "steps-yes");
    this.#page(...plan.review(this.#values), this.#problem,
      element("div", { class: "row end" },
        plan.form ? this.#button(say("shared.back"), () => this.#back()) : this.#cancel(), yes));
    yes.focus();
  }

  #back() {
    if (this.#isRunning) return;
    this.#fail(null);
    this.#form();
  }

  async #deliver(button, send) {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#fail(null);
    button.setAttribute("aria-busy", "true");
    try {
      this.#reply = await send();
      this.#isRunning = false;
      this.#done();
    } catch (error) {
      this.#isRunning = false;
      this.#explain(error);
    } finally {
      this.#isRunning = false;
      button.removeAttribute("aria-busy");
    }
  }

  #explain(error) {
    if (this.#intent.isOpen) return this.#unknown(error);
    this.#plan.onRefused?.(error);
    if (isWaiting(error)) return this.#last(waitingNotice(error));
    this.#fail(this.#refusal(error));
  }

  #refusal(error) {
    const { currency } = this.#plan;
    if (error.code !== "insufficient_funds" || !currency || !error.details?.available) {
      return refusalText(error);
    }
    const available = moneyText(Number(error.details.available), currency);
    return say("cash.notEnough", { available });
  }

  /** Nobody knows yet: nothing can be changed, only asked again with the same id. */
  #unknown(error) {
    const again = this.#button(say("shared.askAgain"),
      () => this.#deliver(again, () => this.#intent.sendAgain()), "go", "steps-again");
    this.#page(...this.#plan.review(this.#values),
      element("div", { class: "notice wait stack", role: "alert" },
        element("strong", {}, say("counter.money.notKnown")),
        element("p", {}, say("shared.unknown")),
        error.code ? element("p", {}, refusalText(error)) : null),
      element("div", { class: "row end" }, this.#cancel(say("counter.money.later")), again));
    again.focus();
  }

  #done() {
    const parts = this.#plan.done?.(this.#reply, this.#values);
    if (!parts) return this.#dialog.close();
    return this.#last(...parts);
  }

  #last(...parts) {
    const ok = this.#button(say("shared.ok"), () => this.#dialog.close(), "go", "steps-ok");
    this.#page(...parts, element("div", { class: "row end" }, ok));
    ok.focus();
  }

  #fail(text) {
    this.#problem.hidden = text === null;
    setText(this.#problem, text ?? "");
  }
}
