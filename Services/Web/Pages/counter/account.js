// The customer's account beside the queue: found, shown live, and what may be done with it.

import { call } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { moneyText } from "../shared/money.js";
import { refusalText, say } from "../shared/words.js";
import { findAccounts } from "./finding.js";
import { HistoryTable } from "./history.js";
import { keyHint, keyNames } from "./keys.js";
import { doubtSession } from "./login.js";
import { openMovement } from "./movement.js";
import { openRegistration } from "./register.js";
import { showUnfinished } from "./unfinished.js";

/** Which movements an account in this status may have; the branch judges anew. Pure. */
export function movementsOf({ status, frozen }) {
  if (status === "closed") return [];
  const debit = status !== "frozen" || frozen === "credit";
  const credit = status !== "frozen" || frozen === "debit";
  return [credit && "deposit", debit && "withdraw", debit && "transfer"].filter(Boolean);
}

export class AccountCard {
  #shown = "";
  #asking = 0;
  #history = new HistoryTable();
  #account = null;
  #customer = null;
  #place = null;

  /** `onFollow()`: another account is to be followed; `person()`: who works here. */
  constructor({ onFollow, person }) {
    this.onFollow = onFollow;
    this.person = person;
    byID("find").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find();
    });
  }

  /** The number of the account that is shown, or null. */
  get number() {
    return this.#account?.number ?? null;
  }

  /** Writes the fixed parts in the language in use. */
  build(place) {
    this.#place = place;
    this.#shown = "";
    const find = byID("find-text");
    find.placeholder = say("counter.money.findHint");
    find.setAttribute("aria-keyshortcuts", keyNames("find-text"));
    show(byID("find-go"), say("shared.search"), keyHint("find-text"));
    const register = byID("register");
    show(register, say("counter.register.title"), keyHint("register"));
    register.setAttribute("aria-keyshortcuts", keyNames("register"));
    register.onclick = () => openRegistration(this.#context());
    this.#draw();
    this.unfinished();
  }

  /** Nothing of the last customer stays. */
  clear() {
    const followed = this.number !== null;
    this.#account = null;
    this.#customer = null;
    this.#asking += 1;
    byID("find-text").value = "";
    byID("find-problem").hidden = true;
    show(byID("found"));
    this.#draw();
    if (followed) this.onFollow();
  }

  /** What was sent and has no answer yet. */
  unfinished() {
    if (this.#place) showUnfinished(byID("unfinished"), this.#context());
  }

  /** Finds by number at once, by anything else among the customers. */
  async find() {
    const text = byID("find-text").value.trim();
    const mine = this.#asking += 1;
    const button = byID("find-go");
    this.#problem(null);
    if (text === "") return byID("find-text").focus();
    button.setAttribute("aria-busy", "true");
    try {
      if (/^\d{1,15}$/.test(text)) {
        show(byID("found"));
        await this.#openOrSearch(text);
      } else {
        const found = await findAccounts(text);
        if (mine === this.#asking) this.#showFound(found);
      }
    } catch (error) {
      this.#problem(error);
      byID("find-text").select();
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  /** Digits are an account, else perhaps a phone or a national id. */
  async #openOrSearch(text) {
    try {
      await this.open(Number(text));
    } catch (error) {
      if (error.code !== "account_not_found" || text.length < 4) throw error;
      const found = await findAccounts(text);
      if (found.customers.length === 0) throw error;
      this.#showFound(found);
    }
  }

  /** Shows an account. Throws where there is none. */
  async open(number) {
    const mine = this.#asking += 1;
    const account = await call("account.get", { account: number }, { patience: 3000 });
    const customer = account.customer
      ? await call("customer.get", { customer: account.customer }).catch(() => null) : null;
    if (mine !== this.#asking) return;
    const other = account.number !== this.number;
    this.#account = account;
    this.#customer = customer;
    this.#problem(null);
    show(byID("found"));
    byID("find-text").value = String(account.number);
    if (other) this.#history.begin(account);
    this.#draw();
    this.#history.refresh();
    if (other) {
      this.onFollow();
      byID("account").querySelector("h3")?.focus();
    }
  }

  /** Asks how it stands, as after a receipt. */
  async refresh() {
    if (this.number === null) return;
    const mine = this.#asking;
    const account = await call("account.get", { account: this.number }).catch(() => null);
    if (!account || mine !== this.#asking) return;
    this.#account = account;
    this.#draw();
    this.#history.refresh();
  }

  /** `reach`: whether the branch can be asked at all just now. */
  draw({ reach }) {
    for (const id of ["find-go", "register"]) byID(id).disabled = !reach;
    for (const button of byID("account").querySelectorAll(".movements button")) {
      button.disabled = !reach;
    }
    this.reach = reach;
  }

  #context() {
    return {
      currency: this.#account?.currency ?? this.#place.currency, branch: this.#place.branch,
      houseCurrency: this.#place.currency,
      person: this.person(), account: this.#account,
      onDone: (number) => {
        this.unfinished();
        if (number && number !== this.number) this.open(number).catch(() => {});
        else this.refresh();
      },
      onUnknown: () => this.unfinished(),
    };
  }

  #problem(error) {
    byID("find-problem").hidden = error === null;
    if (!error) return;
    doubtSession(error);
    setText(byID("find-problem"), refusalText(error));
  }

  #showFound({ customers, isAll }) {
    const rows = customers.flatMap((customer) => customer.accounts.map((number) => element(
      "li", {}, element("button", {
        class: "plain result",
        onclick: () => this.open(number).catch((error) => this.#problem(error)),
      }, element("bdi", { class: "name" }, customer.name),
      element("span", { class: "muted" }, say("counter.money.accountNumber", { number }))))));
    show(byID("found"),
      element("p", { class: "muted", role: "status" },
        say("counter.money.found", { n: rows.length })),
      element("ul", { class: "results" }, rows),
      isAll ? null : element("p", { class: "muted" }, say("counter.money.notAll")));
    byID("found").querySelector("button")?.focus();
  }

  #draw() {
    const account = this.#account;
    const key = JSON.stringify([account, this.#customer]);
    if (key === this.#shown && account) return;
    this.#shown = key;
    const place = byID("account");
    if (!account) {
      return show(place, element("p", { class: "muted empty" }, say("counter.money.none")));
    }
    const focused = document.activeElement?.id;
    const within = place.contains(document.activeElement);
    show(place, this.#head(account), this.#sums(account), this.#movements(account),
      this.#history.place);
    this.#history.build();
    if (within && focused) document.getElementById(focused)?.focus();
    this.draw({ reach: this.reach ?? true });
  }

  #head(account) {
    const others = (this.#customer?.accounts ?? []).filter((number) => number !== account.number);
    const bad = account.status !== "open";
    return element("div", { class: "holder" },
      element("h3", { tabindex: "-1", id: "holder" }, element("bdi", {}, account.name)),
      element("p", { class: "row" },
        element("span", { class: "tag" },
          say("counter.money.accountNumber", { number: account.number })),
        bad ? element("span", { class: "tag hold" }, statusText(account)) : null,
        this.#customer?.phone ? element("span", { class: "muted" },
          element("bdi", {}, this.#customer.phone)) : null,
        element("button", { class: "quiet push-end", id: "account-close",
          onclick: () => { this.clear(); byID("find-text").focus(); } }, say("shared.close"))),
      others.length === 0 ? null : element("p", { class: "row" },
        element("span", { class: "muted" }, say("counter.money.others")),
        others.slice(0, 8).map((number) => element("button", {
          class: "plain", onclick: () => this.open(number).catch((error) => this.#problem(error)),
        }, String(number)))));
  }

  #sums({ balance, available, currency }) {
    return element("dl", { class: "sums", "aria-live": "polite" },
      element("div", { class: "balance" }, element("dt", {}, say("shared.balance")),
        element("dd", { id: "balance" }, moneyText(balance, currency))),
      element("div", {}, element("dt", {}, say("shared.available")),
        element("dd", { id: "available" }, moneyText(available, currency))));
  }

  #movements(account) {
    const may = movementsOf(account);
    const looks = { deposit: "go", withdraw: "", transfer: "plain" };
    return element("div", { class: "movements" }, may.map((kind) => element("button", {
      id: `do-${kind}`, class: looks[kind], "aria-keyshortcuts": keyNames(`do-${kind}`),
      onclick: () => openMovement(kind, this.#context()),
    }, say(`counter.${kind}.title`), keyHint(`do-${kind}`))));
  }
}

function statusText({ status, frozen }) {
  const key = status === "frozen" ? `counter.status.frozen.${frozen ?? "both"}`
    : `counter.status.${status}`;
  return say(key);
}
