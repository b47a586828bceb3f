// Notes and coins: which there are in a currency, what they come to, exactly. Pure; a value is
// a whole number of minor units everywhere.

import { decimals } from "./money.js";

/** Most of one kind that can be counted at once. */
export const mostOfAKind = 1_000_000;

/** By currency, as people write them: notes, then coins, the largest first. */
const table = {
  ARS: ["20000 10000 2000 1000 500 200 100 50 20 10", "10 5 2 1"],
  AUD: ["100 50 20 10 5", "2 1 0.50 0.20 0.10 0.05"],
  BRL: ["200 100 50 20 10 5 2", "1 0.50 0.25 0.10 0.05"],
  CAD: ["100 50 20 10 5", "2 1 0.25 0.10 0.05"],
  CHF: ["1000 200 100 50 20 10", "5 2 1 0.50 0.20 0.10 0.05"],
  CLP: ["20000 10000 5000 2000 1000", "500 100 50 10"],
  CNY: ["100 50 20 10 5 1", "0.50 0.10"],
  COP: ["100000 50000 20000 10000 5000 2000", "1000 500 200 100 50"],
  EUR: ["500 200 100 50 20 10 5", "2 1 0.50 0.20 0.10 0.05 0.02 0.01"],
  GBP: ["50 20 10 5", "2 1 0.50 0.20 0.10 0.05 0.02 0.01"],
  INR: ["500 200 100 50 20 10", "5 2 1"],
  JPY: ["10000 5000 2000 1000", "500 100 50 10 5 1"],
  KWD: ["20 10 5 1 0.500 0.250", "0.100 0.050 0.020 0.010 0.005"],
  MXN: ["1000 500 200 100 50 20", "10 5 2 1 0.50"],
  PEN: ["200 100 50 20 10", "5 2 1 0.50 0.20 0.10"],
  USD: ["100 50 20 10 5 2 1", "0.50 0.25 0.10 0.05 0.01"],
};

/** A currency that is not in the table has what most have. */
const others = {
  0: ["10000 5000 1000", "500 100 50 10 5 1"],
  2: ["200 100 50 20 10 5", "2 1 0.50 0.20 0.10 0.05 0.02 0.01"],
  3: ["50 20 10 5 1", "0.500 0.100 0.050 0.025 0.010 0.005 0.001"],
};

/** "0.25" with two places as 25. */
export function minorUnits(text, places) {
  const [whole, part = ""] = text.split(".");
  return Number(whole + part.padEnd(places, "0"));
}

/** `{notes, coins}`: the values of each, the largest first. */
export function denominations(currency) {
  const places = decimals(currency);
  const [notes, coins] = (table[currency] ?? others[places] ?? others[2])
    .map((texts) => texts.split(" ").map((text) => minorUnits(text, places)));
  return { notes, coins: coins.filter((value) => !notes.includes(value)) };
}

/** How many, out of what was typed: nothing is none; null where it is no such number. */
export function readCount(text) {
  const digits = text.trim();
  if (digits === "") return 0;
  if (!/^\d{1,7}$/.test(digits)) return null;
  const count = Number(digits);
  return count <= mostOfAKind ? count : null;
}

/** What notes come to: `{"5000": 3}` is 15000. */
export function worth(notes) {
  return Object.entries(notes).reduce((sum, [value, count]) => sum + Number(value) * count, 0);
}
