// When a service is open: its hours by date or weekday, and when it opens next.

import { say } from "./words.js";
import { branchDay, dayAfter, dayText, weekdayOf } from "./zone.js";

/** `["09:00-13:30"]` of a day; a date comes before its weekday. Pure. */
export function spansOn(service, day) {
  return service.hours?.[day] ?? service.hours?.[weekdayOf(day)] ?? [];
}

/** When it opens next, `{day, time, days}`, or null where no hours say so. */
function nextOpening(service, at) {
  const today = branchDay(at);
  for (let days = 0; days <= 14; days += 1) {
    const day = dayAfter(today.day, days);
    const clock = days === 0 ? today.clock : "";
    const span = spansOn(service, day).find((one) => one.split("-")[0] > clock);
    if (span) return { day, time: span.split("-")[0], days };
  }
  return null;
}

/** "09:00–13:30, 16:00–18:00" of today, or null. */
export function hoursText(service, at) {
  const spans = spansOn(service, branchDay(at).day);
  return spans.length === 0 ? null : spans.map((span) => span.replace("-", "–")).join(", ");
}

/** "Opens on Monday at 09:00", or null where nothing says so. */
export function opensText(service, at) {
  const next = nextOpening(service, at);
  if (!next) return null;
  if (next.days === 0) return say("shared.opensAt", { time: next.time });
  const day = dayText(next.day, next.days < 7
    ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" });
  return say("shared.opensOn", { day, time: next.time });
}
