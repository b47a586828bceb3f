// A receipt: what the branch wrote down, large, and on paper.

import { element, show } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { moneyText } from "../shared/money.js";
import { say } from "../shared/words.js";
import { keyHint, keyNames } from "./keys.js";
import { timeText } from "./times.js";

/** The lines of a receipt as `[word, text]`. Pure but for the words. */
export function linesOf({ receipt, about, context }) {
  const { currency } = receipt;
  const of = (number, name) => (name ? `${number} · ${name}` : String(number));
  const lines = [
    ["counter.receipt.at", timeText(receipt.at, { dateStyle: "long", timeStyle: "medium" })],
    [receipt.to === undefined ? "shared.account" : "counter.money.from",
      of(receipt.account, about.name)],
  ];
  if (receipt.to !== undefined) lines.push(["counter.money.to", of(receipt.to, about.toName)]);
  lines.push(
    ["counter.receipt.balance", moneyText(receipt.balance, currency)],
    ["shared.available", moneyText(receipt.available, currency)],
    ["counter.receipt.teller", context.person.name],
    ["counter.receipt.number", `${receipt.sequence} · ${receipt.chain}`]);
  return lines;
}

/** Shows it. `about`: `{name, toName}`; `context`: `{branch, person}`. */
export function showReceipt({ receipt, about, context }) {
  const giveBack = keepFocus("find-text");
  const dialog = element("dialog", {
    class: "step receipt paper", id: "receipt", "aria-labelledby": "receipt-title" });
  const done = element("button", { class: "go", id: "receipt-done",
    onclick: () => dialog.close() }, say("shared.ok"));
  show(dialog,
    element("p", { class: "letterhead" }, say("counter.receipt.branch", {
      branch: context.branch })),
    element("h2", { id: "receipt-title" }, say(`counter.receipt.${receipt.kind}`)),
    element("p", { class: "figure", id: "receipt-amount" },
      moneyText(receipt.amount, receipt.currency)),
    element("dl", { class: "review" }, linesOf({ receipt, about, context }).flatMap(
      ([word, text]) => [element("dt", {}, say(word)),
        element("dd", {}, element("bdi", {}, text))])),
    element("div", { class: "row end no-print" },
      element("button", { class: "plain", id: "do-print", onclick: () => window.print(),
        "aria-keyshortcuts": keyNames("do-print") },
      say("shared.print"), keyHint("do-print")),
      done));
  dialog.addEventListener("close", () => {
    dialog.remove();
    giveBack();
  });
  document.body.append(dialog);
  dialog.showModal();
  done.focus();
}
