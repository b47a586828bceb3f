// What is put right afterwards or for everybody: an entry reversed, interest for all accounts.

import { facts } from "../shared/cash.js";
import { element } from "../shared/dom.js";
import { openSteps } from "../shared/steps.js";
import { say } from "../shared/words.js";
import { branchDay } from "../shared/zone.js";
import { me } from "./me.js";

/** Which movements can be taken back; the branch judges anew. Pure. */
export function isReversible({ kind }) {
  return kind !== "reversal";
}

/** Takes an entry back, with a reason. `line` as `account.history` has it. */
export function reverseEntry(line, account, context) {
  const reason = element("input", { id: "reverse-reason", maxlength: 140, autocomplete: "off" });
  const lines = [
    [say("manager.numberShort"), String(line.sequence)],
    [say("atm.time"), context.time(line.at)],
    [say("atm.kind"), say(`atm.kinds.${line.kind}`)],
    [say("manager.counterparty"), String(line.counterparty)],
    line.memo ? [say("manager.memo"), line.memo] : null];
  const amount = context.money(line.amount, account.currency);
  const figure = () => element("p", { class: "figure" }, amount);
  return openSteps({
    title: say("corrections.reverse"), method: "ledger.reverse", by: me(), danger: true,
    currency: account.currency,
    form: {
      first: reason,
      place: element("div", { class: "stack" }, figure(), facts(lines), element("div", {},
        element("label", { for: reason.id }, say("manager.reason")), reason)),
      read() {
        const text = reason.value.trim();
        if (text !== "") return { reason: text };
        reason.focus();
        return say("shared.required");
      },
    },
    body: (values) => ({ sequence: line.sequence, reason: values.reason }),
    review: (values) => [figure(), facts([...lines, [say("manager.reason"), values.reason]]),
      element("p", { class: "sentence" }, say("corrections.reverseSentence", {
        amount: context.money(Math.abs(line.amount), account.currency),
        from: line.amount > 0 ? account.number : line.counterparty,
        to: line.amount > 0 ? line.counterparty : account.number }))],
    yes: () => say("corrections.reverseYes"),
    done: (receipt) => [element("p", { class: "notice go", role: "status" },
      say("corrections.reversed", { number: receipt.sequence }))],
  });
}

/** A percentage as the branch reads it, "2.5"; null where it is none. Pure. */
export function readRate(text) {
  const plain = text.trim().replace(",", ".").replace(/\s*%$/, "");
  return /^\d{1,3}(\.\d{1,6})?$/.test(plain) && /[1-9]/.test(plain) ? plain : null;
}

/** Interest to every customer's account, once for a period; without a rate what has accrued. */
export function interestForAll(context, now) {
  const field = (id, more) => element("input", { id, autocomplete: "off", ...more });
  const rate = field("interest-rate", { inputmode: "decimal", maxlength: 12 });
  const period = field("interest-period", {
    maxlength: 32, value: branchDay(now).day.slice(0, 7) });
  return openSteps({
    title: say("corrections.interestAll"), method: "ledger.addInterest", by: me(),
    currency: context.currency,
    form: {
      first: rate,
      place: element("div", { class: "stack" },
        element("p", { class: "muted" }, say("corrections.interestText")),
        element("div", { class: "two" },
          element("div", {}, element("label", { for: rate.id }, say("corrections.rate")), rate),
          element("div", {},
            element("label", { for: period.id }, say("corrections.period")), period))),
      read() {
        const percent = rate.value.trim() === "" ? undefined : readRate(rate.value);
        rate.setAttribute("aria-invalid", String(percent === null));
        if (percent === null) {
          rate.focus();
          return say("corrections.badRate");
        }
        if (period.value.trim() !== "") return { rate: percent, period: period.value.trim() };
        period.focus();
        return say("shared.required");
      },
    },
    body: (values) => ({ all: true, ...values }),
    review: (values) => [
      values.rate ? element("p", { class: "figure" }, `${values.rate} %`) : null,
      element("p", { class: "sentence" }, values.rate
        ? say("corrections.interestSentence", values)
        : say("corrections.accruedSentence", values))],
    yes: (values) => (values.rate ? say("corrections.interestYes", values)
      : say("corrections.accruedYes")),
    done: ({ job }) => [element("p", { class: "notice go", role: "status" },
      say("corrections.interestDone", { job }))],
  });
}
