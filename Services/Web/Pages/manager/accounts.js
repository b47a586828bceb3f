// Accounts and what moved on them.

import { call, now } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { openStatement } from "../shared/statement.js";
import { refusalText, say } from "../shared/words.js";
import { interestForAll, isReversible, reverseEntry } from "./corrections.js";
import { openForm } from "./form.js";
import { limitsTile, setLimits } from "./limits.js";
import { button, heading, pagedTable } from "./table.js";

const kinds = { open: "go", frozen: "hold", dormant: "wait", closed: "" };

/** Accounts in order of their numbers; one of them by its number. */
export function accounts(stage, context) {
  const list = element("section", { class: "stack" });
  const find = element("form", { class: "tools", role: "search" },
    element("label", {}, say("manager.findAccount"),
      element("input", { name: "number", inputmode: "numeric", autocomplete: "off" })),
    element("button", { type: "submit" }, say("shared.search")));
  const found = element("p", { class: "notice hold", role: "alert", hidden: true });
  find.addEventListener("submit", async (event) => {
    event.preventDefault();
    const number = Number(new FormData(find).get("number"));
    found.hidden = true;
    try {
      const account = await call("account.get", { account: number });
      location.hash = `accounts/${account.number}`;
    } catch (error) {
      found.textContent = refusalText(error);
      found.hidden = false;
    }
  });
  show(stage, heading("manager.accounts",
    button("corrections.interestAll", () => interestForAll(context, now()))), find, found, list);
  pagedTable(list, {
    caption: say("manager.accounts"),
    columns: [
      { word: "shared.account", text: (one) => String(one.number) },
      { word: "manager.name", text: (one) => one.name },
      { word: "shared.balance", sum: true,
        text: (one) => context.money(one.balance, one.currency) },
      { word: "shared.available", sum: true,
        text: (one) => context.money(one.available, one.currency) },
      { word: "manager.state", content: status },
    ],
    async load(after) {
      const { accounts: rows, next } = await call("account.list", { after, limit: 25 });
      return { rows, next };
    },
    actions: (one) => [button("manager.look", () => {
      location.hash = `accounts/${one.number}`;
    })],
  });
}

function status(account) {
  return element("span", { class: `tag ${kinds[account.status] ?? ""}` },
    say(`manager.statuses.${account.status}`));
}

/** One account: its figures, what may be done with it, its movements. */
export async function account(stage, context, number) {
  let one;
  try {
    one = await call("account.get", { account: number });
  } catch (error) {
    return show(stage, heading("manager.accounts"),
      element("p", { class: "notice hold", role: "alert" }, refusalText(error)));
  }
  const again = () => account(stage, context, number);
  const list = element("section", { class: "stack" });
  const isOpen = one.status !== "closed";
  const may = (method) => isOpen && context.may(method);
  show(stage,
    element("p", {}, element("a", { href: "#accounts" }, say("shared.back"))),
    element("header", {},
      element("h2", {}, `${say("shared.account")} ${one.number} · ${one.name}`), status(one),
      button("statement.title", () => openStatement(one)),
      may("account.setLimits")
        ? button("limits.title", () => setLimits(one).then((reply) => reply && again())) : null,
      may("account.freeze") && !one.frozen
        ? button("manager.freeze", () => freeze(one, again), "hold") : null,
      may("account.unfreeze") && one.frozen
        ? button("manager.unfreeze", () => unfreeze(one, again), "go") : null,
      may("account.close") ? button("manager.close", () => close(one, again), "hold") : null),
    element("div", { class: "tiles" },
      figure("shared.balance", context.money(one.balance, one.currency)),
      figure("shared.available", context.money(one.available, one.currency)),
      limitsTile(one)), list);
  pagedTable(list, {
    caption: say("manager.movements"),
    columns: [
      { word: "atm.time", text: (line) => context.time(line.at) },
      { word: "atm.kind", text: (line) => say(`atm.kinds.${line.kind}`) },
      { word: "manager.counterparty", text: (line) => String(line.counterparty) },
      { word: "manager.memo", text: (line) => line.memo ?? "" },
      { word: "shared.amount", sum: true,
        text: (line) => context.money(line.amount, one.currency) },
      { word: "shared.balance", sum: true,
        text: (line) => context.money(line.balance, one.currency) },
    ],
    async load(before) {
      const page = await call("account.history", { account: number, before, limit: 25 });
      return { rows: page.entries, next: page.next };
    },
    actions: (line) => [isReversible(line) ? button("corrections.reverse", () =>
      reverseEntry(line, one, context).then((reply) => reply && again())) : null],
  });
}

function figure(word, text) {
  return element("p", { class: "card tile" }, element("span", { class: "muted" }, say(word)),
    element("b", { class: "big" }, text));
}

const sides = () => ["both", "debit", "credit"].map((side) => [side, say(`manager.sides.${side}`)]);

async function freeze(one, done) {
  const reply = await openForm({
    title: say("manager.freeze"), text: one.name, method: "account.freeze", danger: true,
    fields: [
      { name: "side", word: "manager.side", options: sides() },
      { name: "reason", word: "manager.reason" }],
    toBody: (values) => ({ account: one.number, ...values }),
  });
  if (reply) done();
}

async function unfreeze(one, done) {
  const reply = await openForm({
    title: say("manager.unfreeze"), text: one.name, method: "account.unfreeze",
    fields: [{ name: "reason", word: "manager.reason" }],
    toBody: ({ reason }) => ({ account: one.number, side: one.frozen ?? "both", reason }),
  });
  if (reply) done();
}

async function close(one, done) {
  const reply = await openForm({
    title: say("manager.close"), text: say("manager.closeText", { who: one.name }),
    method: "account.close", danger: true,
    fields: [
      { name: "to", word: "manager.restTo", type: "number", required: false },
      { name: "secret", word: "manager.ownSecret", type: "password" }],
    toBody: (values) => ({ account: one.number, ...values }),
  });
  if (reply) done();
}

/** Every entry of the ledger, in order. */
export function entries(stage, context) {
  const list = element("section", { class: "stack" });
  show(stage, heading("manager.entries"), list);
  pagedTable(list, {
    caption: say("manager.entries"),
    columns: [
      { word: "manager.numberShort", text: (one) => String(one.sequence) },
      { word: "atm.time", text: (one) => context.time(one.at) },
      { word: "atm.kind", text: (one) => say(`atm.kinds.${one.kind}`) },
      { word: "manager.debit", text: (one) => String(one.debit) },
      { word: "manager.credit", text: (one) => String(one.credit) },
      { word: "shared.amount", sum: true, text: (one) => context.money(one.amount, one.currency) },
      { word: "manager.by", text: (one) => one.by ?? "" },
      { word: "manager.memo", text: (one) => one.memo ?? "" },
    ],
    async load(after) {
      const page = await call("ledger.entries", { after, limit: 50 });
      return { rows: page.entries, next: page.next };
    },
  });
}
