// The counter as a teller has it: whose it is, the ticket at it, what may be done now. Truth is
// the branch's; this only holds the last thing that it said.

import { call } from "../shared/bus.js";
import { Intent } from "../shared/intent.js";
import { doubtSession } from "./login.js";
import { remember, remembered } from "./memory.js";

/** What changes a ticket, by the state of the counter in which it is offered. */
const offered = {
  idle: ["queue.next", "queue.resume", "queue.call"],
  called: [
    "queue.next", "queue.start", "queue.recall", "queue.done", "queue.hold", "queue.noShow",
    "queue.transfer"],
  serving: ["queue.next", "queue.done", "queue.hold", "queue.transfer"],
};

/** What brings somebody to the counter. */
const calling = ["queue.next", "queue.resume", "queue.call"];

/** What is done with any ticket, not with the counter's own. */
const anywhere = ["queue.requeue", "queue.reopen"];

/** After a call nothing is called for so many milliseconds: a second press is no second call. */
const settling = 700;

/** We ask each five seconds; no answer for so many milliseconds is not live. */
const silence = 9000;

/** What went wrong is shown for so many milliseconds, or until the next press. */
const errorStays = 20_000;

/** The lease is 15 minutes; it is renewed after this long, in milliseconds. */
export const renewAfter = 5 * 60 * 1000;

export class Desk {
  #onChange;
  #version = 0;
  #refreshing = null;
  #again = false;
  #heardAt = 0;
  #looks = 0;
  #failures = 0;

  /** `onChange()`; `onCalled()` when somebody was called to the counter. */
  constructor({ onChange, onCalled }) {
    this.#onChange = onChange;
    this.onCalled = onCalled;
    this.leave();
  }

  /** Back to having no counter. */
  leave() {
    this.counter = null;
    this.teller = null;
    this.services = [];
    this.standing = "none"; // none | open | taken | closed
    this.takenBy = null;
    this.ticket = null;
    this.paused = false;
    this.reason = null;
    this.counters = [];
    this.waiting = [];
    this.parked = [];
    this.running = null;
    this.unknown = [];
    this.error = null;
    this.said = null;
    this.settlingUntil = 0;
    this.#failures = 0;
    this.#heardAt = Date.now();
  }

  /** After a sleep nothing is known, and nothing failed. */
  wake() {
    this.#heardAt = Date.now();
    // What was asked while nobody answered may hang for long; it is asked anew.
    this.#refreshing = null;
    return this.renew();
  }

  /** Since when the branch does not answer, or null where it does. */
  get silentSince() {
    if (this.standing === "none") return null;
    const isSilent = this.#failures > 1 || Date.now() - this.#heardAt > silence;
    return isSilent ? this.#heardAt : null;
  }

  /** Whether a call was made just now. */
  get isSettling() {
    return Date.now() < this.settlingUntil;
  }

  /** Whether the method may be pressed now. */
  offers(method, live = true) {
    if (!live || this.standing !== "open" || this.running || this.unknown.length > 0) return false;
    if (anywhere.includes(method)) return true;
    if (calling.includes(method) && (this.paused || this.isSettling)) return false;
    const state = this.ticket?.state ?? "idle";
    return (offered[state] ?? []).includes(method);
  }

  /** Takes what `counter.open` or `counter.list` said to be ours. */
  take(line) {
    const known = remembered();
    this.counter = line.counter;
    this.teller = line.teller;
    this.services = line.services;
    this.standing = "open";
    this.reason = line.reason ?? null;
    this.#failures = 0;
    this.#heardAt = Date.now();
    this.paused = line.state === "paused"
      || (known.paused === line.counter && ["called", "serving"].includes(line.state));
    remember({
      user: line.teller, counter: line.counter, services: line.services,
      paused: this.paused ? line.counter : null, renewed: Date.now(),
    });
    this.unknown = Intent.unfinished().filter(({ about, method }) => (
      about.counter === this.counter && about.by === this.teller && /^queue\./.test(method)));
    this.#onChange();
  }

  /**
   * Does one thing at this counter; an intent of its own each time it may be pressed. `number`:
   * of another ticket than the counter's own.
   */
  async act(method, more = {}, number = this.ticket?.number ?? null) {
    if (!method.startsWith("counter.") && !this.offers(method)) return false;
    if (this.running || this.unknown.length > 0) return false;
    const about = { counter: this.counter, by: this.teller, number };
    const body = anywhere.includes(method) ? more : { counter: this.counter, ...more };
    return this.#carry(new Intent(method, about), body);
  }

  /** Asks again for what has no answer yet, with its own id. */
  async askAgain() {
    const [intent] = this.unknown;
    if (!intent || this.running) return false;
    return this.#carry(intent, null);
  }

  async #carry(intent, body) {
    this.running = intent.method;
    this.error = null;
    this.said = null;
    this.#version += 1;
    this.#onChange();
    let done = false;
    try {
      const reply = await (body ? intent.send(body) : intent.sendAgain());
      this.unknown = this.unknown.filter((other) => other !== intent);
      this.#hear(intent, reply);
      done = true;
    } catch (error) {
      this.unknown = this.unknown.filter((other) => other !== intent);
      this.error = error;
      this.errorAt = Date.now();
      if (intent.isOpen) this.unknown.push(intent);
      else this.#lose(error);
    }
    this.running = null;
    this.#version += 1;
    this.#onChange();
    this.refresh();
    return done;
  }

  #hear(intent, reply) {
    const { method, about } = intent;
    remember({ renewed: Date.now() });
    if (method.startsWith("counter.")) {
      this.paused = method === "counter.pause";
      this.reason = reply.reason ?? null;
      remember({ paused: this.paused ? this.counter : null });
      if (method === "counter.close") this.standing = "closed";
      else this.services = reply.services;
      this.said = { key: method, counter: this.counter };
      return;
    }
    const number = reply.ticket?.number ?? about.number ?? "";
    this.ticket = this.#ticketAfter(method, reply);
    const key = method === "queue.next" && !reply.ticket ? "nobody" : method;
    this.said = { key, number, counter: this.counter, why: reply.why ?? null };
    if (!calling.includes(method) && !reply.next) return;
    this.#settle();
    if (this.ticket) this.onCalled();
  }

  /** Who is at the counter then; `queue.done` calls the next where counters do so themselves. */
  #ticketAfter(method, reply) {
    if (anywhere.includes(method)) {
      return reply.ticket?.ticket === this.ticket?.ticket ? null : this.ticket;
    }
    const ended = ["queue.done", "queue.noShow", "queue.hold", "queue.transfer"];
    return ended.includes(method) ? reply.next ?? null : reply.ticket;
  }

  #settle() {
    this.settlingUntil = Date.now() + settling;
    setTimeout(() => this.#onChange(), settling + 20);
  }

  #lose(error) {
    doubtSession(error);
    if (error.code === "counter_taken") this.standing = "taken";
    if (error.code === "counter_closed") this.standing = "closed";
    if (error.code === "counter_paused") this.paused = true;
    if (this.standing !== "open") this.ticket = null;
  }

  /** Asks how things stand; many askings at once are one more. */
  refresh() {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    const look = this.#look().catch((error) => this.#fail(error)).finally(() => {
      if (this.#refreshing !== look) return;
      this.#refreshing = null;
      if (!this.#again) return;
      this.#again = false;
      this.refresh();
    });
    this.#refreshing = look;
    return look;
  }

  #fail(error) {
    this.#failures += 1;
    if (error.code) this.#lose(error);
    // One lost answer is no silence; two are.
    if (this.#failures === 1) setTimeout(() => this.refresh(), 1000);
    this.#onChange();
  }

  async #look() {
    if (!this.counter) return;
    const version = this.#version;
    const turn = this.#looks += 1;
    const list = (state) => call("queue.list", { state, limit: 200 }).then((page) => page.tickets);
    const status = await call("queue.status");
    const line = status.counters.find(({ counter }) => counter === this.counter);
    const isMine = Boolean(line?.ticket) && line.teller === this.teller;
    // Each counter asks at each change: nothing is asked for that the numbers tell already.
    const some = (field) => status.services.some((service) => service[field] > 0);
    const [waiting, parked, there] = await Promise.all([
      some("waiting") ? list("waiting") : [], some("parked") ? list("parked") : [],
      isMine && !this.#knows(line) ? list(line.state) : []]);
    const ticket = isMine
      ? there.find(({ counter }) => counter === this.counter) ?? this.ticket : null;
    if (turn < this.#looks) return;
    this.#heardAt = Date.now();
    this.#failures = 0;
    this.counters = status.counters;
    this.waiting = waiting;
    this.parked = parked;
    if (Date.now() - (this.errorAt ?? 0) > errorStays) this.error = null;
    if (version === this.#version) this.#see(line, ticket);
    this.#onChange();
  }

  /** Whether a ticket in service is the one that we have; a called one may be recalled. */
  #knows({ ticket, state }) {
    return state === "serving" && this.ticket?.state === state && this.ticket.number === ticket;
  }

  #see(line, ticket) {
    if (!line) this.standing = "closed";
    else if (line.teller !== this.teller) this.standing = "taken";
    else this.standing = "open";
    this.takenBy = this.standing === "taken" ? line.teller : null;
    this.ticket = this.standing === "open" ? ticket : null;
    // With a ticket at it a counter does not say that it is paused; then we remember.
    if (line?.state === "paused") this.paused = true;
    if (line?.state === "idle") {
      this.paused = false;
      if (remembered().paused === this.counter) remember({ paused: null });
    }
  }

  /**
   * Keeps the counter ours while the page is open, and only while it is: it is never taken
   * back from somebody else, nor a pause ended.
   */
  async renew() {
    await this.refresh();
    if (this.standing !== "open" || this.running || this.unknown.length > 0) return;
    if (Date.now() - (remembered().renewed ?? 0) < renewAfter * 0.8) return;
    const paused = this.paused || remembered().paused === this.counter;
    try {
      const reason = paused && this.reason ? { reason: this.reason } : {};
      await call(paused ? "counter.pause" : "counter.open", { counter: this.counter, ...reason });
      remember({ renewed: Date.now() });
    } catch (error) {
      this.#lose(error);
      this.#onChange();
    }
  }
}
