// The board of a hall: which number goes to which counter, seen and heard.

import { call, now, who } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { follow } from "../shared/live.js";
import { isAwake, wake } from "../shared/sound.js";
import { say, serviceName, useLanguage, write } from "../shared/words.js";
import { branchTime, clockText } from "../shared/zone.js";
import { Announcer } from "./announcer.js";
import { Announced, callList } from "./calls.js";
import { Parked } from "./parked.js";
import { openSettings, readSettings } from "./settings.js";

/** A call blinks for so long, in milliseconds. */
const blinkFor = 6500;

const state = {
  settings: readSettings(), branch: "", names: new Map(), topics: [], heard: [], live: true,
  since: null, hero: null,
};
const announced = new Announced(sessionStorage);
const announcer = new Announcer(showHero);
const parked = new Parked(() => takeTopics(state.heard));
const drawn = new Map();
let blinking = null;

/** Draws a part only where what it shows has changed: a board runs for months. */
function part(id, shown, ...children) {
  const text = JSON.stringify(shown);
  if (drawn.get(id) === text) return;
  drawn.set(id, text);
  show(byID(id), ...children.map((make) => make()).flat());
}

function draw() {
  const { settings } = state;
  document.documentElement.dataset.theme = settings.theme;
  document.title = say("board.pageTitle");
  setText(byID("title"), settings.title || state.branch);
  const message = byID("message");
  message.hidden = !settings.message;
  setText(message, settings.message);
  document.body.classList.toggle("stale", !state.live);
  const stale = byID("stale");
  stale.hidden = state.live;
  setText(stale, state.live ? "" : state.since
    ? say("shared.notLive", { time: clockText(state.since) }) : say("shared.neverLive"));
  const list = callList(state.topics, 8, parked.numbers);
  part("calls", list, () => list.map(callLine));
  const services = state.topics.map((topic) => [
    topic, name(topic.service), parked.of(topic.service)]);
  part("services", services, () => services.map((one) => service(...one)));
  const hero = state.hero ?? list[0] ?? null;
  part("hero", [hero, document.documentElement.lang], () => heroContent(hero));
  const sound = byID("sound");
  sound.hidden = settings.isMuted || isAwake();
  setText(sound, say("board.soundOff"));
}

function heroContent(hero) {
  if (!hero) return [element("p", { class: "empty" }, say("board.empty"))];
  return [
    element("p", { class: "caption" }, say("shared.ticket")),
    element("p", { class: "number" }, hero.number),
    element("p", { class: "goes" }, element("span", { "aria-hidden": "true" }, "▶"),
      element("small", {}, say("shared.counter")), element("b", {}, hero.counter)),
  ];
}

function callLine(one) {
  return element("li", { class: one.isServing ? "serving" : "past" },
    element("span", { class: "number" }, one.number),
    element("span", { class: "at" }, `▶ ${one.counter}`));
}

function service(topic, title, onHold) {
  return element("article", { class: "service", "data-service": topic.service },
    element("h3", {}, element("span", {}, title),
      element("span", { class: "waiting" },
        topic.open ? say("board.waiting", { n: topic.waiting }) : say("kiosk.closed"))),
    element("p", { class: "next" },
      topic.next.length > 0 ? topic.next.slice(0, 4).join("  ") : "–"),
    onHold.length === 0 ? null : element("p", { class: "on-hold" },
      say("board.onHold", { numbers: onHold.slice(0, 4).join("  ") })));
}

function name(id) {
  const known = state.names.get(id);
  return known ? serviceName(known) : id;
}

/** Puts a call where everybody looks, and blinks. */
function showHero(one) {
  state.hero = one;
  draw();
  const hero = byID("hero");
  hero.classList.remove("news");
  void hero.offsetWidth; // Begins the animation anew.
  hero.classList.add("news");
  clearTimeout(blinking);
  blinking = setTimeout(() => hero.classList.remove("news"), blinkFor);
}

function takeTopics(topics) {
  const { services } = state.settings;
  state.heard = topics;
  state.topics = topics.filter((topic) =>
    services.length === 0 || services.includes(topic.service));
  for (const one of announced.take(state.topics, now())) announcer.announce(one);
  if (topics.some((topic) => !state.names.has(topic.service))) learn();
  // A number that was sent away is no longer where everybody looks.
  const shown = callList(state.topics, 64, parked.numbers);
  if (state.hero && !shown.some((one) => one.number === state.hero.number)) state.hero = null;
  draw();
}

async function learn() {
  try {
    const [here, list] = await Promise.all([who(), call("queue.services")]);
    state.branch = here.branch;
    parked.may = here.device !== null && here.device !== undefined;
    parked.refresh();
    state.names = new Map(list.services.map((one) => [one.service, one]));
    draw();
  } catch {
    // The next change asks again.
  }
}

async function apply(settings) {
  state.settings = settings;
  announcer.languages = settings.languages;
  announcer.isMuted = settings.isMuted;
  await useLanguage(settings.languages[0]);
  write();
  drawn.clear();
  draw();
  tick();
}

function tick() {
  const time = now();
  setText(byID("time"), clockText(time));
  setText(byID("date"), branchTime(time, { weekday: "long", day: "numeric", month: "long" }));
}

function settings() {
  const dialog = byID("settings");
  if (dialog.open) return;
  openSettings(dialog, state.settings, { done: apply, check: soundCheck });
}

/** A call that is none, for whoever sets up the loudspeakers. */
async function soundCheck() {
  await wake();
  draw();
  announcer.announce({ number: "A000", counter: "0", calls: 0, called: now() });
  // What was shown before comes back when the next picture does.
  setTimeout(() => {
    state.hero = null;
    draw();
  }, blinkFor);
}

async function begin() {
  await apply(state.settings);
  learn();
  setInterval(tick, 1000);
  follow({
    onTopics(topics) {
      takeTopics(topics);
      parked.refresh();
    },
    onLiveness({ live, since }) {
      state.live = live;
      state.since = since;
      if (live) learn();
      draw();
    },
  });
  byID("open").addEventListener("click", settings);
  byID("sound").addEventListener("click", soundCheck);
  byID("full").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "s" && !byID("settings").open) settings();
  });
  for (const touch of ["pointerdown", "keydown"]) {
    document.addEventListener(touch, () => wake().then(draw));
  }
  // Where the browser was told to allow it, nobody has to touch.
  wake().then(draw);
}

begin();
