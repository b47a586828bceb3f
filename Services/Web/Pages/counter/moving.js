// Tickets that go elsewhere, and pauses: asked first, then done at the counter.

import { askOutOfTurn, askPause, askPosition, askTransfer } from "./asking.js";
import { element, show } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { say } from "../shared/words.js";
import { chooseEnded } from "./ended.js";

/** One asking at a time: a key that is pressed behind a dialog opens no second one. */
export class Moving {
  #desk;
  #services;
  #nameOf;
  #isAsking = false;

  /** `services()`: what may be chosen; `nameOf(id)`. */
  constructor(desk, { services, nameOf }) {
    this.#desk = desk;
    this.#services = services;
    this.#nameOf = nameOf;
  }

  /** Sends the counter's ticket on; only if it is still the one that was asked about. */
  transfer() {
    return this.#alone("queue.transfer", async () => {
      const handle = this.#desk.ticket.ticket;
      const body = await askTransfer(this.#desk, this.#services());
      if (body && this.#desk.ticket?.ticket === handle) {
        await this.#desk.act("queue.transfer", body);
      }
    });
  }

  /** The counter's ticket, or one that waits, gets another place in line. */
  requeue(ticket) {
    return this.#alone("queue.requeue", async () => {
      const body = await askPosition(ticket, "requeue");
      if (body) await this.#desk.act("queue.requeue", body, ticket.number);
    });
  }

  /** Somebody is called before others. */
  callOutOfTurn(ticket) {
    return this.#alone("queue.call", async () => {
      const body = await askOutOfTurn(ticket);
      if (body) await this.#desk.act("queue.call", body, ticket.number);
    });
  }

  /** A ticket that is over waits again. */
  reopen() {
    return this.#alone("queue.reopen", async () => {
      const ticket = await chooseEnded(this.#nameOf);
      const body = ticket && await askPosition(ticket, "reopen");
      if (body) await this.#desk.act("queue.reopen", body, ticket.number);
    });
  }

  /** What may be done with one that waits. */
  choose(ticket) {
    if (this.#isAsking) return;
    const giveBack = keepFocus("main");
    let then = null;
    const option = (id, word, method, what) => element("button", {
      type: "button", id, class: "plain",
      "aria-disabled": String(!this.#desk.offers(method)), onclick: () => {
        if (!this.#desk.offers(method)) return;
        then = what;
        dialog.close();
      },
    }, say(word));
    const dialog = element("dialog", {
      class: "step stack", id: "row-dialog", "aria-labelledby": "row-title" });
    show(dialog, element("h2", { id: "row-title" }, ticket.number),
      option("row-call", "counter.act.call", "queue.call", () => this.callOutOfTurn(ticket)),
      option("row-requeue", "counter.act.requeue", "queue.requeue", () => this.requeue(ticket)),
      element("button", { type: "button", class: "plain", onclick: () => dialog.close() },
        say("shared.back")));
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack();
      then?.();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  pause() {
    return this.#alone(null, async () => {
      const body = await askPause(this.#desk.counter);
      if (body && !this.#desk.paused) await this.#desk.act("counter.pause", body);
    });
  }

  async #alone(method, work) {
    if (this.#isAsking || (method && !this.#desk.offers(method))) return;
    this.#isAsking = true;
    try {
      await work();
    } finally {
      this.#isAsking = false;
    }
  }
}
