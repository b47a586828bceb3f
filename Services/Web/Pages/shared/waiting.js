// What was asked for and needs a second person: nothing went wrong, it only waits.

import { element } from "./dom.js";
import { say } from "./words.js";

/** Whether a refusal only says that somebody else has to approve it. */
export function isWaiting(error) {
  return error.code === "approval_required";
}

/** "It waits for a supervisor, number 4715", calm. */
export function waitingNotice(error) {
  return element("div", { class: "notice stack waits", role: "status", tabindex: "-1" },
    element("strong", {}, say("approvals.waits", { number: error.details?.approval ?? "–" })),
    element("p", {}, say("approvals.waitsText")));
}
