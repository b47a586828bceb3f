// What waits for a second person: who asked for what, how much, since when; yes or no, in two
// steps. Whoever asked sees it and does not decide it.

import { call } from "../shared/bus.js";
import { facts } from "../shared/cash.js";
import { element, show } from "../shared/dom.js";
import { openSteps } from "../shared/steps.js";
import { say } from "../shared/words.js";
import { me } from "./me.js";
import { button, heading, pagedTable } from "./table.js";

/** How often we look whether something new waits, in milliseconds. */
const lookEach = 10_000;

const pageSize = 25;

/** The name of a method, "Withdrawal". */
function what({ method }) {
  const text = say(`approvals.methods.${method}`);
  return text.startsWith("approvals.") ? method : text;
}

/** Whose account it is, and its currency; asked for once while the list is shown. */
class Owners {
  #known = new Map();

  async learn(approvals) {
    const numbers = new Set(approvals.map(({ account }) => account)
      .filter((account) => typeof account === "number" && !this.#known.has(account)));
    await Promise.all([...numbers].map(async (account) => {
      const found = await call("account.get", { account }).catch(() => null);
      if (found) this.#known.set(account, found);
    }));
  }

  of({ account }) {
    return this.#known.get(account) ?? null;
  }
}

/** Draws the section. */
export function approvals(stage, context) {
  const list = element("section", { class: "stack" });
  const owners = new Owners();
  const amount = (one) => (one.amount === undefined ? ""
    : context.money(one.amount, owners.of(one)?.currency ?? context.currency));
  const account = (one) => {
    if (one.account === undefined) return "";
    const owner = owners.of(one);
    return owner ? `${one.account} · ${owner.name}` : String(one.account);
  };
  let first = null;
  show(stage, heading("manager.approvals"),
    element("p", { class: "muted" }, say("approvals.text")), list);
  const table = pagedTable(list, {
    caption: say("manager.approvals"),
    columns: [
      { word: "manager.numberShort", text: (one) => String(one.approval) },
      { word: "approvals.what", text: what },
      { word: "shared.account", text: account, content: (one) => link(one, account(one)) },
      { word: "shared.amount", sum: true, text: amount },
      { word: "approvals.who", text: (one) => one.by },
      { word: "approvals.when", text: (one) => context.time(one.at) },
    ],
    async load(after) {
      const page = await call("approval.list", { after, limit: pageSize });
      await owners.learn(page.approvals);
      if (after === undefined) first = JSON.stringify(page);
      return { rows: page.approvals, next: page.next };
    },
    actions: (one) => (one.by === me()
      ? [element("span", { class: "tag wait" }, say("approvals.own"))]
      : [keyed(`yes-${one.approval}`, button("approvals.approve", () => decide(one, true), "go")),
        keyed(`no-${one.approval}`, button("approvals.reject", () => decide(one, false)))]),
  });
  const timer = setInterval(async () => {
    if (!list.isConnected) return clearInterval(timer);
    if (document.hidden || document.querySelector("dialog[open]")) return null;
    const page = await call("approval.list", { limit: pageSize }).catch(() => null);
    return page && JSON.stringify(page) !== first && table.reload();
  }, lookEach);

  async function decide(one, approve) {
    const kind = approve ? "approve" : "reject";
    const about = { what: what(one), amount: amount(one), number: one.approval };
    const lines = facts([[say("approvals.what"), what(one)],
      one.account === undefined ? null : [say("shared.account"), account(one)],
      approve ? await available(one, context) : null,
      [say("approvals.who"), one.by], [say("approvals.when"), context.time(one.at)]]);
    const top = amount(one) ? figure(amount(one)) : null;
    await openSteps({
      title: say(`approvals.${kind}Title`, about), method: "approval.decide", by: me(),
      currency: owners.of(one)?.currency ?? context.currency, danger: !approve,
      form: reasonForm(approve, [top, lines]),
      body: ({ reason }) => ({
        approval: one.approval, approve, ...(reason === "" ? {} : { reason }) }),
      review: ({ reason }) => [top, lines,
        reason === "" ? null : facts([[say("manager.reason"), reason]]),
        element("p", { class: "sentence" }, say(`approvals.${kind}Sentence`, {
          ...about, who: one.by }))],
      yes: () => say(amount(one) ? `approvals.${kind}Yes` : `approvals.${kind}`, about),
      done: () => [element("p", { class: approve ? "notice go" : "notice", role: "status" },
        say(approve ? "approvals.approved" : "approvals.rejected", about))],
    });
    table.reload();
  }

  return { onLive: () => table.reload() };
}

function figure(text) {
  return element("p", { class: "figure" }, text);
}

function keyed(key, made) {
  made.dataset.key = key;
  return made;
}

function link(one, text) {
  return typeof one.account === "number"
    ? element("a", { href: `#accounts/${one.account}` }, text) : text;
}

/** What is in the account now, for whoever decides. */
async function available({ account }, context) {
  if (typeof account !== "number") return null;
  const found = await call("account.get", { account }).catch(() => null);
  return found
    ? [say("shared.available"), context.money(found.available, found.currency)] : null;
}

/** A no has a reason; a yes may have one. */
function reasonForm(approve, above) {
  const reason = element("input", { id: "decide-reason", maxlength: 140, autocomplete: "off" });
  return {
    place: element("div", { class: "stack" }, above, element("div", {},
      element("label", { for: reason.id },
        say(approve ? "approvals.reasonOptional" : "manager.reason")), reason)),
    first: reason,
    read() {
      const text = reason.value.trim();
      if (text !== "" || approve) return { reason: text };
      reason.focus();
      return say("shared.required");
    },
  };
}

/** A line for the overview while something waits; looked after as long as it is shown. */
export function approvalsHint() {
  const place = element("div", { class: "waits-hint", role: "status" });
  const look = async () => {
    const page = await call("approval.list", { limit: pageSize }).catch(() => null);
    if (!page) return;
    const n = page.approvals.length;
    const text = page.next === undefined ? say("approvals.hint", { n })
      : say("approvals.hintMany", { n });
    if (n === 0) show(place);
    else if (place.textContent !== text) {
      show(place, element("p", { class: "notice wait" },
        element("a", { href: "#approvals", "data-key": "hint" }, text)));
    }
  };
  const timer = setInterval(() => {
    if (!place.isConnected) clearInterval(timer);
    else if (!document.hidden) look();
  }, lookEach);
  look();
  return place;
}
