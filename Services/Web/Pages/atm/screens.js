// Every screen of the machine: its words, its keys and where they lead. Pure.
//
// A key is {word, values?, text?, then}; `then(state)` gives what changes. Keys are named as on
// the machine: L1 … L4 on the left, R1 … R4 on the right.

import { languageName } from "../shared/words.js";
import { empty } from "./session.js";
import { notesFor, quickAmounts, smallestNote } from "./notes.js";
import { decimals } from "../shared/money.js";

const go = (screen, more = {}) => ({ screen, entry: "", complaint: null, ...more });
const ask = (effect, more = {}) => ({ ...go("busy", more), effect });
const key = (word, then, values) => ({ word: `atm.${word}`, then, values });
const complain = (word, values) => ({ complaint: { word: `atm.${word}`, values } });

const leave = () => ({ ...empty(), screen: "goodbye", effect: { do: "leave" } });
const toWelcome = () => ({ ...empty(), screen: "welcome" });
const toMenu = () => go("menu", { form: {}, data: {} });
const exit = key("exit", leave);
const back = key("back", toMenu);

function movement(state, method, amount, more = {}) {
  const account = Number(state.account);
  const body = method === "ledger.transfer" ? { from: account, amount, ...more }
    : { account, amount };
  return ask({ do: "money", method, body });
}

function withdraw(state, amount) {
  if (!notesFor(amount, state.here.currency)) {
    return complain("multiple", { amount: { money: smallestNote(state.here.currency) } });
  }
  return ask({ do: "withdraw", amount });
}

const entered = (state) => Number(state.entry || "0");

const language = (code) => ({
  text: languageName(code), then: () => ({ effect: { do: "language", code } }),
});

/** The screen of a state, by its name. */
export const screens = {
  starting: () => ({ title: "atm.starting", middle: "waiting", timed: false }),
  away: () => ({
    title: "shared.outOfService", line: "shared.outOfServiceText", timed: false,
  }),
  notEnrolled: () => ({
    title: "shared.outOfService", line: "atm.notEnrolled", middle: "pair", timed: false,
  }),
  busy: () => ({ title: "shared.loading", middle: "waiting", timed: false }),
  goodbye: () => ({ title: "atm.goodbye", line: "atm.goodbyeLine", timed: false }),

  welcome: (state) => ({
    title: "atm.welcome", values: { branch: state.here.branch }, line: "atm.welcomeLine",
    timed: false,
    keys: {
      L1: key("logIn", () => go("account")),
      L2: state.here.features.includes("selfRegistration")
        ? key("register", () => go("registerName")) : undefined,
      L3: key("information", () => go("information")),
      L4: language("kn"),
      R1: language("es"), R2: language("en"), R3: language("pt"), R4: language("hi"),
    },
  }),
  information: () => ({
    title: "atm.information", line: "atm.informationLine",
    keys: { R4: key("back", toWelcome) }, cancel: toWelcome, confirm: toWelcome,
  }),

  // Who it is

  account: () => ({
    title: "atm.askAccount", line: "atm.entryHint", entry: "digits", most: 16,
    cancel: toWelcome, keys: { L4: key("cancel", toWelcome) },
    confirm: (state) => (state.entry === "" ? complain("askAccount")
      : go("pin", { account: state.entry })),
  }),
  pin: () => ({
    title: "atm.askPIN", line: "atm.pinHint", entry: "pin", most: 12,
    cancel: leave, keys: { L4: key("cancel", leave) },
    confirm: (state) => (state.entry === "" ? complain("askPIN")
      : ask({ do: "login", user: state.account, secret: state.entry })),
  }),
  registerName: () => ({
    title: "atm.askName", line: "atm.nameHint", entry: "text",
    cancel: toWelcome, keys: { L4: key("cancel", toWelcome), R4: confirmKey() },
    confirm: (state) => (state.entry.trim() === "" ? complain("askName")
      : go("registerOpening", { form: { name: state.entry.trim() } })),
  }),
  registerOpening: (state) => ({
    title: "atm.askOpening", line: "atm.openingHint", lineValues: { amount: { money: 5000 } },
    entry: "amount", most: 11, cancel: toWelcome,
    keys: { L4: key("cancel", toWelcome), R4: confirmKey() },
    confirm: () => (entered(state) < 5000
      ? complain("openingHint", { amount: { money: 5000 } })
      : ask({ do: "register", name: state.form.name, opening: entered(state) })),
  }),
  secret: (state) => ({
    title: "atm.registered", line: "atm.registeredLine", middle: "secret",
    keys: { R4: key("understood", () => go("pin", { account: String(state.data.account) })) },
    confirm: () => go("pin", { account: String(state.data.account), data: {} }),
    cancel: leave,
  }),

  // What is wanted

  menu: (state) => ({
    title: "atm.hello", values: { name: state.person.name }, line: "atm.menuLine",
    lineValues: { account: state.account }, cancel: leave,
    keys: {
      L1: key("withdraw", () => go("withdraw")),
      L2: key("deposit", () => go("deposit")),
      L3: key("transfer", () => go("transferTo")),
      L4: key("balance", () => ask({ do: "balance" })),
      R1: key("movements", () => ask({ do: "movements" })),
      R2: key("details", () => ask({ do: "details" })),
      R4: exit,
    },
  }),
  withdraw: (state) => {
    const [a, b, c, d, e, f] = quickAmounts(state.here.currency).map((amount) => ({
      money: amount, then: () => withdraw(state, amount),
    }));
    return {
      title: "atm.askWithdrawal", cancel: toMenu,
      keys: {
        L1: a, L2: b, L3: c, R1: d, R2: e, R3: f,
        L4: back, R4: key("other", () => go("withdrawOther")),
      },
    };
  },
  withdrawOther: (state) => ({
    title: "atm.askWithdrawal", line: "atm.multiple",
    lineValues: { amount: { money: smallestNote(state.here.currency) } },
    entry: "whole", most: 9, cancel: toMenu, keys: { L4: back, R4: confirmKey() },
    confirm: () => withdraw(state, entered(state) * 10 ** decimals(state.here.currency)),
  }),
  deposit: (state) => ({
    title: "atm.askDeposit", line: "atm.entryHint", entry: "amount", most: 13, cancel: toMenu,
    keys: { L4: back, R4: confirmKey() },
    confirm: () => (entered(state) === 0 ? complain("askDeposit")
      : movement(state, "ledger.deposit", entered(state))),
  }),
  transferTo: (state) => ({
    title: "atm.askTransferTo", line: "atm.entryHint", entry: "digits", most: 16, cancel: toMenu,
    keys: { L4: back, R4: confirmKey() },
    confirm: () => (entered(state) === 0 ? complain("askTransferTo")
      : go("transferAmount", { form: { to: entered(state) } })),
  }),
  transferAmount: (state) => ({
    title: "atm.askTransferAmount", line: "atm.entryHint", entry: "amount", most: 13,
    cancel: toMenu, keys: { L4: back, R4: confirmKey() },
    confirm: () => (entered(state) === 0 ? complain("askTransferAmount")
      : go("transferConfirm", { form: { ...state.form, amount: entered(state) } })),
  }),
  transferConfirm: (state) => {
    const send = () => movement(
      state, "ledger.transfer", state.form.amount, { to: state.form.to });
    return {
      title: "atm.transferConfirm", line: "atm.transferLine",
      lineValues: { account: state.form.to, amount: { money: state.form.amount } },
      middle: "transfer", cancel: toMenu, confirm: send,
      keys: { L4: key("no", toMenu), R4: { ...key("yes", send), go: true } },
    };
  },

  // What came of it

  dispensing: () => ({ title: "atm.takeCash", middle: "waiting", timed: false }),
  receipt: (state) => ({
    title: state.data.notes ? "atm.takeCash" : "atm.done", middle: "receipt",
    keys: {
      L3: key("print", () => ({ effect: { do: "print" } })), L4: exit,
      R4: key("another", toMenu),
    },
    confirm: toMenu, cancel: leave,
  }),
  earlier: (state) => ({
    title: `atm.earlier.${state.data.outcome}`, line: "atm.earlierLine",
    keys: { R4: key("continueOn", toMenu) }, confirm: toMenu, cancel: leave,
  }),
  balance: () => ({
    title: "atm.balance", middle: "balance", cancel: toMenu, confirm: toMenu,
    keys: { L4: exit, R4: key("another", toMenu) },
  }),
  movements: (state) => ({
    title: "atm.movements", middle: "movements", cancel: toMenu, confirm: toMenu,
    keys: {
      L4: state.data.next === undefined ? undefined
        : key("older", () => ask({ do: "movements", before: state.data.next })),
      R4: key("another", toMenu),
    },
  }),
  details: () => ({
    title: "atm.details", middle: "details", cancel: toMenu, confirm: toMenu,
    keys: { L4: exit, R4: key("another", toMenu) },
  }),
  unknown: () => ({
    title: "atm.unknown", line: "shared.unknown", middle: "waiting", timed: false,
  }),
  notice: (state) => {
    const on = () => (state.back === "menu" && state.person ? toMenu() : toWelcome());
    return {
      title: "atm.sorry", middle: "complaint", confirm: on, cancel: leave,
      keys: { R4: key("continueOn", on) },
    };
  },
};

/** A key that does what the keypad's confirm does. */
function confirmKey() {
  return {
    word: "atm.confirm", go: true, then: (state) => screens[state.screen](state).confirm(state),
  };
}
