// The cash machine: keys in, the session decides, the screen shows.

import { logout, who } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { isAwake, key as keySound, refuse, wake } from "../shared/sound.js";
import { say, useLanguage, write } from "../shared/words.js";
import { drawCash, keyText, screenParts, slip } from "./drawing.js";
import { finishLeft } from "./dispense.js";
import { effects, finishEarlier, ownLanguage } from "./effects.js";
import { begin, screenOf, step } from "./session.js";
import * as sounds from "./sounds.js";

const patience = Math.max(2, Number(new URLSearchParams(location.search).get("timeout")) || 45);
const idle = ["starting", "away", "notEnrolled", "welcome"];
/** The screens on which notes lie in the slot. */
const giving = ["dispensing", "unknown", "receipt"];
const sideKeys = ["L1", "L2", "L3", "L4", "R1", "R2", "R3", "R4"];

let state = begin(patience);
let drawnScreen = "";
let isWelcomed = false;

function dispatch(event) {
  const before = state;
  const next = step(state, event);
  state = next.state;
  if (event.type === "text") return; // The field itself shows what is typed.
  if (state.complaint && state.complaint !== before.complaint) refuse();
  draw();
  if (next.effect) run(next.effect);
}

async function run(effect) {
  const answers = await effects[effect.do](effect, state);
  if (answers === null) draw();
  for (const answer of [answers ?? []].flat()) dispatch(answer);
  if (effect.do === "leave") learn();
}

function draw() {
  const screen = screenOf(state);
  document.title = say("atm.title");
  setText(byID("brand"), state.here?.branch ?? "Branchline");
  byID("machine").dataset.screen = state.screen;
  const stage = byID("screen");
  show(stage, ...screenParts(state, { onText: (text) => dispatch({ type: "text", text }) }));
  for (const button of document.querySelectorAll("[data-side]")) {
    const key = screen.keys?.[button.dataset.side];
    button.disabled = !key;
    button.setAttribute("aria-label", key ? keyText(state, key) : say("atm.noKey"));
  }
  const cash = byID("cash");
  const notes = giving.includes(state.screen) ? state.data.notes ?? null : null;
  if (cash.hidden === Boolean(notes)) drawCash(cash, notes, state.here?.currency);
  show(byID("paper"), state.screen === "receipt" ? slip(state) : null);
  if (state.screen === drawnScreen) return;
  drawnScreen = state.screen;
  byID("card").classList.toggle("out", state.screen === "goodbye");
  if (screen.entry === "text") byID("typed").focus();
}

/** The keys of the machine, made once. */
function buildKeys() {
  for (const [id, names, sign] of [
    ["left", sideKeys.slice(0, 4), "▶"], ["right", sideKeys.slice(4), "◀"]]) {
    show(byID(id), ...names.map((name) => element("button", {
      type: "button", "data-side": name, onclick: () => press({ type: "side", key: name }),
    }, element("span", { "aria-hidden": "true" }, sign))));
  }
  const digit = (text) => element("button", {
    type: "button", "data-digit": text, onclick: () => press({ type: "digit", digit: text }),
  }, text);
  const other = (kind) => element("button", {
    type: "button", class: kind, "data-word": `atm.keys.${kind}`, "data-press": kind,
    onclick: () => press({ type: kind }),
  });
  show(byID("keypad"),
    digit("1"), digit("2"), digit("3"), other("cancel"),
    digit("4"), digit("5"), digit("6"), other("clear"),
    digit("7"), digit("8"), digit("9"), other("confirm"),
    element("span"), digit("0"), element("span"));
}

async function press(event) {
  await wake();
  if (!isWelcomed && isAwake()) {
    isWelcomed = true;
    sounds.start();
  } else {
    keySound();
  }
  dispatch(event);
}

function onKeyboard(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const inField = event.target instanceof HTMLInputElement;
  const onButton = event.target instanceof HTMLButtonElement || event.target.closest?.("a");
  const side = /^F([1-8])$/.exec(event.key);
  if (side) press({ type: "side", key: sideKeys[Number(side[1]) - 1] });
  else if (event.key === "Escape") press({ type: "cancel" });
  else if (event.key === "Enter" && !onButton) press({ type: "confirm" });
  else if (/^\d$/.test(event.key) && !inField) press({ type: "digit", digit: event.key });
  else if (event.key === "Backspace" && !inField) press({ type: "erase" });
  else return;
  event.preventDefault();
}

/** Who the branch says that this machine is. */
async function learn() {
  try {
    const here = await who();
    dispatch({ type: "ready", here });
    return here;
  } catch {
    dispatch({ type: "away" });
    return null;
  }
}

/** Cash that had begun to come out when the page was loaded anew, for who still stands there. */
async function finishCash(user) {
  const confirmed = await finishLeft();
  const last = confirmed.findLast((one) => one.isOwn && one.customer === user.customer);
  return last ? { type: "receipt", receipt: last.receipt, notes: last.notes } : null;
}

/** Nobody stands here: is the bank there, and is anything left to settle? */
async function rest() {
  if (!idle.includes(state.screen)) return;
  await learn();
  if (state.here?.device) await finishLeft();
}

async function start() {
  buildKeys();
  await useLanguage(ownLanguage);
  write();
  draw();
  const here = await learn();
  // Whoever loads the page anew in the middle of an operation hears what became of it; then, and
  // at any other time, a card that was left inside is handed back.
  if (here?.user) {
    const finished = await finishCash(here.user) ?? await finishEarlier(here.user);
    if (finished) {
      state = { ...state, person: here.user, account: String(finished.receipt.account) };
      dispatch(finished);
    } else {
      await logout({ everywhere: true }).catch(() => {});
    }
  }
  document.addEventListener("atm:unknown", () => dispatch({ type: "unknown", data: {} }));
  document.addEventListener("atm:dispensing", ({ detail }) =>
    dispatch({ type: "dispensing", ...detail }));
  window.addEventListener("keydown", onKeyboard);
  setInterval(() => dispatch({ type: "tick" }), 1000);
  // A machine at which nobody stands looks every few seconds whether the bank is there.
  setInterval(rest, 3000);
}

start();
