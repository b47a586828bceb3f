// Which numbers are parked: only a board that was let in may ask, the others leave it out.

import { call } from "../shared/bus.js";

/** Asked for at most so often, in milliseconds. */
const leastPause = 2000;

export class Parked {
  #onChange;
  #asked = 0;
  #later = null;

  /** `onChange()` when other numbers are parked than before. */
  constructor(onChange) {
    this.#onChange = onChange;
    this.lines = [];
    /** Whether this board was let in as a device. */
    this.may = false;
  }

  /** The numbers of one service. */
  of(service) {
    return this.lines.filter((line) => line.service === service).map(({ number }) => number);
  }

  get numbers() {
    return this.lines.map(({ number }) => number);
  }

  /** To be called at each change of the queues. */
  refresh() {
    if (!this.may) return;
    const wait = this.#asked + leastPause - Date.now();
    if (wait <= 0) return this.#ask();
    this.#later ??= setTimeout(() => {
      this.#later = null;
      this.#ask();
    }, wait);
  }

  async #ask() {
    this.#asked = Date.now();
    try {
      const { tickets } = await call("queue.list", { state: "parked", limit: 100 });
      // Names are none of the hall's business: they are let go of here.
      const lines = tickets.map(({ number, service }) => ({ number, service }));
      if (JSON.stringify(lines) === JSON.stringify(this.lines)) return;
      this.lines = lines;
      this.#onChange();
    } catch (error) {
      // A device that was sent away asks no more; what got no answer is asked for again.
      if (error.code === "not_permitted") this.may = false;
    }
  }
}
