// The ticket, on the screen and on paper.

import { element, setText } from "../shared/dom.js";
import { estimateText } from "../shared/estimate.js";
import { say, serviceName } from "../shared/words.js";
import { branchTime } from "../shared/zone.js";

/** What the person sees: number, place in line, how long, and how to follow it. */
export function ticketScreen(state, { done, more, print }) {
  const { ticket } = state;
  const estimate = estimateText(ticket);
  const screen = element("section", { class: "ticket card", "aria-label": say("shared.ticket") },
    element("p", { class: "caption" }, say("kiosk.yourNumber")),
    element("p", { class: "number" }, ticket.number),
    element("p", { class: "where" }, serviceName(state.service)),
    element("p", { class: "facts" }, position(ticket), estimate ? ` · ${estimate}` : ""),
    element("div", { class: "follow" },
      element("img", { src: `/t/${ticket.ticket}/qr.svg`, alt: say("kiosk.qr") }),
      element("p", {}, say("kiosk.follow"))),
    element("p", { class: "facts muted" }, say("kiosk.please")),
    element("div", { class: "row" },
      element("button", { class: "plain", type: "button", onclick: print }, say("shared.print")),
      element("button", { class: "plain", type: "button", onclick: more }, say("kiosk.more")),
      element("button", { class: "go", type: "button", "data-left": "", onclick: done })),
    element("div", { class: "countdown", "aria-hidden": "true" }, element("i")));
  countDown(screen, state);
  return [screen];
}

/** How long it stays, without drawing the rest anew. */
export function countDown(screen, state) {
  setText(screen.querySelector("[data-left]"), say("kiosk.done", { n: state.left }));
  screen.querySelector(".countdown").style.setProperty("--left", Math.min(1, state.left / 20));
}

/** The same on paper of 80 mm. */
export function paper(state) {
  const { ticket } = state;
  const time = branchTime(ticket.issued, { dateStyle: "medium", timeStyle: "short" });
  return element("section", { class: "paper", "aria-hidden": "true" },
    element("p", {}, say("kiosk.welcome", { branch: state.branch })),
    element("p", { class: "number" }, ticket.number),
    element("p", {}, serviceName(state.service)),
    element("p", {}, position(ticket)),
    element("p", {}, time),
    element("img", { src: `/t/${ticket.ticket}/qr.svg`, alt: "" }),
    element("p", {}, say("kiosk.please")));
}

function position(ticket) {
  const before = Math.max(0, (ticket.position ?? 1) - 1);
  return before === 0 ? say("kiosk.first") : say("kiosk.before", { n: before });
}
