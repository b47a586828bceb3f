// Tickets of today that are over: one that ended by mistake waits again.

import { call } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { refusalText, say } from "../shared/words.js";

const states = ["served", "noShow", "cancelled"];

/** So many pages of a state are looked through, and so many tickets are shown. */
const mostPages = 50;
const mostRows = 40;

/** What is shown of them: the newest first, those whose number begins so. Pure. */
export function matching(tickets, text) {
  const wanted = text.trim().toUpperCase();
  return tickets.filter(({ number }) => number.startsWith(wanted))
    .sort((a, b) => b.issued - a.issued).slice(0, mostRows);
}

async function everyOne(state) {
  const found = [];
  let after;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await call("queue.list", { state, after, limit: 200 });
    found.push(...answer.tickets);
    after = answer.next;
    if (after === undefined) break;
  }
  return found;
}

/** Shows them; resolves to the ticket that was chosen, or null. */
export function chooseEnded(nameOf) {
  const giveBack = keepFocus("main");
  return new Promise((resolve) => {
    let chosen = null;
    let tickets = null;
    let problem = null;
    const field = element("input", { type: "search", id: "ended-number", autocomplete: "off",
      maxlength: 12, oninput: () => draw() });
    const list = element("div", { class: "list ended", role: "region", tabindex: "0",
      "aria-label": say("counter.ended.title") });
    const dialog = element("dialog", { class: "step", id: "ended-dialog",
      "aria-labelledby": "ended-title" },
    element("h2", { id: "ended-title" }, say("counter.ended.title")),
    element("p", { class: "muted" }, say("counter.ended.text")),
    element("label", { for: "ended-number" }, say("counter.ended.number")), field, list,
    element("div", { class: "row end" }, element("button", {
      type: "button", class: "plain", onclick: () => dialog.close(),
    }, say("shared.back"))));
    const draw = () => {
      if (problem) {
        return show(list, element("p", { class: "notice hold", role: "alert" }, problem));
      }
      if (!tickets) return show(list, element("p", { class: "muted" }, say("shared.loading")));
      const rows = matching(tickets, field.value);
      show(list, rows.length === 0 ? element("p", { class: "muted" }, say("shared.none"))
        : element("ul", { class: "parked" }, rows.map((ticket) => row(ticket))));
    };
    const row = (ticket) => element("li", {},
      element("strong", { class: "number" }, ticket.number),
      element("span", {}, element("span", { class: "service" }, nameOf(ticket.service)),
        say(`counter.ended.${ticket.state}`)),
      element("button", {
        type: "button", class: "plain", "data-reopen": ticket.number,
        "aria-label": say("counter.move.reopenTitle", { number: ticket.number }),
        onclick: () => {
          chosen = ticket;
          dialog.close();
        },
      }, say("counter.act.reopen")));
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    field.focus();
    draw();
    Promise.all(states.map(everyOne)).then((found) => {
      tickets = found.flat();
    }, (error) => {
      problem = refusalText(error);
    }).then(draw);
  });
}
