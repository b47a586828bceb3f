// What happened on an account, newest first, a page at a time.

import { call } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { moneyText } from "../shared/money.js";
import { openStatement } from "../shared/statement.js";
import { refusalText, say } from "../shared/words.js";
import { keyHint, keyNames } from "./keys.js";
import { doubtSession } from "./login.js";
import { timeText } from "./times.js";

const pageSize = 8;
const mostLines = 400;

export class HistoryTable {
  #account = null;
  #lines = [];
  #next = null;
  #problem = null;

  constructor() {
    this.place = element("div", { class: "history", id: "history" });
  }

  /** Another account: nothing of the last one stays. */
  begin(account) {
    this.#account = account;
    this.#lines = [];
    this.#next = null;
    this.#problem = null;
    this.build();
  }

  /** The newest page; what was shown below it stays. */
  async refresh() {
    const account = this.#account;
    const page = await this.#page({});
    if (!page || account !== this.#account) return;
    const oldest = page.entries.at(-1)?.sequence ?? 0;
    const older = this.#lines.filter(({ sequence }) => sequence < oldest);
    // A page that does not reach what we have leaves a gap: then it begins anew.
    const joins = this.#lines.some(({ sequence }) => sequence >= oldest);
    this.#lines = joins ? [...page.entries, ...older] : page.entries;
    if (!joins || older.length === 0) this.#next = page.next ?? null;
    this.build();
  }

  async #more() {
    const account = this.#account;
    const before = this.#lines.length;
    const page = await this.#page({ before: this.#next });
    if (!page || account !== this.#account) return;
    this.#lines = [...this.#lines, ...page.entries].slice(0, mostLines);
    this.#next = this.#lines.length < mostLines ? page.next ?? null : null;
    this.build();
    this.place.querySelectorAll("tbody tr")[before]?.focus();
  }

  async #page(more) {
    try {
      this.#problem = null;
      const body = { account: this.#account.number, limit: pageSize, ...more };
      return await call("account.history", body);
    } catch (error) {
      this.#problem = error;
      this.build();
      return null;
    }
  }

  /** Draws what is known. */
  build() {
    const { currency } = this.#account ?? {};
    const style = { dateStyle: "short", timeStyle: "short" };
    const heads = ["when", "what", "amount", "balance"];
    const rows = this.#lines.map((line) => element("tr", { tabindex: "-1" },
      element("td", { class: "when" }, timeText(line.at, style)),
      element("td", {},
        element("span", {}, say(`counter.kind.${line.kind}`)),
        line.kind === "transfer" ? element("span", { class: "muted" },
          ` ${line.amount < 0 ? "→" : "←"} ${line.counterparty}`) : null,
        line.memo ? element("bdi", { class: "memo" }, line.memo) : null),
      element("td", { class: line.amount < 0 ? "sum out" : "sum in" },
        `${line.amount > 0 ? "+" : ""}${moneyText(line.amount, currency)}`),
      element("td", { class: "sum muted" }, moneyText(line.balance, currency))));
    show(this.place,
      element("div", { class: "row" },
        element("h3", { id: "history-title" }, say("counter.money.history")),
        element("button", { class: "quiet push-end", id: "do-statement", "data-key": "statement",
          "aria-keyshortcuts": keyNames("do-statement"),
          onclick: () => openStatement(this.#account, { onRefused: doubtSession }),
        }, say("statement.title"), keyHint("do-statement"))),
      this.#problem ? element("p", { class: "notice hold" }, refusalText(this.#problem)) : null,
      rows.length === 0
        ? element("p", { class: "muted" }, say("shared.none"))
        : element("table", { "aria-labelledby": "history-title" },
          element("thead", {}, element("tr", {}, heads.map((head, place) => element("th", {
            scope: "col", class: place > 1 ? "sum" : null }, say(`counter.money.${head}`))))),
          element("tbody", {}, rows)),
      this.#next ? element("button", { class: "quiet", id: "history-more",
        onclick: () => this.#more() }, say("shared.more")) : null);
  }
}
