// A visit at the machine: what happens, step by step. Pure: state and event in, state and at most
// one effect out. What is shown of a state stands in screens.js, what effects do in effects.js.

import { screens } from "./screens.js";

/** The machine before anything is known; `patience` in seconds. */
export function begin(patience) {
  return { screen: "starting", patience, left: patience, here: null, ...empty() };
}

/** Nothing of anybody. */
export function empty() {
  return {
    person: null, account: "", entry: "", complaint: null, form: {}, data: {},
    back: "welcome", wrongPINs: 0,
  };
}

/** What the screen of a state is: words, keys, entry. */
export function screenOf(state) {
  return screens[state.screen](state);
}

/** The state after an event, and what is to be done. */
export function step(state, event) {
  const change = changeFor(state, event);
  if (!change) return { state, effect: null };
  const { effect = null, keepTime = false, ...fields } = change;
  const left = keepTime ? state.left : state.patience;
  return { state: { ...state, left, ...fields }, effect };
}

function changeFor(state, event) {
  const screen = screenOf(state);
  switch (event.type) {
    case "side": return screen.keys?.[event.key]?.then(state) ?? null;
    case "digit": return typed(state, screen, event.digit);
    case "text": return screen.entry === "text" ? { entry: event.text, complaint: null } : null;
    case "clear": return screen.entry ? { entry: "", complaint: null } : null;
    case "erase": return screen.entry ? { entry: state.entry.slice(0, -1) } : null;
    case "confirm": return screen.confirm?.(state) ?? null;
    case "cancel": return screen.cancel?.(state) ?? null;
    case "tick": return tick(state, screen);
    default: return heard(state, event);
  }
}

function typed(state, screen, digit) {
  if (!screen.entry || screen.entry === "text") return null;
  if (state.entry.length >= (screen.most ?? 12)) return {};
  const entry = screen.entry === "pin" ? state.entry + digit
    : (state.entry + digit).replace(/^0+(?=\d)/, "");
  return { entry, complaint: null };
}

/** A second has passed. Where somebody is expected to act and does not, the card comes back. */
function tick(state, screen) {
  if (screen.timed === false) return null;
  const left = state.left - 1;
  if (left > 0) return { left };
  return { ...empty(), screen: "goodbye", effect: { do: "leave" } };
}

/** What the branch said. */
function heard(state, event) {
  switch (event.type) {
    case "ready": return ready(state, event.here);
    case "away": return state.person ? null : { ...empty(), screen: "away" };
    case "loggedIn":
      return { screen: "menu", person: event.person, account: event.account, entry: "" };
    case "wrongPIN": return wrongPIN(state, event.error);
    case "registered":
      return { ...empty(), screen: "secret", data: event.reply };
    case "receipt": return {
      screen: "receipt", entry: "", complaint: null, back: "menu",
      data: { receipt: event.receipt, notes: event.notes ?? null },
    };
    case "dispensing": return { screen: "dispensing", data: { notes: event.notes } };
    case "earlier": return { screen: "earlier", data: event };
    case "unknown": return { screen: "unknown", data: { ...state.data, ...event.data } };
    case "shown": return { screen: event.screen, data: event.data, back: "menu" };
    case "refused": return refused(state, event.error);
    case "left": return { ...empty(), screen: state.here ? "welcome" : "away" };
    default: throw new Error(`the machine knows no event ${event.type}`);
  }
}

function ready(state, here) {
  const isMachine = here.device?.kind === "atm" && here.features.includes("money");
  const idle = ["starting", "away", "notEnrolled", "welcome"].includes(state.screen);
  if (!idle) return { here, keepTime: true };
  return { here, keepTime: true, screen: isMachine ? "welcome" : "notEnrolled" };
}

/** The bank counts too, and for longer; here the third in a row ends the visit. */
function wrongPIN(state, error) {
  const wrongPINs = state.wrongPINs + 1;
  if (wrongPINs < 3) return { screen: "pin", entry: "", complaint: error, wrongPINs };
  return { ...empty(), screen: "notice", complaint: { code: "locked" } };
}

function refused(state, error) {
  if (error.code === "session_expired") {
    return { ...empty(), screen: "notice", complaint: error, effect: { do: "forget" } };
  }
  return {
    screen: "notice", complaint: error, entry: "", back: state.person ? "menu" : "welcome",
  };
}
