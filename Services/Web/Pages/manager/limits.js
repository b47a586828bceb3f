// What an account may do: how far below zero, what stays in it, how much at once and in a day.

import { facts } from "../shared/cash.js";
import { element } from "../shared/dom.js";
import { decimals, decimalText, moneyText, readMoney } from "../shared/money.js";
import { openSteps } from "../shared/steps.js";
import { language, say } from "../shared/words.js";
import { me } from "./me.js";

const sums = ["overdraft", "minimum", "perTransaction", "dailyAmount"];
const all = [...sums, "dailyCount"];

/** A limit as people read it. */
function limitText(name, value, currency) {
  if (value === undefined || value === null) return say("limits.none");
  return name === "dailyCount" ? String(value) : moneyText(value, currency);
}

/** All five as words and texts, for a list. */
export function limitLines(limits, currency) {
  return all.map((name) => [say(`limits.${name}`), limitText(name, limits[name], currency)]);
}

/** The tile of an account's limits; none where the branch did not tell them. */
export function limitsTile({ limits, currency }) {
  if (!limits) return null;
  return element("div", { class: "card tile", id: "limits" },
    element("span", { class: "muted" }, say("limits.title")),
    facts(limitLines(limits, currency)));
}

/** Nothing, zero, or an amount; null where it is none of these. Pure. */
export function readLimit(text, currency, code = language()) {
  const plain = text.trim();
  if (plain === "") return undefined;
  if (/^0+([.,]0+)?$/.test(plain)) return 0;
  return readMoney(plain, currency, code);
}

/** Sets all five. Resolves to the account or null. */
export function setLimits(account) {
  const { currency } = account;
  const form = limitsForm(account.limits ?? {}, currency);
  return openSteps({
    title: say("limits.title"), method: "account.setLimits", by: me(), currency, form,
    body: (limits) => ({ account: account.number, limits }),
    review: (limits) => [
      element("p", {}, element("strong", {}, element("bdi", {}, account.name)), " · ",
        say("counter.money.accountNumber", { number: account.number })),
      facts(limitLines(limits, currency)),
      element("p", { class: "sentence" }, say("limits.replaced"))],
    yes: () => say("limits.yes"),
    done: (reply, limits) => [
      element("p", { class: "notice go", role: "status" }, say("limits.done")),
      facts(limitLines(limits, currency))],
  });
}

function limitsForm(limits, currency) {
  const places = decimals(currency);
  const start = (name) => {
    if (limits[name] === undefined || limits[name] === null) return "";
    if (name === "dailyCount") return String(limits[name]);
    const plain = decimalText(limits[name], places);
    // The mark between whole and part is the one that is read.
    const mark = new Intl.NumberFormat(language()).formatToParts(1.5)
      .find(({ type }) => type === "decimal").value;
    return plain.replace(".", mark);
  };
  const fields = Object.fromEntries(all.map((name) => [name, element("input", {
    id: `limit-${name}`, value: start(name), autocomplete: "off", maxlength: 24,
    inputmode: name === "dailyCount" ? "numeric" : "decimal" })]));
  const read = () => {
    const found = {};
    for (const name of all) {
      const text = fields[name].value;
      const isCount = name === "dailyCount";
      const value = !isCount ? readLimit(text, currency)
        : text.trim() === "" ? undefined : /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
      fields[name].setAttribute("aria-invalid", String(value === null));
      if (value === null) {
        fields[name].focus();
        return isCount ? say("limits.badCount")
          : say("shared.notAnAmount", { example: moneyText(12550, currency) });
      }
      if (value !== undefined) found[name] = value;
    }
    return found;
  };
  return {
    first: fields.overdraft, read,
    place: element("div", { class: "stack" },
      element("p", { class: "muted" }, say("limits.text")),
      element("div", { class: "two" }, all.map((name) => element("div", {},
        element("label", { for: `limit-${name}` }, say(`limits.${name}`)), fields[name])))),
  };
}
