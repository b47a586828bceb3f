// What was sent in steps and has no answer yet, also from before a reload: it stands where its
// maker sees it, and is asked for again with its own id.

import { element, show } from "./dom.js";
import { Intent } from "./intent.js";
import { isWaiting, waitingNotice } from "./waiting.js";
import { refusalText, say } from "./words.js";

/** What was sent by this person in steps, oldest first. */
export function doubtsOf(person) {
  return Intent.unfinished().filter(({ about }) => about.title && about.by === person);
}

/** Fills `place`; `onDone()` after what was asked for again is done. */
export function showDoubts(place, person, onDone) {
  show(place, doubtsOf(person).map((intent) => row(intent, onDone)));
}

function row(intent, onDone) {
  const problem = element("p", { hidden: true });
  const line = element("li", { class: "notice wait stack", role: "alert" },
    element("strong", {}, `${say("counter.money.notKnown")}: ${intent.about.title}`),
    element("p", {}, say("shared.unknown")), problem);
  const button = element("button", {
    type: "button", class: "plain doubt-again", onclick: async () => {
      if (button.getAttribute("aria-busy") === "true") return;
      button.setAttribute("aria-busy", "true");
      try {
        await intent.sendAgain();
        line.remove();
        onDone();
      } catch (error) {
        // The verdict stays to be read.
        if (isWaiting(error)) return show(line, waitingNotice(error));
        problem.hidden = false;
        problem.textContent = refusalText(error);
        if (!intent.isOpen) button.remove();
      } finally {
        button.removeAttribute("aria-busy");
      }
    },
  }, say("shared.askAgain"));
  line.append(element("div", { class: "row" }, button));
  return line;
}
