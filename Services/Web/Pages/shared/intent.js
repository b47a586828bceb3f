// What somebody means to do once: the id is made when the form opens, so that a second press,
// a lost reply or a reload can never do it twice.

import { call, newID, NoAnswer } from "./bus.js";

/** A "no" about who asks, not about what was asked: it tells nothing of an earlier attempt. */
const aboutTheAsker = ["session_expired", "not_permitted", "id_from_future"];

const shelf = `branch.intents.${document.documentElement.dataset.place}`;

export class Intent {
  #running = null;
  #sent = null;
  #doubt = false;

  /** `about`: what to tell a person who comes back to it after a reload; no secret. */
  constructor(method, about = {}) {
    this.method = method;
    this.about = about;
    this.id = newID();
  }

  /** Whether it was sent and nobody knows yet what became of it. */
  get isOpen() {
    return this.#sent !== null;
  }

  /**
   * Sends it, or sends it again. While an answer is outstanding a second press gets the same
   * one; while none is known another body is not taken.
   */
  send(body, { patience = 6000 } = {}) {
    this.#running ??= this.#deliver(JSON.stringify(body), patience).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Sends what was sent before, after no answer or a reload. */
  sendAgain({ patience = 6000 } = {}) {
    return this.send(JSON.parse(this.#sent), { patience });
  }

  async #deliver(text, patience) {
    if (this.#sent !== null && this.#sent !== text) throw new NoAnswer(this.id);
    this.#sent = text;
    keep(this.id, { method: this.method, about: this.about, id: this.id, sent: text });
    try {
      const reply = await call(this.method, JSON.parse(text), { id: this.id, patience });
      this.#settle();
      return reply;
    } catch (error) {
      this.#doubt ||= error.silent === true || error.retry === "same_id";
      const undecided = error instanceof NoAnswer || error.retry === "same_id"
        || (this.#doubt && aboutTheAsker.includes(error.code));
      // A verdict is final: whoever tries again means something new.
      if (!undecided) this.#settle();
      throw error;
    }
  }

  #settle() {
    keep(this.id, null);
    this.#sent = null;
    this.#doubt = false;
    this.id = newID();
  }

  /** Lets go of it: what became of it is known by other means. */
  forget() {
    this.#settle();
  }

  /** What was sent from this tab and has no answer yet, oldest first. */
  static unfinished() {
    return Object.values(read()).map(({ method, about, id, sent }) => {
      const intent = new Intent(method, about);
      intent.id = id;
      intent.#sent = sent;
      intent.#doubt = true;
      return intent;
    });
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(shelf)) ?? {};
  } catch {
    return {};
  }
}

function keep(id, entry) {
  const entries = read();
  if (entry) entries[id] = entry;
  else delete entries[id];
  sessionStorage.setItem(shelf, JSON.stringify(entries));
}
