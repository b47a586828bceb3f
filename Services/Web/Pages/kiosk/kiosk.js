// The kiosk: a service is chosen, a ticket is given, and the next person finds the first screen.

import { call, NoAnswer, Refused, who } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { follow } from "../shared/live.js";
import { chime, refuse, wake } from "../shared/sound.js";
import {
  firstLanguage, languageName, languages, refusalText, say, serviceName, useLanguage,
} from "../shared/words.js";
import { clockText } from "../shared/zone.js";
import { bookedPaper, bookedScreen } from "./booked.js";
import { bookable, Booking } from "./booking.js";
import { checkIn, checkInScreen, codeOf } from "./checkin.js";
import { choices, serviceOf, servicesUnder } from "./choices.js";
import { countDown, paper, ticketScreen } from "./ticket.js";

/** After so many seconds the ticket makes room for the next person. */
const shownFor = Math.max(2, Number(new URLSearchParams(location.search).get("seconds")) || 20);

/** A form that nobody touches makes room, too, and what was full is asked for again: seconds. */
const formFor = 60;
const fullFor = 60;

const stage = byID("stage");
const home = firstLanguage("en");
const state = {
  branch: "", services: [], waiting: new Map(), open: new Map(), admission: new Map(),
  full: new Map(), live: false, since: null, code: null,
  booking: null, parent: null, ticket: null, left: 0, busy: false, problem: null,
};
let intent = null;
let shown = "";

/** Draws what there is to see; only what changed, so that readers and fingers are not disturbed. */
function draw({ focus = false } = {}) {
  setText(byID("welcome"), say("kiosk.welcome", { branch: state.branch }));
  document.title = say("kiosk.title");
  drawLanguages();
  const screen = screenNow();
  if (screen === "out") show(stage, outOfService());
  if (screen === "choices") {
    const group = serviceOf(state, state.parent);
    show(stage, element("h2", { class: "question" },
      group ? serviceName(group) : say("kiosk.question")), problem(),
    ...choices(state, { choose, enter, back: () => enter(group?.parent ?? null) }),
    state.parent === null ? appointments() : null);
  }
  if (screen === "booking") {
    show(stage, element("h2", { class: "question" }, state.booking.question),
      problem(state.booking.problem), ...state.booking.draw(reset));
  }
  if (screen === "booked") {
    show(stage, bookedScreen(state, { done: reset, more: stay, print: () => window.print() }),
      bookedPaper(state));
  }
  if (screen === "checkin") {
    show(stage, element("h2", { class: "question" }, say("kiosk.appointment")), problem(),
      checkInScreen(state, { onCode: type, check: arrive, back: reset }));
  }
  if (screen === "ticket") {
    show(stage, ...ticketScreen(state, { done: reset, more: stay, print: () => window.print() }),
      paper(state));
  }
  if (focus || screen !== shown) stage.focus({ preventScroll: true });
  shown = screen;
}

function screenNow() {
  if (state.ticket) return "ticket";
  if (state.booking?.made) return "booked";
  if (!state.live) return "out";
  if (state.booking) return "booking";
  return state.code === null ? "choices" : "checkin";
}

/** For who has one, and for who wants one; nothing where no service takes any. */
function appointments() {
  const button = (key, onclick) => element("button", {
    class: `plain ${key}`, type: "button", "data-key": key, onclick }, say(`kiosk.${key}`));
  const isTaken = state.services.some((service) => service.booking);
  return isTaken ? element("div", { class: "row" }, button("appointment", openCheckIn),
    bookable(state.services).length > 0 ? button("book", openBooking) : null) : null;
}

function outOfService() {
  const time = state.since ? clockText(state.since) : null;
  return element("section", { class: "out", role: "alert" },
    element("h2", {}, say("shared.outOfService")),
    element("p", {}, say("shared.outOfServiceText")),
    time ? element("p", { class: "since" }, say("shared.notLive", { time })) : null);
}

function problem(words = state.problem) {
  return words ? element("p", { class: "notice hold problem", role: "alert" }, words) : null;
}

function drawLanguages() {
  const nav = byID("languages");
  if (nav.childElementCount === 0) {
    show(nav, ...languages.map((code) => element("button", {
      type: "button", lang: code, "data-language": code,
      onclick: () => useLanguage(code).then(() => draw()),
    }, languageName(code))));
  }
  for (const button of nav.children) {
    button.setAttribute("aria-pressed", String(button.dataset.language === current()));
  }
}

function current() {
  return document.documentElement.lang;
}

/** Shows the services under one that has others. */
function enter(service) {
  state.parent = service;
  state.problem = null;
  draw({ focus: true });
}

function openCheckIn() {
  state.code = "";
  state.problem = null;
  intent = null;
  state.left = formFor;
  draw();
  byID("code").focus();
}

function openBooking() {
  state.problem = null;
  state.left = formFor;
  state.booking = new Booking(state.services, ({ focus, isTyping }) => {
    if (state.booking === null) return;
    const { made } = state.booking;
    state.left = made ? shownFor * 2 : formFor;
    if (isTyping) return;
    if (made) {
      chime();
      setText(byID("spoken"), say("kiosk.bookedSpoken", { time: state.booking.timeText }));
    }
    draw({ focus });
  });
  draw({ focus: true });
}

function type(text) {
  if (text !== state.code && intent && !intent.isOpen) intent = null;
  state.code = text;
  state.left = formFor;
}

/** Somebody with an appointment has come: once, however often the button is pressed. */
async function arrive() {
  wake();
  const code = codeOf(state.code);
  if (state.busy || code === "") return;
  state.busy = true;
  state.problem = null;
  intent ??= new Intent("appointment.checkIn");
  draw();
  const { ticket, problem: words, isOpen } = await checkIn(code, intent);
  if (!isOpen) intent = null;
  state.busy = false;
  if (ticket) give(ticket, serviceOf(state, ticket.service) ?? { service: ticket.service });
  else refuse();
  state.problem = words ?? null;
  draw({ focus: Boolean(ticket) });
}

/** Shows a ticket, and says it. */
function give(ticket, service) {
  Object.assign(state, { ticket, service, code: null, left: shownFor });
  intent = null;
  chime();
  setText(byID("spoken"), say("kiosk.spoken", {
    number: [...ticket.number].join(" "), position: ticket.position ?? 1,
  }));
}

/** Takes a ticket: once, however often the button is pressed. */
async function choose(service) {
  wake();
  if (state.busy) return;
  state.busy = true;
  state.problem = null;
  intent ??= new Intent("queue.issue");
  draw();
  try {
    give(await intent.send({ service: service.service }), service);
  } catch (error) {
    refuse();
    // What was not answered is asked again with the same id when somebody presses again.
    if (error instanceof Refused && error.retry !== "same_id") intent = null;
    if (error.code === "queue_full") state.full.set(service.service, fullFor);
    state.problem = error instanceof NoAnswer ? say("kiosk.noAnswer") : refusalText(error);
  } finally {
    state.busy = false;
    draw({ focus: true });
  }
}

function stay() {
  state.left = shownFor * 2;
  draw();
}

/** Back to the first screen, in the kiosk's own language. */
function reset() {
  state.ticket = null;
  state.parent = null;
  state.code = null;
  state.booking = null;
  state.problem = null;
  intent = null;
  setText(byID("spoken"), "");
  useLanguage(home).then(() => draw({ focus: true }));
}

function tick() {
  for (const [service, left] of state.full) {
    if (left > 1) state.full.set(service, left - 1);
    else state.full.delete(service);
  }
  if (!state.ticket && !state.booking && state.code === null) return;
  state.left -= 1;
  if (state.left <= 0) reset();
  else if (stage.querySelector("[data-left]")) countDown(stage, state);
}

/** What the services are called, and who this is; asked again until it is known. */
async function learn() {
  try {
    const [here, list] = await Promise.all([who(), call("queue.services")]);
    state.branch = here.branch;
    state.address = here.address;
    state.services = list.services;
    draw();
    return true;
  } catch {
    return false;
  }
}

async function begin() {
  await useLanguage(home);
  draw();
  let known = await learn();
  follow({
    onTopics(topics) {
      state.waiting = new Map(topics.map((topic) => [topic.service, topic.waiting]));
      state.open = new Map(topics.map((topic) => [topic.service, topic.open]));
      state.admission = new Map(topics.map((topic) => [topic.service, topic.admission]));
      const strangers = topics.some((topic) =>
        !state.services.some((service) => service.service === topic.service));
      if (strangers || !known) learn().then((learned) => { known ||= learned; });
      if (screenNow() === "choices") draw();
    },
    onLiveness({ live, since }) {
      state.live = live;
      state.since = since;
      if (live && !known) learn().then((learned) => { known ||= learned; });
      if (["out", "choices"].includes(screenNow()) || shown === "out") draw();
    },
  });
  setInterval(tick, 1000);
  window.addEventListener("keydown", (event) => {
    const number = Number(event.key);
    if (screenNow() !== "choices" || !(number >= 1 && number <= 9)) return;
    const service = servicesUnder(state, state.parent)[number - 1];
    if (!service) return;
    stage.querySelector(`[data-service="${CSS.escape(service.service)}"]`)?.click();
  });
}

begin();
