// Cash out of the machine: held at the branch, given, confirmed; or held and let go of. What was
// given is the machine's own word, so that it can say it when the customer has gone.

import { call, newID, NoAnswer, now, Refused } from "../shared/bus.js";
import { notesFor, notesOf } from "./notes.js";
import { forget, keep, left, rest } from "./unsettled.js";
import * as sounds from "./sounds.js";

/** How long the branch holds the money; with less left nothing is given. In milliseconds. */
const holdFor = 120_000;
const leastLeft = 20_000;
/** How long an answer to the hold is waited for. */
const holdPatience = 6000;
/** How long one row of attempts to settle lasts, and all of them. */
const patience = 5000;
const longest = 120_000;
/** What is said of who asks or when is no verdict on what was asked. */
const aboutTheAsker = ["session_expired", "not_permitted", "id_from_future"];

/** For trying what happens: `?fault=jam` lets no notes out. */
const isJammed = new URLSearchParams(location.search).get("fault") === "jam";

/** Something that the person at the machine is told in words of its own. */
class Told extends Error {
  constructor(word) {
    super(word);
    this.word = word;
  }
}

/**
 * Gives an amount. `onNotes(notes)` is called when the notes come out, `onSilence()` whenever the
 * branch does not answer. Gives `{receipt, notes}`; throws `Refused`, `NoAnswer` or something
 * with a `word`, and then nothing was given, unless the branch refuses what it held.
 */
export async function dispense({ account, amount, currency, customer }, { onNotes, onSilence }) {
  const until = now() + holdFor;
  const entry = {
    hold: newID(), capture: null, release: null, account, amount, currency, customer,
    notes: null,
  };
  const held = await hold(entry, until, onSilence);
  if (until - now() < leastLeft) return reverse(entry, new Told("atm.holdTooLate"), onSilence);
  entry.notes = notesOf(held.notes) ?? notesFor(amount, currency);
  if (!entry.notes) return reverse(entry, new Told("atm.cannotDispense"), onSilence);
  entry.capture = newID();
  try {
    keep(entry);
    if (isJammed) throw new Error("jammed");
  } catch {
    entry.capture = null;
    return reverse(entry, new Told("atm.cannotDispense"), onSilence);
  }
  sounds.cash();
  onNotes(entry.notes);
  return { receipt: await settle(entry, onSilence), notes: entry.notes };
}

/**
 * Settles what a crash, a reload or a silent branch left: confirms what may have been given,
 * lets go of what was not. Gives `{receipt, notes, customer, isOwn}` of each that was confirmed.
 */
export async function finishLeft(onSilence = () => {}) {
  const confirmed = [];
  for (const entry of left()) {
    try {
      const receipt = await settle(entry, onSilence, { insists: false });
      if (entry.capture) confirmed.push({ ...entry, receipt });
    } catch {
      // It stays on the shelf, or the branch has the last word.
    }
  }
  return confirmed;
}

/** Reserves the money; where that is in doubt, it is let go of. */
async function hold(entry, until, onSilence) {
  try {
    keep(entry);
  } catch {
    throw new Told("atm.cannotDispense");
  }
  sounds.waiting();
  const { account, amount } = entry;
  try {
    return await call(
      "ledger.hold", { account, amount, until }, { id: entry.hold, patience: holdPatience });
  } catch (error) {
    const isVerdict = error instanceof Refused && !error.silent && error.retry !== "same_id";
    if (isVerdict) {
      forget(entry);
      throw error;
    }
    return reverse(entry, new Told("atm.holdTooLate"), onSilence);
  }
}

/** Lets go of a hold, whether its request arrived, will arrive or never does; then throws. */
async function reverse(entry, error, onSilence) {
  try {
    await settle(entry, onSilence);
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal;
    // That there is no such hold, or none any more, is as good.
  }
  throw error;
}

/** Asks for one thing until it is known what became of it; never with another id. */
async function settle(entry, onSilence, { insists = true } = {}) {
  const end = Date.now() + longest;
  if (!entry.capture) entry.release ??= newID();
  const [method, id] = entry.capture
    ? ["ledger.capture", entry.capture] : ["ledger.release", entry.release];
  const body = entry.capture ? { hold: entry.hold, amount: entry.amount } : { hold: entry.hold };
  for (;;) {
    store(entry);
    try {
      const reply = await call(method, body, { id, patience });
      forget(entry);
      return reply;
    } catch (error) {
      const isOpen = error instanceof NoAnswer || error.retry === "same_id";
      if (!isOpen && !aboutTheAsker.includes(error.code)) {
        forget(entry);
        throw error;
      }
      if (!isOpen || !insists || Date.now() > end) {
        rest(entry);
        throw new NoAnswer(id);
      }
      onSilence();
      sounds.waiting();
    }
  }
}

/** What cannot be stored any more is settled all the same: what is stored leads to no other end. */
function store(entry) {
  try {
    keep(entry);
  } catch {
    // As it says.
  }
}
