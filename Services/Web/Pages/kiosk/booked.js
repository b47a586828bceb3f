// An appointment that was made, on the screen and on paper: its time, and the code that is its key.

import { element } from "../shared/dom.js";
import { say, serviceName } from "../shared/words.js";
import { countDown } from "./ticket.js";

/** What the person sees, and takes along on a phone. */
export function bookedScreen(state, { done, more, print }) {
  const { made, service, timeText } = state.booking;
  const screen = element("section", { class: "ticket card", "aria-label": say("kiosk.booked") },
    element("p", { class: "caption" }, say("kiosk.booked")),
    element("p", { class: "time" }, timeText),
    element("p", { class: "where" }, serviceName(service)),
    element("div", { class: "follow" },
      element("img", { src: `/t/${made.appointment}/qr.svg`, alt: say("kiosk.bookedQR") }),
      element("p", {}, say("kiosk.bookedText"))),
    element("p", { class: "facts" }, say("kiosk.code"), ": ",
      element("code", { class: "code" }, made.appointment)),
    element("div", { class: "row" },
      element("button", { class: "plain", type: "button", onclick: print }, say("shared.print")),
      element("button", { class: "plain", type: "button", onclick: more }, say("kiosk.more")),
      element("button", { class: "go", type: "button", "data-left": "", onclick: done })),
    element("div", { class: "countdown", "aria-hidden": "true" }, element("i")));
  countDown(screen, state);
  return screen;
}

/** The same on paper of 80 mm. */
export function bookedPaper(state) {
  const { made, service, timeText } = state.booking;
  return element("section", { class: "paper", "aria-hidden": "true" },
    element("p", {}, say("kiosk.welcome", { branch: state.branch })),
    element("p", { class: "time" }, timeText),
    element("p", {}, serviceName(service)),
    element("img", { src: `/t/${made.appointment}/qr.svg`, alt: "" }),
    element("p", {}, made.appointment));
}
