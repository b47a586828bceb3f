// Opening a counter: which one, and for which services.

import { call, NoAnswer } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { refusalText, say, serviceName } from "../shared/words.js";
import { remembered } from "./memory.js";

/** Numbers that are offered at once; any other may be typed. */
const offeredNumbers = ["1", "2", "3", "4", "5", "6"];
const mostTiles = 24;

/** The counter to begin with: this device's own, the last one, else the first free one. Pure. */
export function firstCounter({ device, last, open, user }) {
  const own = device?.kind === "counter" ? device.device.replace(/^counter:/, "") : null;
  if (own) return own;
  if (last && isFree(last, open, user)) return last;
  return offeredNumbers.find((number) => isFree(number, open, user)) ?? "";
}

/** Whether nobody else has it. Pure. */
export function isFree(number, open, user) {
  const line = open.find(({ counter }) => counter === number);
  return !line || line.teller === user;
}

/** Which services to begin with: the last ones, where any of them is left. Pure. */
export function firstServices(services, last) {
  const all = services.map(({ service }) => service);
  const kept = all.filter((service) => last.includes(service));
  return kept.length > 0 ? kept : all;
}

/**
 * Fills `parent`. `onOpen(line)` with what `counter.open` answered. `services`: all of the
 * branch; `open`: the open counters; `device`: what this browser is enrolled as; `user`: who.
 */
export function openingForm(parent, context) {
  new Opening(context).show(parent);
}

class Opening {
  constructor({ device, services, open, user, onOpen }) {
    Object.assign(this, { services, open, user, onOpen });
    this.intent = new Intent("counter.open", { by: user });
    const { counter, services: last } = remembered();
    this.number = element("input", {
      id: "opening-counter", value: firstCounter({ device, last: counter, open, user }),
      maxlength: 32, autocapitalize: "none", autocomplete: "off", spellcheck: "false",
      required: true, oninput: () => this.#mark(),
    });
    this.tiles = element("div", {
      class: "tiles", role: "group", "aria-label": say("counter.opening.number") });
    const chosen = firstServices(services, last ?? []);
    this.boxes = services.map(({ service }) => element("input", {
      type: "checkbox", value: service, checked: chosen.includes(service) }));
    this.problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    this.button = element("button", { class: "go", type: "submit", id: "opening-go" },
      say("counter.opening.open"));
  }

  show(parent) {
    show(parent, element("form", {
      class: "stack", id: "opening-in", novalidate: true,
      onsubmit: (event) => { event.preventDefault(); this.#enter(); },
    },
    element("label", { for: this.number.id }, say("counter.opening.number")),
    this.tiles, this.number,
    element("fieldset", { class: "services" },
      element("legend", {}, say("counter.opening.services")),
      this.services.map((service, place) => element("label", { class: "check" },
        this.boxes[place], element("span", { class: "prefix" }, service.prefix),
        serviceName(service)))),
    this.problem, this.button));
    this.#drawTiles();
  }

  #drawTiles() {
    const numbers = new Set([
      ...offeredNumbers, ...this.open.map(({ counter }) => counter), this.number.value]);
    numbers.delete("");
    show(this.tiles, [...numbers].slice(0, mostTiles).map((number) => this.#tile(number)));
    this.#mark();
  }

  #tile(number) {
    const line = this.open.find(({ counter }) => counter === number);
    const free = isFree(number, this.open, this.user);
    const whose = line ? say("counter.opening.yours") : say("counter.opening.free");
    return element("button", {
      type: "button", class: "tile", "data-counter": number, disabled: !free,
      onclick: () => { this.number.value = number; this.#mark(); },
    },
    element("strong", {}, number), element("span", {}, free ? whose : line.teller));
  }

  #mark() {
    const chosen = this.number.value.trim().toLowerCase();
    for (const tile of this.tiles.children) {
      tile.setAttribute("aria-pressed", String(tile.dataset.counter === chosen));
    }
  }

  #fail(text) {
    this.problem.textContent = text;
    this.problem.hidden = false;
  }

  /** What is asked for, or null after saying what is missing. */
  #read() {
    const counter = this.number.value.trim().toLowerCase();
    if (!/^[a-z0-9-]{1,32}$/.test(counter)) {
      this.#fail(say("counter.opening.badNumber"));
      this.number.focus();
      return null;
    }
    const picked = this.boxes.filter(({ checked }) => checked).map(({ value }) => value);
    if (picked.length === 0 && this.boxes.length > 0) {
      this.#fail(say("counter.opening.noService"));
      return null;
    }
    // Every service, also those that come later, is an empty list.
    return { counter, services: picked.length === this.boxes.length ? [] : picked };
  }

  async #enter() {
    this.problem.hidden = true;
    const body = this.intent.isOpen ? null : this.#read();
    if (!body && !this.intent.isOpen) return;
    this.button.setAttribute("aria-busy", "true");
    try {
      this.onOpen(await (body ? this.intent.send(body) : this.intent.sendAgain()));
    } catch (error) {
      await this.#explain(error, body?.counter);
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }

  async #explain(error, counter) {
    if (error.code === "counter_taken") {
      this.open = await call("counter.list").then((reply) => reply.counters, () => this.open);
      this.#drawTiles();
    }
    const line = this.open.find((other) => other.counter === counter);
    if (error.code === "counter_taken" && line) {
      this.#fail(say("counter.opening.taken", { counter, who: line.teller }));
    } else {
      this.#fail(error instanceof NoAnswer ? say("shared.unknown") : refusalText(error));
    }
    const locked = this.intent.isOpen;
    this.button.textContent = say(locked ? "shared.askAgain" : "counter.opening.open");
    for (const field of [this.number, ...this.boxes]) field.disabled = locked;
    this.tiles.inert = locked;
  }
}
