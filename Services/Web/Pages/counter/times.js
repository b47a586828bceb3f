// Times of the branch as people write them where this browser stands, in the language in use.

import { language, say } from "../shared/words.js";
import { branchTime } from "../shared/zone.js";

/** `en-GB` where the browser says so and the page speaks English. */
function locale() {
  return navigator.languages.find((code) => code.split("-")[0] === language()) ?? language();
}

/** A time by `Intl.DateTimeFormat`'s styles: `{timeStyle: "short"}`. */
export function timeText(milliseconds, style) {
  return branchTime(milliseconds, style, locale());
}

/** How long, as a person says it: "3 min", "1 h 20 min". */
export function lengthText(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 1) return say("counter.time.now");
  if (minutes < 60) return say("counter.time.minutes", { n: minutes });
  const rest = String(minutes % 60).padStart(2, "0");
  return say("counter.time.hours", { hours: Math.floor(minutes / 60), minutes: rest });
}
