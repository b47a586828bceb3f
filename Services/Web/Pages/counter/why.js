// Why this ticket is at the counter: the rule, and who would have been called instead. It stands
// folded below the ticket; nobody has to read it.

import { call } from "../shared/bus.js";
import { element } from "../shared/dom.js";
import { say } from "../shared/words.js";
import { lengthText } from "./times.js";

/** What is shown, as plain data. Pure. */
export function reasonOf(why, nameOf) {
  const key = `counter.why.${why.why}`;
  const known = say(key);
  const rule = why.rule ? say(`counter.rule.${why.rule}`) : null;
  return {
    short: known === key ? why.why : known,
    reason: why.reason ?? null,
    rule: rule?.startsWith("counter.rule.") ? why.rule : rule,
    others: (why.runnersUp ?? []).map(({ number, service, waited }) => (
      { number, service: nameOf(service), waited: lengthText(waited * 1000) })),
  };
}

export class WhyLine {
  #key = null;
  #why = null;
  #onChange;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Asks once for each call of a ticket; what does not come is not shown. */
  of(ticket) {
    const key = ticket ? `${ticket.ticket}|${ticket.counter}` : null;
    if (key !== this.#key) {
      this.#key = key;
      this.#why = null;
      if (ticket) this.#ask(ticket.ticket, key);
    }
    return this.#why;
  }

  async #ask(ticket, key) {
    try {
      const why = await call("queue.why", { ticket }, { patience: 4000 });
      if (this.#key !== key) return;
      this.#why = why;
      this.#onChange();
    } catch {
      // It is a courtesy: the ticket is served all the same.
    }
  }
}

/** The folded line. */
export function whyDetails(shown, number) {
  return element("details", { class: "why", id: "why", "data-number": number },
    element("summary", { id: "why-summary", "data-key": "why" },
      say("counter.why.because", { why: shown.short })),
    shown.reason ? element("p", {}, element("bdi", {}, shown.reason)) : null,
    shown.rule ? element("p", {}, say("counter.rule.is", { rule: shown.rule })) : null,
    shown.others.length === 0 ? element("p", {}, say("counter.why.nobodyElse"))
      : element("p", {}, say("counter.why.instead")),
    element("ul", {}, shown.others.map(({ number, service, waited }) => element("li", {},
      element("strong", {}, number), ` ${service} · ${waited}`))));
}
