// The keyboard of a teller, and what a hand does by accident: a second click, a key held down.

import { element, show } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { say } from "../shared/words.js";
import { remember, remembered } from "./memory.js";

/** Which key presses which button; letters by what they print, else by where they are. */
export const shortcuts = {
  "act-next": "n", "act-start": "s", "act-recall": "r", "act-done": "d", "act-hold": "h",
  "act-noShow": "x", "act-again": "g", "pause": "p", "leave": "c", "find-text": "f",
  "do-deposit": "i", "do-withdraw": "o", "do-transfer": "t", "do-print": "e", "register": "w",
  "drawer": "m", "do-statement": "a", "act-transfer": "v", "act-requeue": "q", "ended": "u",
  "why-summary": "y", "help": "?",
};

/** The key as it is shown on a button. */
export function keyHint(id) {
  const key = shortcuts[id];
  return key ? element("kbd", { "aria-hidden": "true" }, key.toUpperCase()) : null;
}

/** What goes with a button: its key, for assistive technology. */
export function keyNames(id) {
  const key = shortcuts[id];
  return key ? `${key === "?" ? "?" : `${key.toUpperCase()} Alt+${key.toUpperCase()}`}` : null;
}

/** Which shortcut an event means: its button's id, or null. Pure. */
export function shortcutOf(event, { inField, singleKeys }) {
  if (event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return null;
  const help = event.key === "?";
  if (!event.altKey && (inField || (!singleKeys && !help))) return null;
  const printed = event.key.toLowerCase();
  const latin = /^[a-z?]$/.test(printed);
  const placed = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : null;
  const key = latin ? printed : placed;
  return Object.keys(shortcuts).find((id) => shortcuts[id] === key) ?? null;
}

/** Begins to listen. */
export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.repeat && target.closest?.("button") && ["Enter", " "].includes(event.key)) {
      return event.preventDefault();
    }
    const inField = target.matches?.("input, select, textarea, [contenteditable]") ?? false;
    const singleKeys = remembered().keys !== false;
    const id = shortcutOf(event, { inField, singleKeys });
    const found = id && document.getElementById(id);
    if (!found || !canBeReached(found)) return;
    event.preventDefault();
    if (found.matches("input")) {
      found.focus();
      found.select();
    } else if (found.getAttribute("aria-disabled") !== "true") {
      found.click();
    }
  });
  // The second click of a double click never presses anything.
  document.addEventListener("click", (event) => {
    if (event.detail < 2 || !event.target.closest?.("button")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
}

/** Visible, and not behind an open dialog. */
function canBeReached(found) {
  if (found.disabled || found.closest("[hidden]") || found.offsetParent === null) return false;
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  return dialogs.length === 0 || dialogs.at(-1).contains(found);
}

/** What the keys are. */
export function showHelp() {
  if (document.getElementById("help-dialog")) return;
  const giveBack = keepFocus("main");
  const rows = Object.keys(shortcuts)
    .filter((id) => document.getElementById(id) || id.startsWith("do-"))
    .filter((id) => !document.getElementById(id)?.closest("#money[hidden]"))
    .filter((id) => !id.startsWith("do-") || !document.querySelector("#money[hidden]"))
    .map((id) => element("div", {},
      element("dt", {}, element("kbd", {}, shortcuts[id].toUpperCase())),
      element("dd", {}, say(`counter.keys.${id}`))));
  const single = element("input", {
    type: "checkbox", id: "single-keys", checked: remembered().keys !== false,
    onchange: (event) => remember({ keys: event.target.checked }),
  });
  const dialog = element("dialog", {
    class: "step help", id: "help-dialog", "aria-labelledby": "help-title",
  });
  show(dialog,
    element("h2", { id: "help-title" }, say("counter.keys.title")),
    element("p", { class: "muted" }, say("counter.keys.text")),
    element("dl", { class: "keys" }, rows),
    element("label", { class: "check" }, single, say("counter.keys.single")),
    element("div", { class: "row end" },
      element("button", { onclick: () => dialog.close() }, say("shared.close"))));
  dialog.addEventListener("close", () => {
    dialog.remove();
    giveBack();
  });
  document.body.append(dialog);
  dialog.showModal();
}
