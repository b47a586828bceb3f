// When a service is open: its hours by date or weekday, and when it opens next.

import { language, say } from "./words.js";

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

function two(number) {
  return String(number).padStart(2, "0");
}

/** `["09:00-13:30"]` of a day; a date comes before its weekday. Pure. */
export function spansOn(service, date) {
  const name = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return service.hours?.[name] ?? service.hours?.[weekdays[date.getDay()]] ?? [];
}

/** When it opens next, `{date, time, days}`, or null where no hours say so. Pure. */
export function nextOpening(service, at) {
  for (let days = 0; days <= 14; days += 1) {
    const date = new Date(at);
    const clock = days === 0 ? `${two(date.getHours())}:${two(date.getMinutes())}` : "";
    date.setDate(date.getDate() + days);
    const span = spansOn(service, date).find((one) => one.split("-")[0] > clock);
    if (span) return { date, time: span.split("-")[0], days };
  }
  return null;
}

/** "09:00–13:30, 16:00–18:00" of today, or null. */
export function hoursText(service, at) {
  const spans = spansOn(service, new Date(at));
  return spans.length === 0 ? null : spans.map((span) => span.replace("-", "–")).join(", ");
}

/** "Opens on Monday at 09:00", or null where nothing says so. */
export function opensText(service, at) {
  const next = nextOpening(service, at);
  if (!next) return null;
  if (next.days === 0) return say("shared.opensAt", { time: next.time });
  const day = new Intl.DateTimeFormat(language(), next.days < 7
    ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" }).format(next.date);
  return say("shared.opensOn", { day, time: next.time });
}
