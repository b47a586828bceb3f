// The branch's own time: what the clock on its wall shows, wherever the browser stands.

import { language } from "./words.js";

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const day = 86_400_000;

/** The branch's IANA zone; until it has said so, this browser's own. */
let zone;

/** Set by `who()`. */
export function useZone(name) {
  zone = name;
}

/** A moment by the branch's clock: `options` as `Intl.DateTimeFormat` takes them. */
export function branchTime(at, options, locale = language()) {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(at);
}

/** "09:30" */
export function clockText(at) {
  return branchTime(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** A moment's date and time of day there: `{day: "2026-11-21", clock: "09:30"}`. */
export function branchDay(at) {
  const parts = new Intl.DateTimeFormat("en", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23", timeZone: zone,
  }).formatToParts(at);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return { day: `${part.year}-${part.month}-${part.day}`, clock: `${part.hour}:${part.minute}` };
}

/** Whether a text is a day as a date field has it: "2026-11-21". Pure. */
export function isDay(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The day so many days later. Pure. */
export function dayAfter(text, days = 1) {
  return new Date(Date.parse(text) + days * day).toISOString().slice(0, 10);
}

/** How many days from one to another. Pure. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / day);
}

/** "sat". Pure. */
export function weekdayOf(text) {
  return weekdays[new Date(text).getUTCDay()];
}

/** A day in words, by `Intl.DateTimeFormat`'s options. */
export function dayText(text, options) {
  return new Intl.DateTimeFormat(language(), { ...options, timeZone: "UTC" })
    .format(Date.parse(text));
}

/** A day's first moment there, Unix milliseconds. */
export function dayBegins(text) {
  const wanted = Date.parse(text);
  // What the wall shows at a moment, as if it were UTC; the zone may change in between.
  const shown = (at) => {
    const local = branchDay(at);
    return Date.parse(`${local.day}T${local.clock}Z`);
  };
  const guess = wanted - (shown(wanted) - wanted);
  return guess - (shown(guess) - wanted);
}
