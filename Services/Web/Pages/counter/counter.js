// A teller's console: who is here, which counter, and then the work. This file is the order of
// the screens; what is on them stands in the files beside it.

import { call, logout, who } from "../shared/bus.js";
import { byID, confirmStep, setText } from "../shared/dom.js";
import { firstLanguage, say, serviceName, useLanguage } from "../shared/words.js";
import { Band } from "./band.js";
import { Desk, renewAfter } from "./desk.js";
import { HallCard } from "./hall.js";
import { listenToKeys } from "./keys.js";
import { loginAgain, loginForm, stopAsking } from "./login.js";
import { onRemembered, remember, remembered } from "./memory.js";
import { Moving } from "./moving.js";
import { NowCard } from "./now.js";
import { openingForm } from "./opening.js";
import { Watch } from "./watch.js";

const screens = ["loading", "away", "login", "opening", "console"];

let place = null;
let services = [];
let drawing = false;
let band = null;

const desk = new Desk({ onChange: () => draw(), onCalled: () => account?.clear() });
const moving = new Moving(desk, { services: () => services, nameOf });
const nowCard = new NowCard(desk, {
  onReopen: () => chooseCounter(), onChange: () => draw(), moving });
const hallCard = new HallCard(desk, {
  onChoose: (ticket) => moving.choose(ticket),
  onResume: (ticket) => nowCard.press("queue.resume", { ticket: ticket.ticket }),
});
/** The money half; null where this branch has none. */
let account = null;
const watch = new Watch({
  onChange: () => draw(),
  onTopics: () => desk.refresh(),
  onBack: () => {
    desk.wake();
    account?.refresh();
  },
  onAccount: () => account?.refresh(),
});

start();

async function start() {
  await useLanguage(firstLanguage("en"));
  band = new Band(desk, {
    onLanguage: speak, onPause: pause, onLeave: closeCounter, onLogOut: leaveForGood });
  byID("ended").addEventListener("click", () => isLive() && moving.reopen());
  listenToKeys();
  window.addEventListener("branch:sessionexpired", () => expired());
  onRemembered((now, before) => elsewhere(now, before));
  setInterval(() => desk.renew(), renewAfter);
  setInterval(() => tick(), 5000);
  await arrive();
}

/** Who is here decides where to begin. */
async function arrive() {
  try {
    place = await who();
  } catch {
    showScreen("away");
    return setTimeout(arrive, 2000);
  }
  const hasMoney = place.features.includes("money");
  document.body.classList.toggle("queue-only", !hasMoney);
  byID("money").hidden = !hasMoney;
  if (place.user?.role !== "teller") return askWho();
  if (hasMoney) await bringMoney();
  await settle();
}

/** Only tellers of a branch with money load its half of the console. */
async function bringMoney() {
  if (account) return;
  const { MoneyHalf } = await import("./money.js");
  account = new MoneyHalf({
    counter: () => desk.counter,
    onFollow: () => watch.follow(account.number),
    person: () => ({ ...place?.user, user: remembered().user }),
  });
}

function askWho() {
  desk.leave();
  account?.clear();
  place.user = null;
  showScreen("login");
  loginForm(byID("login-form"), { prefix: "login", onIn: async (person) => {
    remember({ user: person.user, loggedIn: Date.now() });
    await arrive();
  } });
}

/** A teller is here: back to the counter that is theirs already, or to choosing one. */
async function settle() {
  const open = await ask("counter.list", "counters");
  if (!open) return;
  services = await ask("queue.services", "services") ?? [];
  const { counter, user } = remembered();
  const own = open.find((line) => line.counter === counter && line.teller === user);
  if (own) work(own);
  else await chooseCounter(open);
}

/** What a list method answers, or null where it did not; then we begin again in a moment. */
async function ask(method, field) {
  try {
    return (await call(method, {}, { patience: 4000 }))[field];
  } catch (error) {
    if (["session_expired", "not_permitted"].includes(error.code)) askWho();
    else {
      showScreen("away");
      setTimeout(arrive, 2000);
    }
    return null;
  }
}

async function chooseCounter(list) {
  const open = list ?? await ask("counter.list", "counters");
  if (!open) return;
  desk.leave();
  showScreen("opening");
  openingForm(byID("opening-form"), {
    device: place.device, services, open, user: remembered().user, onOpen: work });
  byID("opening-title").focus();
}

function work(line) {
  desk.take(line);
  showScreen("console");
  build();
  watch.follow(account?.number);
  desk.refresh();
  byID("main").focus({ preventScroll: true });
}

function build() {
  nowCard.build();
  hallCard.build();
  account?.build(place);
  draw();
}

async function speak() {
  band.build();
  if (isShown("console")) build();
  else if (isShown("opening")) await chooseCounter();
  else if (isShown("login")) askWho();
  draw();
}

function pause() {
  if (desk.standing !== "open" || !isLive()) return;
  if (desk.paused) desk.act("counter.open");
  else moving.pause();
}

/** Closes the counter; whoever still stands at it is done first, and the teller says so. */
async function closeCounter() {
  const may = desk.standing === "open" && isLive();
  if (!may || desk.running || desk.unknown.length > 0) return false;
  if (desk.ticket) {
    const { number } = desk.ticket;
    const sure = await confirmStep({
      title: say("counter.sure.close", { number, counter: desk.counter }),
      text: say("counter.sure.closeText", { number }),
      yes: say("counter.sure.closeYes"), no: say("shared.back"),
    });
    if (!sure || desk.ticket?.number !== number) return false;
    if (!await desk.act("queue.done")) return false;
  }
  if (!await desk.act("counter.close")) return false;
  account?.clear();
  await chooseCounter();
  return true;
}

async function leaveForGood() {
  if (isShown("console") && desk.standing === "open") {
    const can = isLive();
    const kind = can ? "logOut" : "logOutAway";
    const sure = (can && desk.ticket !== null) || await confirmStep({
      title: say(`counter.sure.${kind}`, { counter: desk.counter }),
      text: say(`counter.sure.${kind}Text`),
      yes: say(`counter.sure.${kind}Yes`), no: say("shared.back"), danger: false,
    });
    if (!sure || (can && !await closeCounter())) return;
  }
  try {
    await logout();
  } catch {
    return;
  }
  remember({ loggedIn: Date.now() });
  location.reload();
}

// Sessions

function expired() {
  if (!isShown("console") && !isShown("opening")) return;
  loginAgain(remembered().user ?? "", () => {
    remember({ loggedIn: Date.now() });
    if (!isShown("console")) return;
    watch.follow(account?.number);
    desk.refresh();
    account?.refresh();
  });
}

/** Another tab of this browser logged somebody in or out: nothing is shown to the wrong one. */
async function elsewhere(now, before) {
  if (now.loggedIn === before.loggedIn) return;
  if (now.user !== before.user || !isShown("console")) return location.reload();
  const answer = await who().catch(() => null);
  if (answer && !answer.user) return location.reload();
  stopAsking();
  desk.refresh();
}

// Drawing

let ticks = 0;

/** What no topic tells: who took the counter, a frozen account, what a cut stream missed. */
function tick() {
  if (!isShown("console") || document.hidden) return;
  ticks += 1;
  desk.refresh();
  if (ticks % 3 === 0) account?.refresh();
  draw();
}

function isShown(name) {
  return !byID(name).hidden;
}

/** The queues are heard, and the branch answers when it is asked. */
function liveness() {
  const { live, since } = watch.liveness;
  const silentSince = desk.silentSince;
  if (live !== true || silentSince === null) return { live, since };
  return { live: false, since: silentSince };
}

function isLive() {
  return liveness().live === true;
}

function showScreen(name) {
  for (const id of screens) byID(id).hidden = id !== name;
  if (name !== "console") watch.stop();
  draw();
}

function nameOf(id) {
  const service = services.find((known) => known.service === id);
  return service ? serviceName(service) : id;
}

/** Many changes at once are drawn once. */
function draw() {
  if (drawing || !band) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    const working = isShown("console");
    if (working && document.getElementById("act-next")) {
      nowCard.draw({ live: isLive(), nameOf });
      hallCard.draw({ live: isLive(), states: watch.states, nameOf });
      account?.draw({ reach: watch.reach });
      const { said } = desk;
      if (said) setText(byID("said"), say(`counter.said.${said.key}`, said));
    }
    band.draw({ working, user: place?.user, live: liveness() });
  });
}
