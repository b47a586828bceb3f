// How the queue's days went: waits and services with their percentiles, who left, and whether the
// waits that were promised held.

import { call, now } from "../shared/bus.js";
import { element, setText, show } from "../shared/dom.js";
import { saveFile } from "../shared/files.js";
import { refusalText, say, serviceName } from "../shared/words.js";
import { branchDay, clockText, dayAfter, daysBetween, isDay } from "../shared/zone.js";
import { reportFile } from "./reportfile.js";
import { reportViews } from "./reportviews.js";
import { heading } from "./table.js";

/** A day that is not over is looked at again so often, in milliseconds. */
const lookEach = 20_000;

/** No report is of more days. */
const mostDays = 62;

/** Days to choose at one press: how many days back the first and the last are. */
const spans = { today: [0, 0], yesterday: [1, 1], week: [6, 0], month: [29, 0] };

/** The whole report, of however many pages. */
async function report(request) {
  const whole = await call("queue.report", request, { patience: 6000 });
  for (let { next } = whole; next !== undefined;) {
    const page = await call("queue.report", { ...request, after: next }, { patience: 6000 });
    whole.lines.push(...page.lines);
    next = page.next;
  }
  return whole;
}

/** Draws the section. */
export function reports(stage, context) {
  new Reports(stage, context).look();
  return {};
}

class Reports {
  #context;
  #shown = "";
  #turn = 0;
  #report = null;
  #problem = element("p", { class: "notice hold", role: "alert", hidden: true });
  #state = element("p", { class: "muted", role: "status", id: "report-state" });
  #views = element("div", { class: "report stack" });

  constructor(stage, context) {
    this.#context = context;
    const today = branchDay(now()).day;
    const day = (id) => element("input", {
      id, type: "date", value: today, max: today, required: true, onchange: () => this.look() });
    const choice = (id, word) => element("select", { id, onchange: () => this.look() },
      element("option", { value: "" }, say(word)));
    this.from = day("report-from");
    this.to = day("report-to");
    this.service = choice("report-service", "reports.allServices");
    this.counter = choice("report-counter", "reports.allCounters");
    this.service.append(...context.services.map((one) =>
      element("option", { value: one.service }, serviceName(one))));
    this.save = element("button", {
      type: "button", id: "report-save", disabled: true, onclick: () => this.#save(),
    }, say("reports.save"));
    const field = (input, word) => element("div", {},
      element("label", { for: input.id }, say(word)), input);
    show(stage, heading("manager.reports", this.save),
      element("form", { class: "card choice", onsubmit: (event) => event.preventDefault() },
        field(this.from, "reports.from"), field(this.to, "reports.to"),
        field(this.service, "reports.name.service"), field(this.counter, "reports.name.counter"),
        element("div", { class: "row" }, Object.keys(spans).map((span) => element("button", {
          type: "button", class: "plain", "data-span": span, onclick: () => this.#choose(span),
        }, say(`reports.${span}`))))),
      this.#problem, this.#state, this.#views);
    const timer = setInterval(() => {
      if (!this.#views.isConnected) clearInterval(timer);
      else if (!document.hidden && this.to.value >= branchDay(now()).day) this.look();
    }, lookEach);
  }

  /** Asks for what is chosen, and shows it. */
  async look() {
    const mine = this.#turn += 1;
    const { value: from } = this.from;
    const { value: to } = this.to;
    if (![from, to].every(isDay) || from > to || daysBetween(from, to) >= mostDays) {
      return this.#fail(say("reports.badDays", { n: mostDays }));
    }
    const request = { from, to };
    if (this.service.value) request.service = this.service.value;
    if (this.counter.value) request.counter = this.counter.value;
    this.#views.setAttribute("aria-busy", "true");
    try {
      const found = await report(request);
      if (mine === this.#turn) this.#take(request, found);
    } catch (error) {
      if (mine === this.#turn) this.#fail(refusalText(error));
    } finally {
      if (mine === this.#turn) this.#views.removeAttribute("aria-busy");
    }
  }

  #choose(span) {
    const today = branchDay(now()).day;
    [this.from.value, this.to.value] = spans[span].map((back) => dayAfter(today, -back));
    this.look();
  }

  #take(request, found) {
    this.#problem.hidden = true;
    this.#report = { request, ...found };
    this.#offerCounters(found.lines);
    this.save.disabled = found.lines[0].tickets === 0 && found.lines.length === 1;
    setText(this.#state, say("reports.through", { time: clockText(found.through) }));
    const { through, ...rest } = this.#report;
    const key = JSON.stringify(rest);
    if (key === this.#shown) return;
    this.#shown = key;
    show(this.#views, reportViews(this.#report, this.#context.services));
  }

  /** Nothing of other days stays beside days that cannot be shown. */
  #fail(words) {
    this.#problem.hidden = false;
    setText(this.#problem, words);
    setText(this.#state, "");
    this.#shown = "";
    this.save.disabled = true;
    show(this.#views);
  }

  /** Counters are known by the tickets they had; what was chosen stays. */
  #offerCounters(lines) {
    const known = new Set([...this.counter.options].map(({ value }) => value));
    this.counter.append(...lines.filter(({ by, name }) => by === "counter" && !known.has(name))
      .map(({ name }) => element("option", { value: name }, name)));
  }

  #save() {
    if (this.#report) saveFile(reportFile(this.#report));
  }
}
