// Cash on its way between the vault, drawers and cash machines: sent, shown, accepted.

import { facts, notesText, placeName } from "./cash.js";
import { CountForm } from "./counting.js";
import { worth } from "./denominations.js";
import { element, show } from "./dom.js";
import { moneyText } from "./money.js";
import { openSteps } from "./steps.js";
import { say } from "./words.js";

/**
 * Sends cash. `from`, `to`: where from and where to, lists of `{drawer, currency}`; with one
 * place each there is nothing to choose. Resolves to `{move}` or null.
 */
export function sendCash({ from, to, by, onRefused }) {
  const form = new SendForm(from, to);
  const wordsOf = ({ from, to, notes, currency }) => ({
    amount: moneyText(worth(notes), currency), from: placeName(from), to: placeName(to) });
  return openSteps({
    title: say("cash.send"), method: "drawer.move", by, onRefused,
    currency: from[0].currency, form,
    body: ({ from, to, notes }) => ({ from, to, notes }),
    review: (values) => [
      element("p", { class: "figure" }, wordsOf(values).amount),
      facts([[say("counter.money.from"), placeName(values.from)],
        [say("counter.money.to"), placeName(values.to)],
        [say("cash.counted"), notesText(values.notes, values.currency)]]),
      element("p", { class: "sentence" }, say("cash.sendSentence", wordsOf(values)))],
    yes: (values) => say("cash.sendYes", wordsOf(values)),
    done: ({ move }, values) => [element("div", { class: "notice go", role: "status" },
      element("strong", {}, say("cash.sent", { number: move })), " ",
      say("cash.sendSentence", wordsOf(values)))],
  });
}

class SendForm {
  #from;
  #to;
  #places;
  #count = null;
  #counting = element("div");

  constructor(from, to) {
    this.#places = { from, to };
    this.#from = this.#choice("send-from", from, () => this.#chooseFrom());
    this.#to = this.#choice("send-to", to, () => this.#draw());
    const pair = (word, select) => element("div", {},
      element("label", { for: select.id }, say(word)), select);
    this.place = element("div", { class: "stack" },
      element("div", { class: "two" },
        pair("counter.money.from", this.#from), pair("counter.money.to", this.#to)),
      this.#counting);
    this.#chooseFrom();
  }

  get first() {
    return this.#places.from.length + this.#places.to.length > 2 ? this.#from : this.#count.first;
  }

  read() {
    const notes = this.#count.read();
    if (!notes) return say("cash.badCount");
    if (this.#to.value === "") return say("cash.noOtherPlace");
    if (worth(notes) === 0) {
      this.#count.first.focus();
      return say("cash.nothingCounted");
    }
    return {
      from: this.#from.value, to: this.#to.value, notes, currency: this.#count.currency };
  }

  #choice(id, places, onchange) {
    return element("select", { id, onchange, disabled: places.length === 1 },
      this.#options(places));
  }

  #options(places) {
    return places.map(({ drawer, balance, currency }) => element("option", { value: drawer },
      balance === undefined ? placeName(drawer)
        : `${placeName(drawer)} · ${moneyText(balance, currency)}`));
  }

  /** Where it goes is another place of the same currency. */
  #chooseFrom() {
    const from = this.#places.from.find(({ drawer }) => drawer === this.#from.value);
    const before = this.#to.value;
    show(this.#to, this.#options(this.#places.to.filter(({ drawer, currency }) => (
      drawer !== from.drawer && currency === from.currency))));
    const options = [...this.#to.options].map(({ value }) => value);
    if (options.includes(before)) this.#to.value = before;
    this.#draw();
  }

  /** What was counted stays where another place is chosen. */
  #draw() {
    const from = this.#places.from.find(({ drawer }) => drawer === this.#from.value);
    const onlyNotes = [this.#from.value, this.#to.value].some((name) => name.startsWith("atm:"));
    const same = this.#count?.currency === from.currency;
    this.#count = new CountForm({
      currency: from.currency, onlyNotes, start: same ? this.#count.read() ?? {} : {} });
    show(this.#counting, this.#count.place);
  }
}

/** Accepts what is on its way. Resolves to the receipt or null. */
export function acceptCash({ move, currency, by, onRefused }) {
  const values = {
    amount: moneyText(move.amount, currency), from: placeName(move.from), to: placeName(move.to) };
  return openSteps({
    title: say("cash.acceptTitle"), method: "drawer.accept", by, onRefused, currency,
    body: () => ({ move: move.move }),
    review: () => [
      element("p", { class: "figure" }, values.amount),
      facts([[say("counter.money.from"), values.from], [say("counter.money.to"), values.to],
        [say("cash.counted"), notesText(move.notes, currency)],
        [say("cash.sender"), move.by]]),
      element("p", { class: "sentence" }, say("cash.acceptSentence", values))],
    yes: () => say("cash.acceptYes", values),
    done: () => [element("p", { class: "notice go", role: "status" },
      say("cash.accepted", values))],
  });
}

/** What is on its way, a line each; `onAccept(move)` where somebody else sent it. */
export function moveList(moves, { currencyOf, me, onAccept }) {
  if (moves.length === 0) return element("p", { class: "muted" }, say("cash.nothingOnItsWay"));
  return element("ul", { class: "moves" }, moves.map((move) => {
    const currency = currencyOf(move);
    const isOwn = move.by === me;
    return element("li", { "data-move": move.move },
      element("p", { class: "route" }, element("strong", {}, placeName(move.from)),
        element("span", { "aria-hidden": "true" }, " → "),
        element("span", { class: "hush" }, say("counter.money.to")),
        element("strong", {}, placeName(move.to))),
      element("p", { class: "sum" }, element("strong", {}, moneyText(move.amount, currency))),
      element("p", { class: "muted" }, `${say("cash.number", { number: move.move })} · `
        + `${notesText(move.notes, currency)} · `, say("cash.sentBy", { who: move.by })),
      isOwn ? element("span", { class: "tag wait" }, say("cash.otherSide"))
        : element("button", {
          type: "button", class: "go", "data-key": `accept-${move.move}`,
          onclick: () => onAccept(move),
        }, say("cash.accept")));
  }));
}
