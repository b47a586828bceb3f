// The branch at a glance: who waits where, which counter serves whom.

import { call, now } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { refusalText, say, serviceName } from "../shared/words.js";
import { approvalsHint } from "./approvals.js";
import { insideText } from "./services.js";
import { button, heading } from "./table.js";

/** Asked for again at most so often while things change, in milliseconds. */
const leastPause = 1000;

/** Draws the section; returns what to call on each change of the queues. */
export function overview(stage, context) {
  const tiles = element("div", { class: "tiles" });
  const counters = element("div", { class: "card scroll" });
  const trial = element("div", {});
  show(stage, heading("manager.overview"), context.hasMoney ? approvalsHint() : null, tiles,
    element("h3", {}, say("manager.counters")), counters, context.hasMoney ? trial : null);
  let asked = 0;
  let later = null;

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
      draw(await call("queue.status"));
    } catch {
      // The banner says that it is not live; what is shown stays as it was then.
    }
  }

  function draw(status) {
    show(tiles, ...status.services.map((line) => tile(line, context)));
    show(counters, status.counters.length === 0
      ? element("p", { class: "foot muted" }, say("manager.noCounter"))
      : counterTable(status.counters));
  }

  if (context.hasMoney) {
    show(trial, button("manager.trialBalance", async () => {
      try {
        const { currencies } = await call("ledger.trialBalance");
        show(trial, trialBalance(currencies, context));
      } catch (error) {
        show(trial, element("p", { class: "notice hold", role: "alert" }, refusalText(error)));
      }
    }));
  }
  refresh();
  return { onTopics: refresh, onLive: refresh };
}

function tile(line, context) {
  const topic = context.topics.find((one) => one.service === line.service);
  const known = context.services.find((one) => one.service === line.service);
  const longest = topic?.serving.reduce((most, one) => Math.max(most, now() - one.called), 0);
  const inside = insideText(context.topics, line.service);
  const fact = (word, value) => [element("dt", {}, say(word)), element("dd", {}, String(value))];
  return element("article", { class: "card tile", "data-service": line.service },
    element("div", { class: "row" },
      element("h3", {}, known ? serviceName(known) : line.service),
      topic && !topic.open ? element("span", { class: "tag hold" }, say("kiosk.closed")) : null),
    element("p", {}, element("span", { class: "big" }, String(line.waiting)), " ",
      say("shared.waiting")),
    element("dl", {}, ...fact("manager.atCounters", line.called + line.serving),
      ...fact("manager.parked", line.parked), ...fact("manager.served", line.served),
      ...fact("manager.noShow", line.noShow),
      ...(inside ? fact("manager.inside", inside) : []),
      ...(longest ? fact("manager.longest", say("shared.minutes", {
        n: Math.max(1, Math.round(longest / 60_000)),
      })) : [])));
}

function counterTable(counters) {
  const kinds = { idle: "", called: "wait", serving: "go", paused: "hold" };
  return element("table", {},
    element("caption", { class: "hush" }, say("manager.counters")),
    element("thead", {}, element("tr", {}, ...[
      "shared.counter", "manager.teller", "manager.state", "shared.ticket",
    ].map((word) => element("th", { scope: "col" }, say(word))))),
    element("tbody", {}, ...counters.map((line) => element("tr", {},
      element("td", { "data-label": say("shared.counter") }, line.counter),
      element("td", { "data-label": say("manager.teller") }, line.teller ?? ""),
      element("td", { "data-label": say("manager.state") },
        element("span", { class: `tag ${kinds[line.state] ?? ""}` },
          say(`manager.states.${line.state}`))),
      element("td", { "data-label": say("shared.ticket") }, line.ticket ?? "–")))));
}

function trialBalance(currencies, context) {
  return element("div", { class: "card scroll" }, element("table", {},
    element("caption", {}, say("manager.trialBalance")),
    element("thead", {}, element("tr", {}, ...[
      "manager.currency", "manager.debits", "manager.credits", "manager.difference",
    ].map((word) => element("th", { scope: "col" }, say(word))))),
    element("tbody", {}, ...currencies.map((line) => element("tr", {},
      element("td", {}, line.currency),
      ...[line.debits, line.credits, line.difference].map((amount) =>
        element("td", { class: "sum" }, context.money(amount, line.currency))))))));
}
