// What is asked before a ticket goes elsewhere: where to, which place in line, why. Each asking
// is a step of its own, so that one stray key moves nobody.

import { element } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { say, serviceName } from "../shared/words.js";

const positions = ["arrival", "first", "last"];

/** A labelled choice; `options` are `[value, words]`. */
function choice(id, word, options) {
  const input = element("select", { id }, options.map(([value, words]) =>
    element("option", { value }, words)));
  return { input, line: element("div", {}, element("label", { for: id }, say(word)), input) };
}

/** A labelled text with suggestions that may be taken or not. */
function text(id, word, suggestions = []) {
  const list = `${id}-suggestions`;
  const input = element("input", { id, maxlength: 120, autocomplete: "off", list });
  return { input, line: element("div", {}, element("label", { for: id }, say(word)), input,
    element("datalist", { id: list }, suggestions.map((value) =>
      element("option", { value })))) };
}

/**
 * Asks in a dialog; resolves to what `read()` gives, or null where somebody gave up. A text from
 * `read()` says what is missing.
 */
function ask({ title, note, parts, yes, read, id }) {
  const giveBack = keepFocus("main");
  return new Promise((resolve) => {
    let answer = null;
    const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    const form = element("form", { class: "stack", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      const values = read();
      if (typeof values === "string") {
        problem.hidden = false;
        problem.textContent = values;
        return parts.at(-1).input.focus();
      }
      answer = values;
      dialog.close();
    } },
    element("h2", { id: `${id}-title` }, title), note ? element("p", {}, note) : null,
    ...parts.map(({ line }) => line), problem,
    element("div", { class: "row end" },
      element("button", { type: "button", class: "plain", onclick: () => dialog.close() },
        say("shared.back")),
      element("button", { type: "submit", class: "go", id: `${id}-yes` }, yes)));
    const dialog = element("dialog", { class: "step asking", id, "aria-labelledby": `${id}-title` },
      form);
    // A key that is held down answers nothing.
    dialog.addEventListener("keydown", (event) => {
      if (event.repeat && event.key === "Enter") event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    parts[0]?.input.focus();
  });
}

function positionChoice(id) {
  return choice(id, "counter.move.position", positions.map((value) =>
    [value, say(`counter.position.${value}`)]));
}

/** Where the counter's ticket goes: `{service?, toCounter?, position}`, or null. */
export function askTransfer(desk, services) {
  const { number, service } = desk.ticket;
  const to = choice("transfer-service", "counter.move.service", services.map((one) =>
    [one.service, serviceName(one)]));
  to.input.value = service;
  const others = desk.counters.filter(({ counter }) => counter !== desk.counter);
  const counter = choice("transfer-counter", "counter.move.counter", [
    ["", say("counter.move.anyCounter")],
    ...others.map((one) => [one.counter, say("counter.sign", { counter: one.counter })])]);
  const position = positionChoice("transfer-position");
  return ask({
    id: "transfer-dialog", title: say("counter.move.transferTitle", { number }),
    note: say("counter.move.transferText"), parts: [to, counter, position],
    yes: say("counter.act.transfer"),
    read() {
      const toCounter = counter.input.value;
      if (to.input.value === service && !toCounter) return say("counter.move.nowhere");
      return { service: to.input.value, ...(toCounter ? { toCounter } : {}),
        position: position.input.value };
    },
  });
}

/** Which place in line a ticket gets: `{ticket, position}`, or null. */
export function askPosition(ticket, method) {
  const position = positionChoice("place-position");
  const { number } = ticket;
  return ask({
    id: "place-dialog", title: say(`counter.move.${method}Title`, { number }),
    parts: [position], yes: say(`counter.act.${method}`),
    read: () => ({ ticket: ticket.ticket, position: position.input.value }),
  });
}

/** Why somebody is called before others: `{ticket, reason}`, or null. */
export function askOutOfTurn(ticket) {
  const { number } = ticket;
  const reason = text("call-reason", "counter.move.reason",
    ["elderly", "child", "unwell", "short"].map((key) => say(`counter.reason.${key}`)));
  return ask({
    id: "call-dialog", title: say("counter.move.callTitle", { number }),
    note: say("counter.move.callText"), parts: [reason], yes: say("counter.act.call"),
    read() {
      const words = reason.input.value.trim();
      return words ? { ticket: ticket.ticket, reason: words } : say("shared.required");
    },
  });
}

/** Why the counter pauses: `{reason?}`, or null. */
export function askPause(counter) {
  const reason = text("pause-reason", "counter.move.pauseReason",
    ["break", "lunch", "phone", "office"].map((key) => say(`counter.reason.${key}`)));
  return ask({
    id: "pause-dialog", title: say("counter.move.pauseTitle", { counter }),
    parts: [reason], yes: say("counter.act.pause"),
    read() {
      const words = reason.input.value.trim();
      return words ? { reason: words } : {};
    },
  });
}
