// Cash in words: where it lies, what it consists of, what is too much or too little.

import { element } from "./dom.js";
import { moneyText } from "./money.js";
import { say } from "./words.js";

/** "Vault", "Drawer 2", "Cash machine 1". */
export function placeName(reference) {
  const [kind, ...rest] = String(reference).split(":");
  const name = rest.join(":");
  if (kind === "vault") return name ? say("cash.vaultIn", { currency: name }) : say("cash.vault");
  if (kind === "drawer") return say("cash.drawer", { name });
  if (kind === "atm") return say("cash.atm", { name });
  return String(reference);
}

/** "10 × $50.00, 3 × $20.00", the largest first. */
export function notesText(notes, currency) {
  return Object.entries(notes)
    .map(([value, count]) => [Number(value), count])
    .sort(([one], [other]) => other - one)
    .map(([value, count]) => `${count} × ${moneyText(value, currency)}`)
    .join(", ");
}

/** "$0.50 short"; `difference` is counted less expected. */
export function differenceText(difference, currency) {
  if (difference === 0) return say("cash.even");
  const amount = moneyText(Math.abs(difference), currency);
  return say(difference > 0 ? "cash.over" : "cash.short", { amount });
}

/** Expected, counted, and the difference in words. */
export function verdict({ expected, counted }, currency) {
  const difference = counted - expected;
  return element("div", { class: "stack verdict" },
    element("dl", { class: "facts" },
      element("dt", {}, say("cash.expected")),
      element("dd", { class: "sum", id: "expected" }, moneyText(expected, currency)),
      element("dt", {}, say("cash.counted")),
      element("dd", { class: "sum", id: "counted" }, moneyText(counted, currency)),
      element("dt", {}, say("cash.difference")),
      element("dd", { class: "sum" }, moneyText(difference, currency))),
    element("p", { class: `notice ${difference === 0 ? "go" : "wait"}`, id: "difference" },
      element("strong", {}, differenceText(difference, currency)),
      difference === 0 ? null : ` ${say("cash.differenceBooked")}`));
}

/** Words and what they stand for, side by side: `[[word, text], …]`. */
export function facts(lines) {
  return element("dl", { class: "facts" }, lines.filter(Boolean).flatMap(([word, text]) => [
    element("dt", {}, word), element("dd", {}, element("bdi", {}, text))]));
}
