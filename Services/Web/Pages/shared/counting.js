// Cash counted by hand: a row for each note and coin, and what it comes to so far.

import { denominations, readCount, worth } from "./denominations.js";
import { element, setText } from "./dom.js";
import { moneyText } from "./money.js";
import { say } from "./words.js";

export class CountForm {
  #rows;
  #total = element("output", { class: "figure", id: "count-total" });

  /** `onlyNotes`: as in a cash machine; `start`: what is in the fields to begin with. */
  constructor({ currency, onlyNotes = false, start = {} }) {
    this.currency = currency;
    const { notes, coins } = denominations(currency);
    const row = (value) => this.#row(value, start[value] ?? "");
    const groups = [["cash.notes", notes.map(row)], ["cash.coins", coins.map(row)]]
      .filter(([word]) => !onlyNotes || word === "cash.notes");
    this.#rows = groups.flatMap(([, rows]) => rows);
    this.place = element("div", { class: "count" },
      element("div", { class: "count-groups" }, groups.map(([word, rows]) => element("fieldset",
        {}, element("legend", {}, say(word)), rows.map(({ place }) => place)))),
      element("p", { class: "count-total" },
        element("span", {}, say("cash.total")), this.#total));
    this.#add();
  }

  /** The first field. */
  get first() {
    return this.#rows[0].field;
  }

  /** What was counted, by value in minor units; null where something is no number. */
  read() {
    const notes = {};
    for (const { value, field } of this.#rows) {
      const count = readCount(field.value);
      if (count === null) {
        field.focus();
        return null;
      }
      if (count > 0) notes[value] = count;
    }
    return notes;
  }

  #row(value, start) {
    const id = `count-${value}`;
    const text = moneyText(value, this.currency);
    const sum = element("span", { class: "sum" });
    const field = element("input", {
      id, value: String(start), inputmode: "numeric", autocomplete: "off", maxlength: 7,
      "data-value": value, oninput: () => this.#add(),
      onkeydown: (event) => this.#move(event), onfocus: () => field.select() });
    const place = element("div", { class: "count-row" },
      element("label", { for: id }, element("span", { class: "hush" },
        say("cash.howMany", { value: text })), element("span", { "aria-hidden": "true" }, text)),
      field, sum);
    return { value, field, sum, place };
  }

  /** Up and down go from row to row, as on paper. */
  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const here = this.#rows.findIndex(({ field }) => field === event.target);
    this.#rows[here + step]?.field.focus();
  }

  #add() {
    const notes = {};
    let isWrong = false;
    for (const { value, field, sum } of this.#rows) {
      const count = readCount(field.value);
      isWrong ||= count === null;
      field.setAttribute("aria-invalid", String(count === null));
      setText(sum, count ? moneyText(value * count, this.currency) : "");
      if (count) notes[value] = count;
    }
    setText(this.#total, isWrong ? "–" : moneyText(worth(notes), this.currency));
  }
}
