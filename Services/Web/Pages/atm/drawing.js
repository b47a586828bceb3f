// What a state looks like. Reads the session, changes nothing but the page.

import { element, show } from "../shared/dom.js";
import { decimalText, decimals, moneyText } from "../shared/money.js";
import { refusalText, say } from "../shared/words.js";
import { branchTime } from "../shared/zone.js";
import { screenOf } from "./session.js";

/** Seconds left at which the machine begins to count aloud. */
const countFrom = 10;

/** The screen's contents; `onText` hears what is typed into a field. */
export function screenParts(state, { onText }) {
  const screen = screenOf(state);
  const parts = [head(state, screen)];
  for (const [name, key] of Object.entries(screen.keys ?? {})) {
    if (key) parts.push(option(state, name, key));
  }
  const middle = middleParts(state, screen, onText).filter(Boolean);
  if (middle.length > 0) {
    // What may have to be scrolled can be reached by keys.
    const kind = `middle ${screen.middle ?? ""}`;
    parts.push(element("div", { class: kind, tabindex: screen.entry ? null : "0" }, ...middle));
  }
  return parts;
}

function head(state, screen) {
  return element("div", { class: "head" },
    element("h2", {}, say(screen.title, filled(screen.values, state))),
    screen.line ? element("p", { class: "line" },
      say(screen.line, filled(screen.lineValues, state))) : null);
}

function option(state, name, key) {
  const side = name[0] === "L" ? "left" : "right";
  return element("p", {
    class: `option ${side} row${name[1]}${key.go ? " go" : ""}`, "data-option": name,
  }, keyText(state, key));
}

/** What a side key does, in words. */
export function keyText(state, key) {
  if (key.text) return key.text;
  if (key.money !== undefined) return moneyText(key.money, state.here.currency);
  return say(key.word, filled(key.values, state));
}

/** Amounts among the values become text; everything else stays as it is. */
function filled(values, state) {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) =>
    [name, value?.money === undefined ? value : moneyText(value.money, state.here.currency)]));
}

function middleParts(state, screen, onText) {
  const made = {
    waiting: () => element("span", { class: "waiting", "aria-hidden": "true" }),
    pair: () => element("a", { href: "/pair", class: "button" }, say("home.pair")),
    secret: () => facts([
      ["shared.account", state.data.account], ["atm.pin", state.data.secret]], "big"),
    transfer: () => null,
    receipt: () => slip(state),
    balance: () => facts([
      ["shared.balance", money(state, state.data.balance)],
      ["shared.available", money(state, state.data.available)]], "big"),
    movements: () => movements(state),
    details: () => facts([
      ["atm.name", state.data.name], ["shared.user", state.data.user],
      ["atm.phone", state.data.phone ?? "–"], ["atm.email", state.data.email ?? "–"],
      ["shared.account", state.data.accounts?.join(", ")]]),
    complaint: () => null,
  }[screen.middle]?.();
  return [entry(state, screen, onText), made, complaint(state), seconds(state, screen)];
}

function entry(state, screen, onText) {
  if (!screen.entry) return null;
  if (screen.entry === "text") {
    const field = element("input", {
      class: "entry", id: "typed", "data-key": "typed", value: state.entry, maxlength: "80",
      autocomplete: "off", "aria-label": say(screen.title),
    });
    field.addEventListener("input", () => onText(field.value));
    return field;
  }
  return element("p", { class: "entry", id: "typed", role: "status" }, entryText(state, screen));
}

function entryText(state, screen) {
  if (screen.entry === "pin") return "●".repeat(state.entry.length) || " ";
  if (screen.entry === "amount") return money(state, Number(state.entry || "0"));
  if (screen.entry === "whole") {
    return money(state, Number(state.entry || "0") * 10 ** decimals(state.here.currency));
  }
  return state.entry || " ";
}

function money(state, amount) {
  return moneyText(amount, state.here.currency);
}

function complaint(state) {
  const error = state.complaint;
  if (!error) return null;
  const text = error.word ? say(error.word, filled(error.values, state)) : refusalText(error);
  return element("p", { class: "complaint", role: "alert" }, text);
}

function seconds(state, screen) {
  if (screen.timed === false || state.left > countFrom) return null;
  return element("p", { class: "left-seconds", role: "timer" },
    say("atm.secondsLeft", { n: state.left }));
}

function facts(rows, kind = "") {
  return element("dl", { class: `facts ${kind === "big" ? "large" : ""}` },
    ...rows.flatMap(([word, value]) => [
      element("dt", {}, say(word)), element("dd", {}, String(value ?? ""))]));
}

/** The receipt as a slip of paper. */
export function slip(state) {
  const { receipt } = state.data;
  const places = decimals(receipt.currency);
  const time = branchTime(receipt.at, { dateStyle: "medium", timeStyle: "medium" });
  return element("section", { class: "slip" },
    element("h3", {}, say(`atm.kinds.${receipt.kind}`)),
    facts([
      ["shared.amount", `${decimalText(receipt.amount, places)} ${receipt.currency}`],
      ["shared.account", receipt.account],
      ...(receipt.to === undefined ? [] : [["atm.to", receipt.to]]),
      ["shared.balance", `${decimalText(receipt.balance, places)} ${receipt.currency}`],
      ["atm.number", receipt.sequence], ["atm.time", time], ["atm.proof", receipt.chain]]));
}

function movements(state) {
  const { entries } = state.data;
  if (entries.length === 0) return element("p", {}, say("atm.noMovements"));
  const time = (at) => branchTime(at, {
    day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return element("table", {},
    element("thead", {}, element("tr", {},
      ...["atm.time", "atm.kind", "shared.amount", "shared.balance"].map((word) =>
        element("th", { scope: "col" }, say(word))))),
    element("tbody", {}, ...entries.map((line) => element("tr", {},
      element("td", {}, time(line.at)),
      element("td", {}, say(`atm.kinds.${line.kind}`)),
      element("td", { class: "sum" }, money(state, line.amount)),
      element("td", { class: "sum" }, money(state, line.balance))))));
}

/** The notes in the slot; nothing where there are none. */
export function drawCash(slot, notes, currency) {
  slot.hidden = !notes;
  if (!notes) return show(slot);
  const each = notes.flatMap(({ note, count }, kind) =>
    Array.from({ length: Math.min(count, 12) }, () => ({ note, kind })));
  const total = notes.reduce((sum, { note, count }) => sum + note * count, 0);
  slot.setAttribute("aria-label", notes.map(({ note, count }) =>
    `${count} × ${moneyText(note, currency)}`).join(", "));
  slot.dataset.total = String(total);
  show(slot, ...each.slice(0, 18).map(({ note, kind }) =>
    element("span", { class: `note n${kind % 4}` }, moneyText(note, currency))));
}
