// What the machine asks the branch for, and what it does in the world. Each effect ends in an
// event for the session.

import { call, login, logout, NoAnswer, Refused } from "../shared/bus.js";
import { Intent } from "../shared/intent.js";
import { languages, useLanguage } from "../shared/words.js";
import { dispense } from "./dispense.js";
import * as sounds from "./sounds.js";

/** How long an operation without an answer is asked for in one go, in milliseconds. */
const patience = 5000;
/** After so long it is left to the counter: the card must not stay in the machine for ever. */
const longest = 120_000;

const asked = new URLSearchParams(location.search).get("lang");

/** The machine's own language, for everybody who begins. */
export const ownLanguage = languages.includes(asked) ? asked : "es";

/** What each effect does; `state` is what it was when the effect was asked for. */
export const effects = {
  async login({ user, secret }) {
    try {
      const person = await login(user, secret);
      return await welcome(person, Number(user));
    } catch (error) {
      if (error.code === "wrong_credentials") return { type: "wrongPIN", error };
      return failed(error);
    }
  },

  async register({ name, opening }) {
    const intent = new Intent("customer.register", { register: true });
    const reply = await persist(intent, {
      user: userName(name), name, opening, language: document.documentElement.lang,
    });
    if (reply.type) return reply;
    return { type: "registered", reply };
  },

  async money({ method, body }, state) {
    const about = { account: state.account, method, amount: body.amount };
    return settled(await persist(new Intent(method, about), body));
  },

  /** Cash comes out while it lasts: the page hears of the notes before the receipt. */
  async withdraw({ amount }, state) {
    const tell = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));
    try {
      const { receipt, notes } = await dispense(
        {
          account: Number(state.account), amount, currency: state.here.currency,
          customer: state.person.customer,
        },
        {
          onNotes: (given) => tell("atm:dispensing", { notes: given }),
          onSilence: () => tell("atm:unknown"),
        });
      return { type: "receipt", receipt, notes };
    } catch (error) {
      return error.word ? { type: "refused", error: { word: error.word } } : failed(error);
    }
  },

  async balance(_, state) {
    return shown("balance", () => call("account.get", { account: Number(state.account) }));
  },

  async movements({ before }, state) {
    return shown("movements", () => call("account.history", {
      account: Number(state.account), before, limit: 6,
    }));
  },

  async details() {
    return shown("details", () => call("customer.get", {}));
  },

  async leave() {
    await logout({ everywhere: true }).catch(() => logout().catch(() => {}));
    await new Promise((done) => setTimeout(done, 1800));
    await useLanguage(ownLanguage);
    return { type: "left" };
  },

  async forget() {
    await logout().catch(() => {});
    return null;
  },

  async language({ code }) {
    await useLanguage(code);
    return null;
  },

  async print() {
    window.print();
    return null;
  },
};

/** What was sent before the page was loaded anew, and what became of it. */
export async function finishEarlier(user) {
  const open = Intent.unfinished();
  for (const intent of open) {
    if (!user) continue; // Only who sent it may ask; it waits for the next log-in.
    const reply = await persist(intent, null);
    if (!reply.type && intent.method !== "customer.register") {
      return settled(reply);
    }
  }
  return null;
}

/** The account that is worked on: the one that was named, or the customer's first. */
async function welcome(person, number) {
  const { accounts } = await call("account.list", {});
  const open = accounts.filter((account) => account.status !== "closed");
  const chosen = open.find((account) => account.number === number) ?? open[0];
  if (!chosen) return { type: "refused", error: { word: "atm.noAccount" } };
  const earlier = Intent.unfinished().find((one) => one.about.account === String(chosen.number));
  const event = { type: "loggedIn", person, account: String(chosen.number) };
  if (!earlier) return event;
  const outcome = await call("ledger.outcome", { id: earlier.id });
  earlier.forget();
  return [event, { type: "earlier", outcome: outcome.state }];
}

/** Sends until it is known what became of it; never with another id. */
async function persist(intent, body) {
  const end = Date.now() + longest;
  for (;;) {
    sounds.waiting();
    try {
      return body ? await intent.send(body, { patience }) : await intent.sendAgain({ patience });
    } catch (error) {
      const isOpen = error instanceof NoAnswer || error.retry === "same_id";
      if (!isOpen || Date.now() > end) return failed(error);
      document.dispatchEvent(new CustomEvent("atm:unknown"));
    }
  }
}

function settled(reply) {
  return reply.type ? reply : { type: "receipt", receipt: reply, notes: null };
}

async function shown(screen, ask) {
  try {
    return { type: "shown", screen, data: await ask() };
  } catch (error) {
    return failed(error);
  }
}

function failed(error) {
  if (error instanceof Refused) {
    const { code, message, details } = error;
    return { type: "refused", error: { code, message, details } };
  }
  return { type: "refused", error: { code: "no_answer" } };
}

/** A name to log in with, made of the person's own; the account number will do as well. */
function userName(name) {
  const plain = name.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, ".");
  const digits = String(crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000);
  return `${plain.replace(/^\.|\.$/g, "").slice(0, 40) || "customer"}.${digits.padStart(6, "0")}`;
}
