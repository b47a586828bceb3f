// The services as large buttons.

import { element } from "../shared/dom.js";
import { say, serviceName } from "../shared/words.js";

/** The services under one, or the first ones, in order of their letters. */
export function servicesUnder(state, parent) {
  return state.services
    .filter((service) => (service.parent ?? null) === parent)
    .sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0));
}

/** The buttons; `choose(service)` takes a ticket, `enter(id)` shows what is below. */
export function choices(state, { choose, enter, back }) {
  const services = servicesUnder(state, state.parent);
  const grid = element("div", { class: "choices", role: "group" },
    ...services.map((service, index) => choice(state, service, index, { choose, enter })));
  if (state.parent === null) return [grid];
  return [grid, element("button", { class: "plain", type: "button", onclick: back },
    say("shared.back"))];
}

function choice(state, service, index, { choose, enter }) {
  const below = servicesUnder(state, service.service);
  const open = below.length > 0 || (state.open.get(service.service) ?? service.open);
  const waiting = state.waiting.get(service.service);
  const detail = !open ? say("kiosk.closed")
    : below.length > 0 ? ""
      : waiting === 0 ? say("kiosk.nobody") : say("kiosk.waiting", { n: waiting ?? 0 });
  return element("button", {
    class: "choice", type: "button", "data-service": service.service, "data-key": service.service,
    "aria-disabled": open ? null : "true", "aria-busy": state.busy ? "true" : null,
    "aria-keyshortcuts": index < 9 ? String(index + 1) : null,
    onclick: () => {
      if (open) below.length > 0 ? enter(service.service) : choose(service);
    },
  },
  element("span", { class: "letter", "aria-hidden": "true" }, service.prefix),
  element("span", { class: "name" }, serviceName(service)),
  element("span", { class: "detail" }, detail));
}
