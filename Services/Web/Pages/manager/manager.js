// The manager's desk: who may see what, section by section.

import { call, login, logout, NoAnswer, who } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { offerLanguages } from "../shared/languages.js";
import { follow } from "../shared/live.js";
import { moneyText } from "../shared/money.js";
import { firstLanguage, refusalText, say, useLanguage } from "../shared/words.js";
import { branchTime } from "../shared/zone.js";
import { showDoubts } from "../shared/doubts.js";
import { account, accounts, entries } from "./accounts.js";
import { approvals } from "./approvals.js";
import { cash } from "./cash.js";
import { devices } from "./equipment.js";
import { me, rememberMe } from "./me.js";
import { overview } from "./overview.js";
import { customers, staff } from "./people.js";
import { reports } from "./reports.js";
import { services } from "./services.js";

/** Methods that only an administrator may call; a supervisor may the others that are used here. */
const adminOnly = ["customer.register", "account.open", "account.close"];

/**
 * In the order of the menu; `money`: not where only the queue is offered; `admin`, `supervisor`:
 * for nobody else.
 */
const sections = [
  { id: "overview", draw: overview },
  { id: "approvals", draw: approvals, money: true },
  { id: "cash", draw: cash, money: true, supervisor: true },
  { id: "customers", draw: customers, money: true },
  { id: "accounts", draw: accounts, money: true },
  { id: "entries", draw: entries, money: true, admin: true },
  { id: "staff", draw: staff, admin: true },
  { id: "services", draw: services },
  { id: "reports", draw: reports },
  { id: "devices", draw: devices, admin: true },
];

const state = { here: null, user: null, live: true, since: null, drawn: null };
const context = {
  topics: [], services: [], hasMoney: true, currency: "USD",
  may: (method) => state.user?.role === "admin" || !adminOnly.includes(method),
  money: (amount, currency) => moneyText(amount, currency),
  time: (at) => branchTime(at, { dateStyle: "short", timeStyle: "medium", hourCycle: "h23" }),
};

function offered() {
  return sections.filter((one) => (!one.money || context.hasMoney)
    && ["admin", "supervisor"].every((role) => !one[role] || state.user?.role === role));
}

/** Draws the section that the address names. */
function route({ focus = true } = {}) {
  const stage = byID("stage");
  frame();
  if (!state.user) return gate(stage);
  const [id, detail] = location.hash.slice(1).split("/");
  const section = offered().find((one) => one.id === id) ?? offered()[0];
  for (const link of byID("sections").children) {
    link.toggleAttribute("aria-current", false);
    if (link.dataset.section === section.id) link.setAttribute("aria-current", "page");
  }
  document.title = `${say(`manager.${section.id}`)} · ${say("manager.title")}`;
  state.drawn = section.id === "accounts" && detail ? account(stage, context, Number(detail))
    : section.draw(stage, context);
  if (focus) stage.focus({ preventScroll: true });
}

/** What this person sent and nobody answered; nobody else's. */
function doubts() {
  showDoubts(byID("doubts"), state.user ? me() : undefined, () => route({ focus: false }));
}

function frame() {
  doubts();
  setText(byID("branch"), state.here?.branch ?? "Branchline");
  byID("logout").hidden = !state.user;
  const person = byID("person");
  person.hidden = !state.user;
  setText(person, state.user
    ? `${state.user.name} · ${say(`manager.roles.${state.user.role}`)}` : "");
  const menu = byID("sections");
  menu.hidden = !state.user;
  show(menu, ...offered().map((one) =>
    element("a", { href: `#${one.id}`, "data-section": one.id }, say(`manager.${one.id}`))));
}

/** The log-in, for supervisors and administrators. */
function gate(stage, words = null) {
  document.title = say("manager.title");
  const problem = element("p", {
    class: "notice hold", role: "alert", hidden: !words,
  }, words ?? "");
  const name = element("input", { name: "user", autocomplete: "username", required: true,
    autocapitalize: "none", spellcheck: "false" });
  const secret = element("input", { name: "secret", type: "password", required: true,
    autocomplete: "current-password" });
  const submit = element("button", { class: "go", type: "submit" }, say("shared.logIn"));
  const form = element("form", { class: "card stack gate" },
    element("h2", {}, say("manager.title")),
    element("label", {}, say("shared.user"), name),
    element("label", {}, say("shared.secret"), secret), problem, submit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    submit.setAttribute("aria-busy", "true");
    problem.hidden = true;
    try {
      const person = await login(name.value.trim(), secret.value);
      if (!["supervisor", "admin"].includes(person.role)) {
        await logout();
        throw Object.assign(new Error(say("manager.notYou")), { code: "manager" });
      }
      rememberMe(name.value);
      state.user = person;
      route();
    } catch (error) {
      problem.hidden = false;
      setText(problem, error.code === "manager" ? error.message
        : error instanceof NoAnswer ? say("refusals.no_answer") : refusalText(error));
      secret.value = "";
      secret.focus();
    } finally {
      submit.removeAttribute("aria-busy");
    }
  });
  show(stage, form);
  name.focus();
}

function liveness({ live, since }) {
  Object.assign(state, { live, since });
  const stale = byID("stale");
  stale.hidden = live;
  setText(stale, live ? "" : since ? say("shared.notLive", { time: context.time(since) })
    : say("shared.neverLive"));
  if (live && !state.here) learn();
  if (live) state.drawn?.onLive?.();
}

async function learn() {
  try {
    const [here, list] = await Promise.all([who(), call("queue.services")]);
    const isFirst = !state.here;
    state.here = here;
    context.services = list.services;
    context.currency = here.currency;
    context.hasMoney = here.features.includes("money");
    if (!isFirst) return;
    state.user = ["supervisor", "admin"].includes(here.user?.role) ? here.user : null;
    route();
  } catch {
    // Asked again when the branch is there.
  }
}

async function begin() {
  await useLanguage(firstLanguage());
  offerLanguages(byID("language"), () => route({ focus: false }));
  frame();
  learn();
  follow({
    onTopics(topics) {
      context.topics = topics;
      state.drawn?.onTopics?.();
    },
    onLiveness: liveness,
  });
  window.addEventListener("hashchange", () => route());
  window.addEventListener("branch:doubt", doubts);
  window.addEventListener("branch:sessionexpired", () => {
    if (!state.user) return;
    state.user = null;
    for (const dialog of document.querySelectorAll("dialog")) dialog.close();
    frame();
    gate(byID("stage"), say("shared.sessionExpired"));
  });
  byID("logout").addEventListener("click", async () => {
    await logout({ everywhere: true }).catch(() => logout().catch(() => {}));
    state.user = null;
    location.hash = "";
    route();
  });
}

begin();
