// The ticket on a phone. Whoever has the link sees numbers, never a name.

import { call, NoAnswer, who } from "../shared/bus.js";
import { estimateText } from "../shared/estimate.js";
import { byID, confirmStep, element, setText, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { offerLanguages } from "../shared/languages.js";
import { follow } from "../shared/live.js";
import { chime, wake } from "../shared/sound.js";
import { firstLanguage, refusalText, say, serviceName, useLanguage } from "../shared/words.js";
import { branchTime, clockText } from "../shared/zone.js";

/** The ticket is asked for at most so often, in milliseconds. */
const leastPause = 2000;
const over = ["served", "noShow", "cancelled", "abandoned", "expired"];

const handle = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const state = { ticket: null, unknown: false, services: [], live: true, since: null, error: null };
const cancelling = new Intent("queue.cancel");
const leaving = new Intent("queue.leave");
const arriving = new Intent("appointment.checkIn");
const unbooking = new Intent("appointment.cancel");
let asked = 0;
let later = null;

function draw() {
  const { live, since } = state;
  const stale = byID("stale");
  stale.hidden = live;
  setText(stale, live ? "" : since
    ? say("shared.notLive", { time: clockText(since) }) : say("shared.neverLive"));
  document.body.classList.toggle("stale", !live);
  const stage = byID("stage");
  if (state.unknown) return show(stage, unknownTicket());
  if (!state.ticket) return show(stage, element("p", {}, say("shared.loading")));
  document.title = state.ticket.number
    ? say("ticketPage.title", { number: state.ticket.number }) : say("ticketPage.booked");
  show(stage, card(state.ticket));
}

function unknownTicket() {
  return element("section", { class: "ticket card over" },
    element("h2", {}, say("ticketPage.unknown")), element("p", {}, say("ticketPage.unknownText")));
}

/**
 * How the ticket stands, as one word: "you are next" is a state of its own here, and so is who
 * was called before and waits again, and who is let in rather than called to a counter. Pure.
 */
function standing(ticket, service) {
  if (ticket.state === "waiting") {
    if (ticket.position === 1) return "next";
    return ticket.calls > 0 ? "again" : "waiting";
  }
  if (service?.capacity && ticket.state === "called") return "admitted";
  if (service?.capacity && ticket.state === "serving") return "inside";
  if (ticket.state === "cancelled" && !ticket.number) return "unbooked";
  if (ticket.state === "abandoned") return "cancelled";
  return ticket.state;
}

function card(ticket) {
  const service = state.services.find((one) => one.service === ticket.service);
  const now = standing(ticket, service);
  const kind = over.includes(ticket.state) ? "over" : now;
  return element("section", { class: `ticket card ${kind}`, "data-state": ticket.state },
    element("p", { class: "service" }, service ? serviceName(service) : ""),
    ticket.number ? element("p", { class: "number" }, ticket.number) : null,
    ...(["waiting", "again"].includes(now) ? place(ticket) : []),
    element("p", { class: "sentence" }, say(`ticketPage.${now}`)),
    ticket.at ? element("p", { class: "at" },
      say("ticketPage.at", { time: dateAndTime(ticket.at) })) : null,
    ["called", "serving"].includes(now)
      ? element("p", { class: "counter" }, ticket.counter) : null,
    now === "next" ? element("p", {}, say("ticketPage.nextText")) : null,
    state.error ? element("p", { class: "notice hold", role: "alert" }, state.error) : null,
    over.includes(ticket.state) ? null
      : element("p", { class: "muted" }, say("ticketPage.keepOpen")),
    ...buttons(ticket, now));
}

/** What its holder may do with it as it stands. */
function buttons(ticket, now) {
  const button = (key, look, word, onclick) => element("button", {
    class: look, type: "button", "data-key": key, disabled: !state.live, onclick,
  }, say(word));
  if (["admitted", "inside"].includes(now)) {
    return [button("leave", "go", "ticketPage.leave", () => finish(leaving, "leave"))];
  }
  if (ticket.state === "booked") {
    return [
      button("checkIn", "go", "ticketPage.checkIn",
        () => send(arriving, { appointment: handle })),
      button("unbook", "plain", "ticketPage.unbook",
        () => finish(unbooking, "unbook", { appointment: handle }))];
  }
  return ["waiting", "parked"].includes(ticket.state)
    ? [button("cancel", "plain", "ticketPage.giveUp", () => finish(cancelling, "giveUp"))] : [];
}

function place(ticket) {
  const before = Math.max(0, (ticket.position ?? 1) - 1);
  const estimate = estimateText(ticket);
  return [
    element("p", { class: "place" }, element("b", {}, String(before)),
      element("span", {}, say("ticketPage.before", { n: before }))),
    estimate === null ? null : element("p", { class: "estimate" }, estimate),
  ];
}

function dateAndTime(time) {
  return branchTime(time, {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23",
  });
}

/** What ends it is asked first. */
async function finish(intent, word, body = { ticket: handle }) {
  const sure = await confirmStep({
    title: say(`ticketPage.${word}Title`), text: say(`ticketPage.${word}Text`),
    yes: say(`ticketPage.${word}`), danger: word !== "leave",
    no: say(word === "unbook" ? "ticketPage.keepBooked" : "ticketPage.keep"),
  });
  if (sure) await send(intent, body);
}

async function send(intent, body) {
  try {
    // An appointment's answer is no whole ticket: what is not in it stays.
    take({ ...state.ticket, ...await intent.send(body) });
    state.error = null;
  } catch (error) {
    const tooEarly = error.code === "ticket_state" && state.ticket?.state === "booked";
    state.error = error instanceof NoAnswer ? say("shared.unknown")
      : tooEarly ? say("ticketPage.tooEarly") : refusalText(error);
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

async function begin() {
  await useLanguage(firstLanguage());
  offerLanguages(byID("language"), draw);
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
    const moving = ["called", "serving", "parked", "booked"];
    if (moving.includes(state.ticket?.state)) refresh();
  }, 4000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refresh();
  });
  document.addEventListener("pointerdown", wake, { once: true });
}

begin();
