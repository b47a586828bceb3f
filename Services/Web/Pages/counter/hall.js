// Who waits: numbers, services, names where there are some, for how long; who is parked.

import { now } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { say } from "../shared/words.js";
import { lengthText } from "./times.js";

/** More rows than this say how many more there are. */
const mostRows = 60;

/** From when a wait is long, in milliseconds. */
const longWait = 20 * 60_000;

/**
 * The order in which a counter will call: the services' own lines, each as the branch keeps
 * it, merged by arrival. Pure.
 */
export function inOrder(tickets, services) {
  const lines = new Map();
  for (const ticket of tickets) {
    if (services.length > 0 && !services.includes(ticket.service)) continue;
    if (!lines.has(ticket.service)) lines.set(ticket.service, []);
    lines.get(ticket.service).push(ticket);
  }
  for (const line of lines.values()) line.sort((a, b) => a.position - b.position);
  const merged = [];
  for (;;) {
    let first = null;
    for (const line of lines.values()) {
      if (line.length > 0 && (first === null || line[0].issued < first[0].issued)) first = line;
    }
    if (first === null) return merged;
    merged.push(first.shift());
  }
}

/**
 * The renderer. `onResume(ticket)` calls a parked one back; `onChoose(ticket)` asks what to do
 * with one that waits.
 */
export class HallCard {
  #desk;
  #shown = { list: "", parked: "", counts: "" };

  constructor(desk, { onResume, onChoose }) {
    this.#desk = desk;
    this.onChoose = onChoose;
    this.onResume = onResume;
  }

  /** Forgets what was drawn, as after a change of language. */
  build() {
    this.#shown = { list: "", parked: "", counts: "" };
  }

  draw({ live, states, nameOf }) {
    const desk = this.#desk;
    const rows = inOrder(desk.waiting, desk.services);
    const mine = (service) => desk.services.length === 0 || desk.services.includes(service);
    const told = states.filter(({ service }) => mine(service));
    const total = told.length > 0
      ? told.reduce((sum, { waiting }) => sum + waiting, 0) : rows.length;
    setText(byID("hall-count"), String(total));
    this.#draw("counts", byID("hall-services"), told.map(({ service, waiting, open }) => [
      nameOf(service), waiting, open]), ([name, waiting, open]) => element("li", {},
      element("span", {}, name), element("strong", {}, String(waiting)),
      open ? null : element("span", { class: "tag hold" }, say("counter.hall.serviceClosed"))));
    this.#drawList(rows, nameOf);
    byID("ended").setAttribute("aria-disabled", String(!desk.offers("queue.reopen", live)));
    this.#drawParked(desk, live, nameOf);
  }

  #drawList(rows, nameOf) {
    const list = byID("hall-list");
    const plain = rows.slice(0, mostRows).map(({ number, service, name, issued }) => [
      number, nameOf(service), name ?? "", lengthText(now() - issued),
      now() - issued >= longWait]);
    const byNumber = new Map(rows.map((ticket) => [ticket.number, ticket]));
    const key = JSON.stringify([plain, rows.length]);
    if (key === this.#shown.list) return;
    this.#shown.list = key;
    if (rows.length === 0) {
      return show(list, element("p", { class: "muted empty" }, say("counter.hall.empty")));
    }
    const more = rows.length - plain.length;
    const heads = ["ticket", "service", "waits"];
    show(list,
      element("table", {},
        element("thead", { class: "hush" }, element("tr", {},
          heads.map((word) => element("th", { scope: "col" }, say(`counter.hall.${word}`))),
          element("th", { scope: "col" }, element("span", { class: "hush" },
            say("counter.hall.actions"))))),
        element("tbody", {}, plain.map(([number, service, name, time, long]) => element("tr", {},
          element("th", { scope: "row", class: "number" }, number),
          element("td", {}, name ? element("bdi", { class: "name" }, name) : null,
            element("span", { class: "service" }, service)),
          element("td", { class: long ? "sum long" : "sum" }, time),
          element("td", { class: "choose" }, element("button", {
            class: "plain", "data-key": `row-${number}`, "data-choose": number,
            "aria-label": say("counter.hall.choose", { number }),
            onclick: () => this.onChoose(byNumber.get(number)),
          }, "⋯")))))),
      more > 0 ? element("p", { class: "muted" }, say("counter.hall.more", { n: more })) : null);
  }

  #drawParked(desk, live, nameOf) {
    byID("parked").hidden = desk.parked.length === 0;
    const may = desk.offers("queue.resume", live);
    this.#draw("parked", byID("parked-list"), desk.parked.slice(0, 30).map((ticket) => [
      ticket, nameOf(ticket.service), may]), ([ticket, service, offered]) => element("li", {},
      element("strong", { class: "number" }, ticket.number),
      element("span", {}, ticket.name ? element("bdi", { class: "name" }, ticket.name) : null,
        element("span", { class: "service" }, service)),
      element("button", {
        class: "plain resume", "aria-disabled": String(!offered),
        "data-ticket": ticket.number,
        onclick: () => this.onResume(ticket),
        "aria-label": say("counter.hall.resumeNumber", { number: ticket.number }),
      }, say("counter.hall.resume"))));
  }

  #draw(what, place, rows, make) {
    const key = JSON.stringify(rows);
    if (key === this.#shown[what]) return;
    this.#shown[what] = key;
    const kept = document.activeElement?.dataset?.ticket;
    show(place, rows.map(make));
    if (kept) place.querySelector(`[data-ticket="${CSS.escape(kept)}"]`)?.focus();
  }
}
