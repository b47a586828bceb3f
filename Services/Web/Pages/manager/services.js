// What customers may choose: when it is open, how many it takes, who is next, what can be booked.

import { call, now } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { hoursText } from "../shared/hours.js";
import { languages, say, serviceName } from "../shared/words.js";
import { openForm } from "./form.js";
import { showSlots } from "./slots.js";
import { button, heading, pagedTable } from "./table.js";
import { changes, fieldsOf } from "./terms.js";

/** How many are inside now: "3 of 20", and how many more may come; null without a limit. */
export function insideText(topics, service) {
  const admission = topics.find((one) => one.service === service)?.admission;
  if (!admission) return null;
  const { inside, capacity } = admission;
  return say("manager.insideOf", { inside, capacity, free: Math.max(0, capacity - inside) });
}

/** Draws the section; what is inside changes with the queues. */
export function services(stage, context) {
  const list = element("section", { class: "stack many" });
  show(stage, heading("manager.services", button("manager.newService",
    async () => await add() && table.reload(), "go")), list);
  let loaded = [];
  const table = pagedTable(list, {
    caption: say("manager.services"),
    columns: [
      { word: "manager.letter", text: (one) => one.prefix },
      { word: "manager.name", text: (one) => serviceName(one) },
      { word: "manager.id", text: (one) => one.service },
      { word: "manager.today", text: (one) => today(one) },
      { word: "manager.rule", text: (one) =>
        say(`counter.rule.${one.policy?.rule ?? "priority"}`) },
      { word: "manager.inside", text: (one) => insideText(context.topics, one.service) ?? "–" },
      { word: "manager.state", content: (one) => element("span", {
        class: `tag ${isOpen(one) ? "go" : "hold"}`,
      }, say(isOpen(one) ? "manager.isOpen" : "manager.isClosed")) },
    ],
    load: async () => {
      loaded = (await call("queue.services")).services;
      return { rows: loaded };
    },
    actions: (one) => [
      keyed(one, "manager.change", () => change(one)),
      one.booking ? keyed(one, "manager.appointments", () => showSlots(one)) : null,
      isOpen(one) ? keyed(one, "manager.closeService", () => turn(one, "service.close"), "hold")
        : keyed(one, "manager.openService", () => turn(one, "service.open"), "go")],
  });

  function keyed(one, word, onclick, kind) {
    const made = button(word, onclick, kind);
    made.dataset.key = `${word}.${one.service}`;
    return made;
  }

  /** Hours open and close it by themselves: the queue is newer than the list. */
  function isOpen(one) {
    return context.topics.find((topic) => topic.service === one.service)?.open ?? one.open;
  }

  async function turn(one, method) {
    const isClosing = method === "service.close";
    const reply = await openForm({
      title: say(isClosing ? "manager.closeService" : "manager.openService"),
      text: serviceName(one), method, fields: [], danger: isClosing,
      toBody: () => ({ service: one.service }),
    });
    if (reply) table.reload();
  }

  async function change(one) {
    const reply = await openForm({
      title: serviceName(one), text: say("manager.changeText"), method: "service.update",
      fields: fieldsOf(one, loaded),
      toBody: (values) => ({ service: one.service, ...changes(one, values) }),
    });
    if (reply) table.reload();
  }

  let told = "";
  return {
    onTopics() {
      const next = JSON.stringify(context.topics.map(({ service, open, admission }) =>
        [service, open, admission]));
      if (next === told) return;
      told = next;
      table.redraw();
    },
  };
}

function today(one) {
  if (!one.hours) return say("manager.byHand");
  return hoursText(one, now()) ?? say("manager.closedToday");
}

/** Resolves to the new service, or null. */
function add() {
  return openForm({
    title: say("manager.newService"), method: "service.add",
    fields: [
      { name: "service", word: "manager.id" }, { name: "prefix", word: "manager.letter" },
      ...languages.map((code) => ({
        name: `name.${code}`, word: `manager.nameIn.${code}`, required: code === "en",
      }))],
    toBody: ({ service, prefix, ...names }) => ({
      service, prefix: prefix.toUpperCase(),
      names: Object.fromEntries(Object.entries(names).map(([key, name]) =>
        [key.slice("name.".length), name])),
    }),
  });
}
