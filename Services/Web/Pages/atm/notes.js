// Banknotes: which there are, and how an amount is paid out. Pure; amounts in minor units.

import { decimals } from "../shared/money.js";

/** The notes in the machine, largest first, in minor units. */
export function denominations(currency) {
  const places = decimals(currency);
  const whole = places === 0 ? [10000, 5000, 1000] : places === 3 ? [20, 10, 5, 1]
    : [100, 50, 20, 10];
  return whole.map((note) => note * 10 ** places);
}

/** The smallest amount that can be paid out; every amount is a multiple of it. */
export function smallestNote(currency) {
  return denominations(currency).at(-1);
}

/** The amounts that have a key of their own. */
export function quickAmounts(currency) {
  return [2, 4, 5, 10, 20, 30].map((times) => times * smallestNote(currency));
}

/** Notes as a receipt has them, largest first; null where the bank does not know its notes. */
export function notesOf(given) {
  if (!given) return null;
  return Object.entries(given).map(([note, count]) => ({ note: Number(note), count }))
    .sort((a, b) => b.note - a.note);
}

/** Notes for an amount, largest first; null where it cannot be paid out in notes. */
export function notesFor(amount, currency) {
  const notes = [];
  let rest = amount;
  for (const note of denominations(currency)) {
    const count = Math.floor(rest / note);
    if (count > 0) notes.push({ note, count });
    rest -= count * note;
  }
  return rest === 0 && amount > 0 ? notes : null;
}
