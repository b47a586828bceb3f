// How long somebody is likely to wait still, in words.

import { say } from "./words.js";

/** "4 to 9 minutes", "about 4 minutes", or null where the branch has no estimate yet. */
export function estimateText(ticket) {
  if (!ticket.estimate) return null;
  const from = Math.round(ticket.estimate.p50 / 60);
  const to = Math.ceil(ticket.estimate.p90 / 60);
  if (to <= 1) return say("shared.lessThanMinute");
  if (to <= from) return say("shared.minutes", { n: from });
  return from < 1 ? say("shared.upTo", { n: to }) : say("shared.fromTo", { from, n: to });
}
