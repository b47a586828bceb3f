// The devices of the branch.

import { ask, call } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { say } from "../shared/words.js";
import { openForm, showSecret } from "./form.js";
import { button, heading, pagedTable } from "./table.js";

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
