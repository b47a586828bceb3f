// The teller's own drawer, beside the counter's number: which it is and what should be in it.

import { call } from "../shared/bus.js";
import { placeName } from "../shared/cash.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { doubtsOf } from "../shared/doubts.js";
import { moneyText } from "../shared/money.js";
import { say } from "../shared/words.js";
import { openDrawerDialog } from "./drawerdialog.js";
import { keyHint, keyNames } from "./keys.js";

export class DrawerSign {
  #person;
  #counter;
  #place = null;
  #asking = 0;
  #listeners = new Set();
  #button = element("button", {
    id: "drawer", class: "dim drawer", "aria-haspopup": "dialog", onclick: () => this.#open() });

  /** `person()`: who works here; `counter()`: the number of the counter. */
  constructor({ person, counter }) {
    this.#person = person;
    this.#counter = counter;
    /** What `drawer.list` said last; null where it is not known. */
    this.list = null;
    byID("sign").after(this.#button);
  }

  /** The user name of whoever works here. */
  get me() {
    return this.#person().user;
  }

  /** The drawer that this teller has, or null. */
  get own() {
    return this.list?.drawers.find(({ teller }) => teller && teller === this.me) ?? null;
  }

  /** What is on its way to or from the own drawer. */
  get moves() {
    const name = this.own?.drawer;
    return (this.list?.moves ?? []).filter(({ from, to }) => name && [from, to].includes(name));
  }

  get counter() {
    return this.#counter();
  }

  get currency() {
    return this.#place.currency;
  }

  build(place) {
    this.#place = place;
    this.#button.setAttribute("aria-keyshortcuts", keyNames("drawer"));
    this.#write();
    this.refresh();
  }

  /** Asks which drawers there are; what was known and cannot be asked for is known no more. */
  async refresh() {
    if (!this.#place) return;
    const mine = this.#asking += 1;
    const list = await call("drawer.list").catch(() => null);
    if (mine !== this.#asking) return;
    this.list = list;
    this.#write();
    for (const tell of this.#listeners) tell();
  }

  /** Tells after each look; answers what ends it. */
  onChange(tell) {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }

  draw({ reach }) {
    this.#button.disabled = !reach;
  }

  #open() {
    if (document.querySelector("dialog[open]")) return;
    openDrawerDialog(this);
    this.refresh();
  }

  #write() {
    const text = doubtsOf(this.me).length > 0 ? say("counter.money.notKnown") : this.#text();
    const word = element("span", {});
    setText(word, text);
    show(this.#button, word, keyHint("drawer"));
    this.#button.classList.toggle("has", this.own !== null);
  }

  #text() {
    if (!this.list) return say("cash.myDrawer");
    const { own } = this;
    return own ? `${placeName(own.drawer)} · ${moneyText(own.balance, own.currency)}`
      : say("cash.noDrawer");
  }
}
