// An appointment is made: for what, on which day, at what time, for whom.

import { call, NoAnswer, now } from "../shared/bus.js";
import { element } from "../shared/dom.js";
import { spansOn } from "../shared/hours.js";
import { Intent } from "../shared/intent.js";
import { refusalText, say, serviceName } from "../shared/words.js";
import {
  branchDay, branchTime, clockText, dayAfter, daysBetween, dayText,
} from "../shared/zone.js";

/** So many days are shown at once. */
const week = 7;

/** So many days with hours are looked at for the first free time. */
const mostLooks = 10;

/** Services that take appointments at hours that are known. Pure. */
export function bookable(services) {
  return services.filter((service) => service.booking && service.hours);
}

/** The days from one on, as far ahead as the service takes them: `[{day, isOpen}]`. Pure. */
export function daysOf(service, today, from) {
  const ahead = service.booking.ahead ?? 60;
  return Array.from({ length: week }, (_, place) => dayAfter(from, place))
    .filter((day) => daysBetween(today, day) <= ahead)
    .map((day) => ({ day, isOpen: spansOn(service, day).length > 0 }));
}

export class Booking {
  /** What went wrong, in words; null where nothing did. */
  problem = null;
  /** What `appointment.book` said; null until it is made. */
  made = null;
  #services;
  #onChange;
  #intent = new Intent("appointment.book");
  #service = null;
  #today = branchDay(now()).day;
  #from = this.#today;
  #day = this.#today;
  /** null while they are asked for. */
  #slots = null;
  #at = null;
  #name = "";
  #isBusy = false;
  #turn = 0;

  /** `onChange({focus})`: draw anew; somebody is still there. */
  constructor(services, onChange) {
    this.#services = bookable(services);
    this.#onChange = onChange;
    if (this.#services.length === 1) this.#choose(this.#services[0]);
  }

  get question() {
    return say(this.made ? "kiosk.booked" : !this.#service ? "kiosk.bookWhat"
      : this.#at === null ? "kiosk.bookWhen" : "kiosk.bookWho");
  }

  get service() {
    return this.#service;
  }

  /** What there is to choose now; `leave()` where somebody goes back from the first step. */
  draw(leave) {
    if (!this.#service) return [this.#what(), this.#back(leave)];
    if (this.#at === null) {
      return [this.#when(), this.#back(() => {
        if (this.#services.length === 1) return leave();
        this.#service = null;
        this.#change();
      })];
    }
    return [this.#who()];
  }

  #change() {
    this.problem = null;
    this.#onChange({ focus: true });
  }

  #back(onclick) {
    return element("button", { class: "plain up", type: "button", "data-key": "back", onclick },
      say("shared.back"));
  }

  #what() {
    return element("div", { class: "choices", role: "group" }, this.#services.map((service) =>
      element("button", {
        class: "choice", type: "button", "data-book": service.service,
        onclick: () => this.#choose(service),
      }, element("span", { class: "letter", "aria-hidden": "true" }, service.prefix),
      element("span", { class: "name" }, serviceName(service)))));
  }

  #choose(service) {
    this.#service = service;
    this.#from = this.#today;
    this.#findFirst();
  }

  /** The first day on which something is free is shown at once. */
  async #findFirst() {
    const ahead = this.#service.booking.ahead ?? 60;
    const open = Array.from({ length: ahead + 1 }, (_, days) => dayAfter(this.#today, days))
      .filter((day) => spansOn(this.#service, day).length > 0).slice(0, mostLooks);
    for (const day of open.length > 0 ? open : [this.#today]) {
      if (!await this.#look(day) || this.#slots?.some(({ free }) => free > 0)) return;
    }
  }

  /** Asks what is free on a day; false where somebody chose another meanwhile. */
  async #look(day) {
    const mine = this.#turn += 1;
    const service = this.#service;
    this.#day = day;
    while (daysBetween(this.#from, day) >= week) this.#from = dayAfter(this.#from, week);
    this.#slots = null;
    this.#change();
    try {
      const { slots } = await call("appointment.slots", { service: service.service, date: day });
      if (mine !== this.#turn || service !== this.#service) return false;
      this.#slots = slots;
    } catch (error) {
      if (mine !== this.#turn) return false;
      this.#slots = [];
      this.problem = refusalText(error);
    }
    this.#onChange({ focus: false });
    return this.problem === null;
  }

  #when() {
    const step = (word, days, isOffered) => element("button", {
      type: "button", class: "plain", "data-key": word, disabled: !isOffered,
      onclick: () => {
        this.#from = dayAfter(this.#from, days);
        this.#look(this.#from);
      } }, say(`kiosk.${word}`));
    const ahead = this.#service.booking.ahead ?? 60;
    return element("section", { class: "booking card" },
      element("p", { class: "where" }, serviceName(this.#service)),
      element("div", { class: "days", role: "group", "aria-label": say("kiosk.day") },
        daysOf(this.#service, this.#today, this.#from).map((one) => this.#dayButton(one))),
      element("div", { class: "row" },
        step("earlier", -week, this.#from > this.#today),
        step("later", week, daysBetween(this.#today, this.#from) + week <= ahead)),
      element("h3", {}, dayText(this.#day, { weekday: "long", day: "numeric", month: "long" })),
      this.#times());
  }

  #dayButton({ day, isOpen }) {
    return element("button", {
      type: "button", class: "plain day", "data-day": day, "data-key": `day.${day}`,
      disabled: !isOpen, "aria-pressed": String(day === this.#day),
      onclick: () => this.#look(day),
    }, element("span", {}, dayText(day, { weekday: "short" })),
    element("b", {}, dayText(day, { day: "numeric" })),
    element("span", {}, dayText(day, { month: "short" })));
  }

  #times() {
    if (this.#slots === null) return element("p", { class: "muted" }, say("shared.loading"));
    if (!this.#slots.some(({ free }) => free > 0)) {
      return element("p", { class: "muted none-free" }, say("kiosk.noTimes"));
    }
    return element("div", { class: "times", role: "group", "aria-label": say("kiosk.time") },
      this.#slots.map(({ at, free }) => element("button", {
        type: "button", class: "plain", "data-at": at, "data-key": `at.${at}`, disabled: free === 0,
        onclick: () => {
          this.#at = at;
          this.#change();
        } }, clockText(at))));
  }

  #who() {
    return element("form", {
      class: "check-in card", novalidate: true, onsubmit: (event) => {
        event.preventDefault();
        this.#book();
      } },
    element("p", { class: "where" }, serviceName(this.#service), element("br"), this.timeText),
    element("label", { for: "book-name" }, say("kiosk.bookName")),
    element("input", {
      id: "book-name", "data-key": "name", autocomplete: "off", maxlength: 100, value: this.#name,
      oninput: (event) => {
        this.#name = event.target.value;
        this.#onChange({ isTyping: true });
      } }),
    element("div", { class: "row" },
      element("button", { type: "button", class: "plain", "data-key": "back", onclick: () => {
        this.#at = null;
        this.#look(this.#day);
      } }, say("shared.back")),
      element("button", {
        type: "submit", class: "go", "data-key": "book",
        "aria-busy": this.#isBusy ? "true" : null }, say("kiosk.bookIt"))));
  }

  /** "Monday, 23 November, 10:30" */
  get timeText() {
    return branchTime(this.made?.at ?? this.#at, {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
      hourCycle: "h23" });
  }

  /** Once, however often the button is pressed. */
  async #book() {
    const name = this.#name.trim();
    if (this.#isBusy) return;
    if (name === "") {
      this.problem = say("shared.required");
      return this.#onChange({ focus: false });
    }
    this.#isBusy = true;
    this.#change();
    try {
      this.made = await this.#intent.send(
        { service: this.#service.service, at: this.#at, name });
    } catch (error) {
      this.problem = error instanceof NoAnswer ? say("shared.unknown") : refusalText(error);
      if (error.code === "slot_taken") {
        const words = this.problem;
        this.#at = null;
        await this.#look(this.#day);
        this.problem = words;
      }
    } finally {
      this.#isBusy = false;
      this.#onChange({ focus: true });
    }
  }
}
