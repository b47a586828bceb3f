// Customers and staff: who they are, and a new secret where one is locked out.

import { call } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { languageName, languages, say } from "../shared/words.js";
import { openForm, showSecret } from "./form.js";
import { button, heading, pagedTable } from "./table.js";

/** Customers in order of their numbers. */
export function customers(stage, context) {
  const list = element("section", { class: "stack" });
  show(stage, heading("manager.customers",
    context.may("customer.register") ? button("manager.newCustomer", register, "go") : null), list);
  const table = pagedTable(list, {
    caption: say("manager.customers"),
    columns: [
      { word: "manager.numberShort", text: (one) => String(one.customer) },
      { word: "manager.name", text: (one) => one.name },
      { word: "shared.user", text: (one) => one.user },
      { word: "manager.phone", text: (one) => one.phone ?? "" },
      { word: "manager.accounts", text: (one) => one.accounts.join(", ") },
    ],
    async load(after) {
      const { customers: rows, next } = await call("customer.list", { after, limit: 25 });
      return { rows, next };
    },
    actions: (one) => [
      context.may("account.open") ? button("manager.openAccount", () => openAccount(one)) : null,
      button("manager.newSecret", () => resetSecret(one)),
    ],
  });

  async function register() {
    const currency = context.currency;
    const reply = await openForm({
      title: say("manager.newCustomer"), method: "customer.register",
      fields: [
        { name: "name", word: "manager.name" }, { name: "user", word: "shared.user" },
        { name: "nationalId", word: "manager.nationalId", required: false },
        { name: "phone", word: "manager.phone", type: "tel", required: false },
        { name: "email", word: "manager.email", type: "email", required: false },
        { name: "language", word: "shared.language", required: false,
          options: languages.map((code) => [code, languageName(code)]) },
        { name: "smsConsent", word: "manager.sms",
          options: [["no", say("shared.no")], ["yes", say("shared.yes")]] },
        { name: "opening", word: "manager.opening", type: "money", currency, required: false },
      ],
      toBody: (values) => ({ ...values, smsConsent: values.smsConsent === "yes" }),
    });
    if (!reply) return;
    await showSecret(say("manager.secretOf", { who: `${say("shared.account")} ${reply.account}` }),
      reply.secret);
    table.reload();
  }

  async function openAccount(one) {
    const reply = await openForm({
      title: say("manager.openAccount"), text: one.name, method: "account.open",
      fields: [{ name: "currency", word: "manager.currency", value: context.currency }],
      toBody: ({ currency }) => ({ customer: one.customer, currency: currency.toUpperCase() }),
    });
    if (reply) table.reload();
  }

  async function resetSecret(one) {
    const reply = await openForm({
      title: say("manager.newSecret"), text: say("manager.newSecretText", { who: one.name }),
      method: "customer.resetSecret", fields: [], danger: true,
      toBody: () => ({ customer: one.customer }),
    });
    if (reply) await showSecret(say("manager.secretOf", { who: one.name }), reply.secret);
  }
}

/** Staff in order of their names. */
export function staff(stage) {
  const list = element("section", { class: "stack" });
  show(stage, heading("manager.staff", button("manager.newStaff", add, "go")), list);
  const role = (one) => say(`manager.roles.${one.role}`);
  const table = pagedTable(list, {
    caption: say("manager.staff"),
    columns: [
      { word: "shared.user", text: (one) => one.user },
      { word: "manager.name", text: (one) => one.name },
      { word: "manager.role", text: role },
      { word: "manager.state", content: (one) => element("span", {
        class: `tag ${one.disabled || one.locked ? "hold" : "go"}`,
      }, say(one.disabled ? "manager.disabled" : one.locked ? "manager.locked"
        : "manager.active")) },
    ],
    async load(after) {
      const { staff: rows, next } = await call("staff.list", { after, limit: 25 });
      return { rows, next };
    },
    actions: (one) => (one.disabled ? [] : [
      button("manager.newSecret", () => resetSecret(one)),
      button("manager.disable", () => disable(one), "hold"),
    ]),
  });

  async function add() {
    const reply = await openForm({
      title: say("manager.newStaff"), method: "staff.add",
      fields: [
        { name: "user", word: "shared.user" }, { name: "name", word: "manager.name" },
        { name: "role", word: "manager.role", options: ["teller", "supervisor", "admin"]
          .map((one) => [one, say(`manager.roles.${one}`)]) },
      ],
    });
    if (!reply) return;
    await showSecret(say("manager.secretOf", { who: reply.user }), reply.secret);
    table.reload();
  }

  async function resetSecret(one) {
    const reply = await openForm({
      title: say("manager.newSecret"), text: say("manager.newSecretText", { who: one.name }),
      method: "staff.resetSecret", fields: [], danger: true, toBody: () => ({ user: one.user }),
    });
    if (!reply) return;
    await showSecret(say("manager.secretOf", { who: one.user }), reply.secret);
    table.reload();
  }

  async function disable(one) {
    const reply = await openForm({
      title: say("manager.disable"), text: say("manager.disableText", { who: one.name }),
      method: "staff.disable", fields: [], danger: true, toBody: () => ({ user: one.user }),
    });
    if (reply) table.reload();
  }
}
