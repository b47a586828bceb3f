// The money half of the console, as the rest of it sees it: the customer's account and the
// teller's own drawer.

import { AccountCard } from "./account.js";
import { DrawerSign } from "./drawer.js";

export class MoneyHalf {
  #account;
  #drawer;

  /** `onFollow()`: another account is to be followed; `person()`: who works here. */
  constructor({ onFollow, person, counter }) {
    this.#drawer = new DrawerSign({ person, counter });
    this.#account = new AccountCard({
      person,
      onFollow: () => {
        this.#drawer.refresh();
        onFollow();
      },
    });
  }

  /** The number of the account that is shown, or null. */
  get number() {
    return this.#account.number;
  }

  /** Writes what is fixed in the language in use. */
  build(place) {
    this.#account.build(place);
    this.#drawer.build(place);
  }

  /** Nothing of the last customer stays; the drawer is the teller's. */
  clear() {
    this.#account.clear();
  }

  refresh() {
    this.#drawer.refresh();
    return this.#account.refresh();
  }

  /** `reach`: whether the branch can be asked at all just now. */
  draw({ reach }) {
    this.#account.draw({ reach });
    this.#drawer.draw({ reach });
  }
}
