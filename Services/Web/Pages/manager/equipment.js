// Services that can be chosen, and the devices of the branch.

import { ask, call } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { languages, say, serviceName } from "../shared/words.js";
import { openForm, showSecret } from "./form.js";
import { button, heading, pagedTable } from "./table.js";

/** What customers may choose. */
export function services(stage) {
  const list = element("section", { class: "stack" });
  show(stage, heading("manager.services", button("manager.newService", add, "go")), list);
  const table = pagedTable(list, {
    caption: say("manager.services"),
    columns: [
      { word: "manager.letter", text: (one) => one.prefix },
      { word: "manager.name", text: (one) => serviceName(one) },
      { word: "manager.id", text: (one) => one.service },
      { word: "manager.state", content: (one) => element("span", {
        class: `tag ${one.open ? "go" : "hold"}`,
      }, say(one.open ? "manager.isOpen" : "manager.isClosed")) },
    ],
    load: async () => ({ rows: (await call("queue.services")).services }),
    actions: (one) => [one.open
      ? button("manager.closeService", () => turn(one, "service.close"), "hold")
      : button("manager.openService", () => turn(one, "service.open"), "go")],
  });

  async function turn(one, method) {
    const isClosing = method === "service.close";
    const reply = await openForm({
      title: say(isClosing ? "manager.closeService" : "manager.openService"),
      text: serviceName(one), method, fields: [], danger: isClosing,
      toBody: () => ({ service: one.service }),
    });
    if (reply) table.reload();
  }

  async function add() {
    const reply = await openForm({
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
    if (reply) table.reload();
  }
}

/** Kiosks, boards, counters, cash machines and the rest. */
export function devices(stage) {
  const list = element("section", { class: "stack" });
  show(stage, heading("manager.devices",
    button("manager.letIn", letIn, "go"), button("manager.newDevice", add)), list);
  const table = pagedTable(list, {
    caption: say("manager.devices"),
    columns: [
      { word: "manager.device", text: (one) => one.device },
      { word: "atm.kind", text: (one) => one.kind },
      { word: "manager.state", content: (one) => element("span", {
        class: `tag ${one.disabled ? "hold" : "go"}`,
      }, say(one.disabled ? "manager.disabled" : "manager.active")) },
    ],
    async load(after) {
      const { devices: rows, next } = await call("device.list", { after, limit: 25 });
      return { rows, next };
    },
    actions: (one) => (one.disabled ? []
      : [button("manager.disable", () => disable(one), "hold")]),
  });

  async function letIn() {
    const kinds = ["kiosk", "board", "counter", "atm"];
    const reply = await openForm({
      title: say("manager.letIn"), text: say("manager.letInText"),
      send: (body) => ask("/manager/pair", body),
      fields: [
        { name: "code", word: "manager.code" },
        { name: "kind", word: "atm.kind", options: kinds.map((kind) =>
          [kind, say(`pair.kinds.${kind}`)]) },
        { name: "device", word: "manager.deviceName" }],
    });
    if (reply) table.reload();
  }

  async function add() {
    const kinds = ["kiosk", "board", "counter", "atm", "bot", "notifier", "rpc"];
    const reply = await openForm({
      title: say("manager.newDevice"), method: "device.add",
      fields: [
        { name: "device", word: "manager.deviceName" },
        { name: "kind", word: "atm.kind", options: kinds.map((kind) => [kind, kind]) }],
    });
    if (!reply) return;
    await showSecret(say("manager.secretOf", { who: reply.device }), reply.secret);
    table.reload();
  }

  async function disable(one) {
    const reply = await openForm({
      title: say("manager.disable"), text: say("manager.disableText", { who: one.device }),
      method: "device.disable", fields: [], danger: true, toBody: () => ({ device: one.device }),
    });
    if (reply) table.reload();
  }
}
