// Who has an appointment says that they have come: by its code, typed or read by a scanner.

import { call, NoAnswer } from "../shared/bus.js";
import { element } from "../shared/dom.js";
import { refusalText, say } from "../shared/words.js";
import { branchTime } from "../shared/zone.js";

/** Tickets that somebody who checks in again still has. */
const there = ["waiting", "called", "serving", "parked"];

/** The code of a link, or the code itself. Pure. */
export function codeOf(text) {
  return text.trim().split(/[?#]/)[0].replace(/\/+$/, "").split("/").pop();
}

/** The form; `onCode(text)` on each change, `check()` and `back()`. */
export function checkInScreen(state, { onCode, check, back }) {
  return element("form", {
    class: "check-in card", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      check();
    },
  },
  element("label", { for: "code" }, say("kiosk.code")),
  element("input", {
    id: "code", "data-key": "code", autocomplete: "off", autocapitalize: "off",
    spellcheck: "false", maxlength: 200, value: state.code,
    oninput: (event) => onCode(event.target.value),
  }),
  element("div", { class: "row" },
    element("button", { type: "button", class: "plain", "data-key": "back", onclick: back },
      say("shared.back")),
    element("button", {
      type: "submit", class: "go", "data-key": "check", "aria-busy": state.busy ? "true" : null,
    }, say("kiosk.checkIn"))));
}

/** Checks in: `{ticket}`, or `{problem, isOpen}` in words. */
export async function checkIn(code, intent) {
  try {
    return { ticket: await intent.send({ appointment: code }) };
  } catch (error) {
    if (error instanceof NoAnswer) return { problem: say("shared.unknown"), isOpen: true };
    if (["ticket_not_found", "malformed"].includes(error.code)) {
      return { problem: say("kiosk.noAppointment") };
    }
    const found = error.code === "ticket_state" && await known(code);
    if (found && there.includes(found.state)) return { ticket: found };
    if (found?.state === "booked") {
      const time = branchTime(found.at, {
        dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
      return { problem: say("kiosk.tooEarly", { time }) };
    }
    return { problem: refusalText(error), isOpen: error.retry === "same_id" };
  }
}

async function known(code) {
  return call("queue.ticket", { ticket: code }).catch(() => null);
}
