// The services as large buttons.

import { now } from "../shared/bus.js";
import { element } from "../shared/dom.js";
import { hoursText, opensText } from "../shared/hours.js";
import { say, serviceName } from "../shared/words.js";

/** The services under one, or the first ones, in order of their letters. */
export function servicesUnder(state, parent) {
  return state.services
    .filter((service) => (service.parent ?? null) === parent)
    .sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0));
}

/** The service with this id, or null. */
export function serviceOf(state, id) {
  return state.services.find((service) => service.service === id) ?? null;
}

function isOpen(state, service) {
  return state.open.get(service.service) ?? service.open;
}

/** Whether anything under a service, or it itself, gives tickets. Pure. */
function givesTickets(state, service) {
  const below = servicesUnder(state, service.service);
  return below.length === 0 ? isOpen(state, service)
    : below.some((one) => givesTickets(state, one));
}

/** What stands below the name: closed and until when, full, how many wait. */
function detailOf(state, service, { isGroup, open, full }) {
  if (!open) {
    const hours = hoursText(service, now());
    return [say("kiosk.closed"), opensText(service, now()),
      hours && say("kiosk.hours", { hours })].filter(Boolean).join(" · ");
  }
  if (full) return say("kiosk.full");
  if (isGroup) return "";
  const waiting = state.waiting.get(service.service) ?? 0;
  const line = waiting === 0 ? say("kiosk.nobody") : say("kiosk.waiting", { n: waiting });
  const admission = state.admission.get(service.service);
  if (!admission) return line;
  const free = admission.capacity - admission.inside;
  if (free <= 0) return `${say("kiosk.taken")} · ${line}`;
  return waiting === 0 ? say("kiosk.free", { n: free }) : line;
}

/** The buttons; `choose(service)` takes a ticket, `enter(id)` shows what is below. */
export function choices(state, { choose, enter, back }) {
  const services = servicesUnder(state, state.parent);
  const grid = element("div", { class: "choices", role: "group" },
    ...services.map((service, index) => choice(state, service, index, { choose, enter })));
  if (state.parent === null) return [grid];
  return [grid, element("button", {
    class: "plain up", type: "button", "data-key": "back", onclick: back }, say("shared.back"))];
}

function choice(state, service, index, { choose, enter }) {
  const isGroup = servicesUnder(state, service.service).length > 0;
  const open = givesTickets(state, service);
  const full = !isGroup && state.full.has(service.service);
  const may = isGroup || (open && !full);
  return element("button", {
    class: isGroup ? "choice group" : "choice", type: "button",
    "data-service": service.service, "data-key": service.service,
    "aria-disabled": may ? null : "true", "aria-busy": state.busy ? "true" : null,
    "aria-keyshortcuts": index < 9 ? String(index + 1) : null,
    onclick: () => {
      if (may) isGroup ? enter(service.service) : choose(service);
    },
  },
  element("span", { class: "letter", "aria-hidden": "true" }, service.prefix),
  element("span", { class: "name" }, serviceName(service)),
  element("span", { class: "detail" },
    detailOf(state, service, { isGroup, open, full })));
}
