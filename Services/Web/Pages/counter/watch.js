// Whether what is shown is live, and how a tab that nobody looks at lets go of its stream: a
// browser has only six connections for all its tabs.

import { who } from "../shared/bus.js";
import { follow } from "../shared/live.js";

/** A hidden tab keeps its stream for so long, in milliseconds. */
const hiddenGrace = 500;

/** Many changes within so many milliseconds are one look. */
const gather = 250;

export class Watch {
  #on;
  #stream = null;
  #account = null;
  #wanted = false;
  #looking = null;

  /** `onChange`, `onTopics`, `onBack` (live again after it was not), `onAccount(receipt)`. */
  constructor(on) {
    this.#on = on;
    this.states = [];
    this.liveness = { live: null, since: null };
    this.reach = true;
    document.addEventListener("visibilitychange", () => this.#seen());
    setInterval(() => this.#probe(), 3000);
  }

  get live() {
    return this.liveness.live === true;
  }

  /** Follows the queues, and an account where there is one. */
  follow(account) {
    this.#account = account;
    this.#wanted = true;
    this.#stream?.close();
    this.#stream = null;
    if (!document.hidden) this.#open();
  }

  stop() {
    this.#wanted = false;
    this.#stream?.close();
    this.#stream = null;
    this.liveness = { live: null, since: null };
  }

  #open() {
    this.#stream = follow({
      account: this.#account ?? undefined,
      onTopics: (states) => {
        this.states = states;
        this.#soon();
        this.#on.onChange();
      },
      onLiveness: (answer) => this.#judge(answer),
      onAccount: (receipt) => this.#on.onAccount(receipt),
    });
  }

  #judge(answer) {
    const since = answer.since ?? this.liveness.since;
    const back = answer.live && this.liveness.live === false;
    this.liveness = { live: answer.live, since };
    if (answer.live) this.reach = true;
    if (back) this.#on.onBack();
    this.#on.onChange();
  }

  #soon() {
    this.#looking ??= setTimeout(() => {
      this.#looking = null;
      this.#on.onTopics();
    }, gather);
  }

  /** Where the queue is silent the money may work all the same. */
  async #probe() {
    if (!this.#stream || this.liveness.live !== false) return;
    const reach = await who().then(() => true, () => false);
    if (reach === this.reach) return;
    this.reach = reach;
    this.#on.onChange();
  }

  #seen() {
    if (document.hidden) {
      setTimeout(() => {
        if (!document.hidden || !this.#stream) return;
        this.#stream.close();
        this.#stream = null;
        this.liveness = { live: null, since: this.liveness.since };
        this.#on.onChange();
      }, hiddenGrace);
    } else if (this.#wanted) {
      if (!this.#stream) this.#open();
      this.#on.onBack();
    }
  }
}
