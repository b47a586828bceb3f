// What is at the counter: the ticket, very large, and what can be done with it.

import { now } from "../shared/bus.js";
import { byID, confirmStep, element, setText, show } from "../shared/dom.js";
import { refusalText, say } from "../shared/words.js";
import { inOrder } from "./hall.js";
import { keyHint, keyNames } from "./keys.js";
import { remember, remembered } from "./memory.js";
import { lengthText } from "./times.js";
import { reasonOf, WhyLine, whyDetails } from "./why.js";

/** In the order in which they are laid out. */
const buttons = [
  ["act-next", "queue.next", "go"], ["act-start", "queue.start", "main"],
  ["act-done", "queue.done", "main"], ["act-recall", "queue.recall", "plain"],
  ["act-noShow", "queue.noShow", "danger"], ["act-hold", "queue.hold", "hold"],
  ["act-transfer", "queue.transfer", "plain"], ["act-requeue", "queue.requeue", "plain"],
];

const minutesToHold = [5, 10, 20, 30, 60];

/** What the card shows, as plain data. Pure. */
export function cardOf(desk, nameOf, why = null) {
  if (desk.standing === "taken") {
    const who = desk.takenBy ?? say("counter.now.somebody");
    return { kind: "gone", title: say("counter.now.taken", { counter: desk.counter, who }),
      text: say("counter.now.takenText") };
  }
  if (desk.standing === "closed") {
    return { kind: "gone", title: say("counter.now.closed", { counter: desk.counter }),
      text: say("counter.now.closedText") };
  }
  if (desk.ticket) {
    const { number, service, name, state, calls } = desk.ticket;
    const tag = calls > 1 && state === "called"
      ? say("counter.now.calledTimes", { n: calls }) : say(`counter.state.${state}`);
    return { kind: "ticket", number, service: nameOf(service), name: name ?? null, state, tag,
      why: why && reasonOf(why, nameOf) };
  }
  if (desk.paused) {
    const title = desk.reason
      ? say("counter.now.pausedFor", { reason: desk.reason }) : say("counter.now.paused");
    return { kind: "none", title, text: say("counter.now.pausedText") };
  }
  return inOrder(desk.waiting, desk.services).length > 0
    ? { kind: "none", title: say("counter.now.free"), text: say("counter.now.freeText") }
    : { kind: "none", title: say("counter.now.nobody"), text: say("counter.now.nobodyText") };
}

/** The renderer: `onReopen` chooses a counter anew; `moving` asks where tickets go. */
export class NowCard {
  #desk;
  #shown = "";
  #minutes;
  #why;
  #moving;

  constructor(desk, { onReopen, onChange, moving }) {
    this.#desk = desk;
    this.#why = new WhyLine(onChange);
    this.#moving = moving;
    this.onReopen = onReopen;
  }

  /** Makes the buttons, in the language in use. */
  build() {
    this.#shown = "";
    this.#minutes = element("select", {
      id: "hold-minutes", "aria-label": say("counter.act.minutes"),
      onchange: (event) => remember({ minutes: Number(event.target.value) }),
    }, minutesToHold.map((n) => element("option", { value: String(n) },
      say("counter.time.minutes", { n }))));
    this.#minutes.value = String(remembered().minutes ?? 10);
    const made = buttons.map(([id, method, look]) => {
      const button = element("button", {
        id, class: `act ${look}`, "aria-keyshortcuts": keyNames(id),
        onclick: () => this.press(method),
      },
      element("span", { class: "word" }, say(`counter.act.${method.slice(6)}`)),
      id === "act-next" ? element("span", { class: "hint", id: "next-hint" }) : null,
      keyHint(id));
      return id === "act-hold"
        ? element("div", { class: "split" }, button, this.#minutes) : button;
    });
    show(byID("actions"), made);
  }

  async press(method, more = {}) {
    const desk = this.#desk;
    if (!this.#offers(method)) return;
    if (method === "queue.transfer") return this.#moving.transfer();
    if (method === "queue.requeue") return this.#moving.requeue(desk.ticket);
    if (method === "queue.noShow") {
      const { number } = desk.ticket;
      const sure = await confirmStep({
        title: say("counter.sure.noShow", { number }), text: say("counter.sure.noShowText"),
        yes: say("counter.sure.noShowYes"), no: say("shared.back"),
      });
      // Meanwhile another tab may have gone on with the next customer.
      if (!sure || desk.ticket?.number !== number) return;
    }
    const extra = method === "queue.hold" ? { minutes: Number(this.#minutes.value) } : more;
    await desk.act(method, extra);
  }

  /** Here only the called ticket goes back in line; the others do from their list. */
  #offers(method) {
    const desk = this.#desk;
    return desk.offers(method, this.live)
      && (method !== "queue.requeue" || desk.ticket?.state === "called");
  }

  /** Draws what changed. */
  draw({ live, nameOf }) {
    this.live = live;
    const desk = this.#desk;
    const card = cardOf(desk, nameOf, this.#why.of(desk.ticket));
    const key = JSON.stringify(card);
    if (key !== this.#shown) {
      this.#shown = key;
      const before = document.getElementById("why");
      const unfolded = before?.open ? before.dataset.number : null;
      show(byID("ticket"), this.#card(card));
      if (unfolded === card.number && card.why) byID("why").open = true;
    }
    const since = document.getElementById("since");
    if (since && desk.ticket) setText(since, this.#since());
    byID("actions").hidden = card.kind === "gone";
    byID("actions").dataset.state = desk.ticket?.state ?? "idle";
    for (const [id, method] of buttons) {
      const button = byID(id);
      const busy = desk.running === method;
      button.setAttribute("aria-disabled", String(!this.#offers(method)));
      if (busy) button.setAttribute("aria-busy", "true");
      else button.removeAttribute("aria-busy");
    }
    byID("act-next").classList.toggle("settling", desk.isSettling);
    setText(byID("next-hint"), desk.ticket
      ? say("counter.act.nextHint", { number: desk.ticket.number }) : "");
    this.#drawTrouble();
  }

  #since() {
    const { issued } = this.#desk.ticket;
    return say("counter.now.since", { time: lengthText(now() - issued) });
  }

  #card(card) {
    if (card.kind === "ticket") {
      return element("div", { class: `at ${card.state}` },
        element("p", { class: "number" }, card.number),
        element("div", { class: "about" },
          element("p", { class: "service" }, card.service),
          card.name ? element("p", { class: "name" }, element("bdi", {}, card.name)) : null,
          element("p", { class: "row" },
            element("span", { class: `tag ${card.state === "serving" ? "go" : "wait"}` },
              card.tag),
            element("span", { class: "muted", id: "since" }))),
        card.why ? whyDetails(card.why, card.number) : null);
    }
    return element("div", { class: `at ${card.kind}` },
      element("p", { class: "headline" }, card.title),
      element("p", { class: "muted" }, card.text),
      card.kind === "gone" ? element("button", {
        id: "reopen", onclick: () => this.onReopen(),
      }, say("counter.now.choose")) : null);
  }

  #drawTrouble() {
    const desk = this.#desk;
    const [open] = desk.unknown;
    const key = JSON.stringify([open?.id, desk.running, desk.error?.code, desk.error?.message]);
    const place = byID("trouble");
    if (place.dataset.key === key) return;
    place.dataset.key = key;
    if (open) {
      const what = say(`counter.unknown.${open.method}`, {
        number: open.about.number ?? "", counter: open.about.counter });
      show(place, element("div", { class: "notice wait stack", role: "alert" },
        element("p", {}, element("strong", {}, what)),
        element("p", {}, say("shared.unknown")),
        element("button", {
          id: "act-again", "aria-keyshortcuts": keyNames("act-again"),
          "aria-busy": desk.running ? "true" : null, onclick: () => desk.askAgain(),
        }, say("shared.askAgain"), keyHint("act-again"))));
      return;
    }
    const told = desk.error && desk.standing === "open";
    show(place, told
      ? element("p", { class: "notice hold", role: "alert" }, refusalText(desk.error)) : null);
  }
}
