// The ticket on a phone. Whoever has the link sees numbers, never a name.

import { call, NoAnswer, who } from "../shared/bus.js";
import { byID, confirmStep, element, setText, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { follow } from "../shared/live.js";
import { chime, wake } from "../shared/sound.js";
import {
  firstLanguage, keepLanguage, languageName, languages, refusalText, say, serviceName,
  useLanguage, write,
} from "../shared/words.js";

/** The ticket is asked for at most so often, in milliseconds. */
const leastPause = 2000;
const over = ["served", "noShow", "cancelled", "abandoned", "expired"];

const handle = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const state = { ticket: null, unknown: false, services: [], live: true, since: null, error: null };
let cancelling = new Intent("queue.cancel");
let asked = 0;
let later = null;

function draw() {
  const { live, since } = state;
  const stale = byID("stale");
  stale.hidden = live;
  setText(stale, live ? "" : since
    ? say("shared.notLive", { time: clock(since) }) : say("shared.neverLive"));
  document.body.classList.toggle("stale", !live);
  const stage = byID("stage");
  if (state.unknown) return show(stage, unknownTicket());
  if (!state.ticket) return show(stage, element("p", {}, say("shared.loading")));
  document.title = say("ticketPage.title", { number: state.ticket.number });
  show(stage, card(state.ticket));
}

function unknownTicket() {
  return element("section", { class: "ticket card over" },
    element("h2", {}, say("ticketPage.unknown")), element("p", {}, say("ticketPage.unknownText")));
}

/** How the ticket stands, as one word: "you are next" is a state of its own here. */
function standing(ticket) {
  if (ticket.state === "waiting") return ticket.position === 1 ? "next" : "waiting";
  if (ticket.state === "abandoned") return "cancelled";
  return ticket.state;
}

function card(ticket) {
  const now = standing(ticket);
  const service = state.services.find((one) => one.service === ticket.service);
  const kind = over.includes(ticket.state) ? "over" : now;
  return element("section", { class: `ticket card ${kind}`, "data-state": ticket.state },
    element("p", { class: "service" }, service ? serviceName(service) : ""),
    element("p", { class: "number" }, ticket.number),
    ...(now === "waiting" ? place(ticket) : []),
    element("p", { class: "sentence" }, say(`ticketPage.${now}`)),
    ["called", "serving"].includes(now)
      ? element("p", { class: "counter" }, ticket.counter) : null,
    now === "next" ? element("p", {}, say("ticketPage.nextText")) : null,
    state.error ? element("p", { class: "notice hold", role: "alert" }, state.error) : null,
    over.includes(ticket.state) ? null
      : element("p", { class: "muted" }, say("ticketPage.keepOpen")),
    ["waiting", "parked"].includes(ticket.state)
      ? element("button", {
        class: "plain", type: "button", "data-key": "cancel", disabled: !state.live,
        onclick: cancel,
      }, say("ticketPage.giveUp")) : null);
}

function place(ticket) {
  const before = Math.max(0, (ticket.position ?? 1) - 1);
  const minutes = ticket.estimate ? Math.round(ticket.estimate.p50 / 60) : null;
  return [
    element("p", { class: "place" }, element("b", {}, String(before)),
      element("span", {}, say("ticketPage.before", { n: before }))),
    minutes === null ? null : element("p", {},
      minutes < 1 ? say("shared.lessThanMinute") : say("shared.minutes", { n: minutes })),
  ];
}

function clock(time) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(time);
}

async function cancel() {
  const sure = await confirmStep({
    title: say("ticketPage.giveUpTitle"), text: say("ticketPage.giveUpText"),
    yes: say("ticketPage.giveUp"), no: say("ticketPage.keep"),
  });
  if (!sure) return;
  try {
    take(await cancelling.send({ ticket: handle }));
    state.error = null;
  } catch (error) {
    state.error = error instanceof NoAnswer ? say("shared.unknown") : refusalText(error);
    refresh();
  }
  draw();
}

function take(ticket) {
  const before = state.ticket;
  state.ticket = ticket;
  state.unknown = false;
  const isNews = before && (before.state !== ticket.state || before.calls !== ticket.calls);
  if (isNews && ticket.state === "called") {
    chime();
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
  }
}

/** Asks how the ticket stands; not more often than every two seconds, but never not at all. */
async function refresh() {
  const wait = asked + leastPause - Date.now();
  if (wait > 0) {
    later ??= setTimeout(() => {
      later = null;
      refresh();
    }, wait);
    return;
  }
  asked = Date.now();
  try {
    take(await call("queue.ticket", { ticket: handle }));
  } catch (error) {
    if (error.code === "ticket_not_found" || error.code === "malformed") state.unknown = true;
  }
  draw();
}

function chooseLanguage() {
  const select = byID("language");
  show(select, ...languages.map((code) =>
    element("option", { value: code, lang: code }, languageName(code))));
  select.value = document.documentElement.lang;
  select.addEventListener("change", async () => {
    keepLanguage(select.value);
    await useLanguage(select.value);
    draw();
  });
}

async function begin() {
  await useLanguage(firstLanguage());
  write();
  chooseLanguage();
  draw();
  refresh();
  who().then((here) => setText(byID("branch"), here.branch)).catch(() => {});
  call("queue.services", {}, { patience: 30000 }).then(({ services }) => {
    state.services = services;
    draw();
  }).catch(() => {});
  follow({
    onTopics(topics) {
      const mine = topics.find((topic) => topic.service === state.ticket?.service);
      const called = mine?.serving.some((one) => one.number === state.ticket.number);
      if (called && state.ticket.state === "waiting") asked = 0;
      if (!state.unknown) refresh();
    },
    onLiveness({ live, since }) {
      state.live = live;
      state.since = since;
      if (live) refresh();
      draw();
    },
  });
  // What topics do not tell: whether somebody who was called has come to the counter.
  setInterval(() => {
    if (["called", "serving", "parked"].includes(state.ticket?.state)) refresh();
  }, 4000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
  });
  document.addEventListener("pointerdown", wake, { once: true });
}

begin();
