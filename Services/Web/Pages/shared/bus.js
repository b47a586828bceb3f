// The branch as a page sees it: one request, one reply or one clear "no". Each page has its own
// place (`<html data-place="kiosk">`), and with it its own credentials, which scripts never see.

import { useZone } from "./zone.js";

const place = document.documentElement.dataset.place;

/** How long one attempt may take, in milliseconds. */
const attemptTimeout = 8000;

/** How long a log-in waits for its turn, in milliseconds. */
const rush = 6000;

/** What the branch's clock says beyond this device's, in milliseconds; set by `who()`. */
let clockOffset = 0;

/**
 * The branch said no. `retry` is `never`, `later` or `same_id`; `silent` where an earlier attempt
 * of the same call got no answer.
 */
export class Refused extends Error {
  constructor(code, message, retry, details, id) {
    super(message);
    this.name = "Refused";
    this.code = code;
    this.retry = retry;
    this.details = details ?? {};
    this.id = id;
  }
}

/** Nobody answered: whether it was done is not known. The same id may be sent again. */
export class NoAnswer extends Error {
  constructor(id) {
    super("no answer");
    this.name = "NoAnswer";
    this.id = id;
  }
}

/** The branch's time, Unix milliseconds. */
export function now() {
  return Date.now() + clockOffset;
}

/** A request id: a UUIDv7, which carries the branch's time. */
export function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = now();
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20, 32].map((end, part) => hex.slice([0, 8, 12, 16, 20][part], end)).join("-");
}

/**
 * Asks the branch. `patience`: for how many milliseconds an attempt that got no answer, or was
 * not decided, is repeated with the same id. Throws `Refused` or `NoAnswer`.
 */
export async function call(method, body = {}, { id = newID(), patience = 0 } = {}) {
  return patiently(`/${place}/api/${method}`, body, id, patience);
}

/** `isWorth(error)`: whether it is asked again after it. */
async function patiently(path, body, id, patience, isWorth = isUndecided) {
  const end = Date.now() + patience;
  let silent = false;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await once(path, body, id);
    } catch (error) {
      silent ||= error instanceof NoAnswer;
      error.silent = silent;
      const pause = Math.min(2000, 250 * 2 ** attempt) * (0.75 + Math.random() / 4);
      if (!isWorth(error) || Date.now() + pause > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function isUndecided(error) {
  return error instanceof NoAnswer || error.retry === "same_id";
}

/** Who is here: `{place, branch, currency, features, time, zone, device, user, address}`. */
export async function who() {
  const answer = await once(`/${place}/who`, {}, newID());
  clockOffset = answer.time - Date.now();
  useZone(answer.zone);
  return answer;
}

/**
 * Logs in at this place; the session stays where scripts cannot read it. In a rush, in which the
 * branch did not look at the secret yet, it waits for its turn; any other attempt may count.
 */
export async function login(user, secret) {
  return patiently(`/${place}/login`, { user, secret }, newID(), rush,
    ({ code }) => code === "busy");
}

/** Ends the session of this place; `everywhere` ends all of the user's. */
export async function logout({ everywhere = false } = {}) {
  return once(`/${place}/logout`, { everywhere }, newID());
}

/** Any other form of the web service itself, as `/pair/start`. */
export async function ask(path, body = {}) {
  return once(path, body, newID());
}

async function once(path, body, id) {
  let response;
  let answer;
  try {
    response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": id },
      body: JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(attemptTimeout),
    });
    answer = await response.json();
  } catch {
    throw new NoAnswer(id);
  }
  if (response.ok) return answer;
  if (response.status === 504) throw new NoAnswer(id);
  if (answer.code === "session_expired") {
    window.dispatchEvent(new CustomEvent("branch:sessionexpired"));
  }
  throw new Refused(answer.code, answer.message, answer.retry, answer.details, id);
}
