// Opening a counter: which one, and for which services.

import { call } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { refusalText, say, serviceName } from "../shared/words.js";
import { remembered } from "./memory.js";

/** Numbers that are offered at once; any other may be typed. */
const offeredNumbers = ["1", "2", "3", "4", "5", "6"];

/** The counter to begin with: this device's own, the last one, else the first free one. Pure. */
export function firstCounter({ device, last, open, user }) {
  const own = device?.kind === "counter" ? device.device.replace(/^counter:/, "") : null;
  const free = offeredNumbers.find((number) => isFree(number, open, user)) ?? "";
  return [last, own].find((number) => number && isFree(number, open, user)) ?? own ?? free;
}

/** Whether nobody else has it. Pure. */
export function isFree(number, open, user) {
  const line = open.find(({ counter }) => counter === number);
  return !line || line.teller === user;
}

/** A device's number wins over what was remembered of another counter on another day. */
function remembers(device) {
  const { counter } = remembered();
  return device?.kind === "counter" ? null : counter;
}

/**
 * Fills `parent`. `onOpen(line)` with what `counter.open` answered. `services`: all of the
 * branch; `open`: the open counters.
 */
export function openingForm(parent, { device, services, open, user, onOpen }) {
  const intent = new Intent("counter.open", { by: user });
  const chosen = firstCounter({ device, last: remembers(device), open, user });
  const number = element("input", {
    id: "opening-counter", value: chosen, maxlength: 32, autocapitalize: "none",
    autocomplete: "off", spellcheck: "false", required: true,
    oninput: () => mark(),
  });
  const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
  const button = element("button", { class: "go", type: "submit", id: "opening-go" },
    say("counter.opening.open"));
  const tiles = numbersToOffer(chosen, open).map((text) => (
    tile(text, { open, user, number, mark })));
  const known = remembered().services ?? [];
  const boxes = services.map((service) => element("input", {
    type: "checkbox", value: service.service,
    checked: known.length === 0 || known.includes(service.service),
  }));

  function mark() {
    for (const button of tiles) {
      button.setAttribute("aria-pressed", String(button.dataset.counter === number.value.trim()));
    }
  }
  const fail = (text) => {
    problem.textContent = text;
    problem.hidden = false;
  };
  const enter = async () => {
    const counter = number.value.trim().toLowerCase();
    const picked = boxes.filter(({ checked }) => checked).map(({ value }) => value);
    problem.hidden = true;
    if (!/^[a-z0-9-]{1,32}$/.test(counter)) {
      fail(say("counter.opening.badNumber"));
      return number.focus();
    }
    if (picked.length === 0 && boxes.length > 0) return fail(say("counter.opening.noService"));
    // Every service, also those that come later, is an empty list.
    const list = picked.length === boxes.length ? [] : picked;
    button.setAttribute("aria-busy", "true");
    try {
      const line = await (intent.isOpen
        ? intent.sendAgain() : intent.send({ counter, services: list }));
      onOpen({ ...line, services: line.services });
    } catch (error) {
      fail(await why(error, counter));
      button.textContent = say(intent.isOpen ? "shared.askAgain" : "counter.opening.open");
      for (const field of [number, ...boxes, ...tiles]) field.disabled = intent.isOpen;
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  show(parent, element("form", {
    class: "stack", id: "opening-in", novalidate: true,
    onsubmit: (event) => { event.preventDefault(); enter(); },
  },
  element("label", { for: number.id }, say("counter.opening.number")),
  element("div", { class: "tiles", role: "group", "aria-label": say("counter.opening.number") },
    tiles),
  number,
  element("fieldset", { class: "services" },
    element("legend", {}, say("counter.opening.services")),
    services.map((service, place) => element("label", { class: "check" }, boxes[place],
      element("span", { class: "prefix" }, service.prefix), serviceName(service)))),
  problem, button));
  mark();
}

function numbersToOffer(chosen, open) {
  const all = new Set([...offeredNumbers, ...open.map(({ counter }) => counter)]);
  if (chosen) all.add(chosen);
  return [...all].slice(0, 24);
}

function tile(text, { open, user, number, mark }) {
  const line = open.find(({ counter }) => counter === text);
  const free = isFree(text, open, user);
  return element("button", {
    type: "button", class: "tile", "data-counter": text, "aria-pressed": "false",
    disabled: !free,
    onclick: () => { number.value = text; mark(); },
  },
  element("strong", {}, text),
  element("span", {}, free
    ? say(line ? "counter.opening.yours" : "counter.opening.free") : line.teller));
}

async function why(error, counter) {
  if (error.code !== "counter_taken") {
    return error.name === "NoAnswer" ? say("shared.unknown") : refusalText(error);
  }
  const open = await call("counter.list").then((reply) => reply.counters, () => []);
  const line = open.find((other) => other.counter === counter);
  return line
    ? say("counter.opening.taken", { counter, who: line.teller }) : refusalText(error);
}
