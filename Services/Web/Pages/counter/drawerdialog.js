// "My drawer": taking one, what should be in it, counting, cash from and to the vault, giving it
// back. What it shows is asked for as it opens.

import { notesText, placeName } from "../shared/cash.js";
import { element, show } from "../shared/dom.js";
import { showDoubts } from "../shared/doubts.js";
import { keepFocus } from "../shared/focus.js";
import { moneyText } from "../shared/money.js";
import { acceptCash, moveList, sendCash } from "../shared/moves.js";
import { say } from "../shared/words.js";
import { countDrawer } from "./drawercount.js";
import { doubtSession } from "./login.js";

/** How a drawer's name may look behind `drawer:`. */
const namePattern = /^[a-z0-9-]{1,32}$/;

/** The drawers to choose from: the counter's own first, whether it is there or not. Pure. */
export function drawersToTake(drawers, counter) {
  const known = drawers.filter(({ drawer }) => drawer.startsWith("drawer:"));
  const own = `drawer:${counter}`;
  const first = known.find(({ drawer }) => drawer === own) ?? { drawer: own };
  return [first, ...known.filter(({ drawer }) => drawer !== own)];
}

/** Opens it; `sign` knows the drawers and asks for them. */
export function openDrawerDialog(sign) {
  new DrawerDialog(sign).open();
}

class DrawerDialog {
  #sign;
  #body = element("div", { class: "stack" });
  #doubts = element("ul", { class: "stack" });
  #shown = "";
  /** What was typed of a drawer's name; null while nothing was. */
  #typed = null;

  constructor(sign) {
    this.#sign = sign;
  }

  open() {
    const giveBack = keepFocus("drawer");
    const dialog = element("dialog", {
      class: "step steps", id: "drawer-dialog", "aria-labelledby": "drawer-title" },
    element("h2", { id: "drawer-title", tabindex: "-1" }, say("cash.myDrawer")),
    this.#doubts, this.#body,
    element("div", { class: "row end" }, element("button", {
      class: "plain", id: "drawer-shut", onclick: () => dialog.close() }, say("shared.close"))));
    const end = this.#sign.onChange(() => this.#draw());
    dialog.addEventListener("close", () => {
      end();
      dialog.remove();
      giveBack();
      this.#sign.refresh();
    });
    document.body.append(dialog);
    dialog.showModal();
    this.#draw();
    dialog.querySelector("h2").focus();
  }

  #draw() {
    const { list, own, moves, me } = this.#sign;
    const key = JSON.stringify([list, me]);
    if (key === this.#shown) return;
    this.#shown = key;
    showDoubts(this.#doubts, me, () => this.#sign.refresh());
    if (!list) return show(this.#body, element("p", { class: "muted" }, say("shared.loading")));
    return show(this.#body, own ? this.#own(own, moves) : this.#choice(list.drawers));
  }

  /** What is asked for anew is shown, and the focus goes on from there. */
  async #then(work) {
    await work;
    this.#shown = "";
    await this.#sign.refresh();
  }

  #own(own, moves) {
    const { me, currency } = this.#sign;
    const button = (key, look, work) => element("button", {
      type: "button", id: `drawer-${key}`, "data-key": key, class: look,
      onclick: () => this.#then(work()) }, say(`cash.${key}`));
    const count = (kind) => countDrawer(kind, {
      drawer: own.drawer, expected: own.balance, currency: own.currency, me,
      leaving: moves.filter(({ from }) => from === own.drawer) });
    const send = (isOut) => {
      const ends = [[own], [{ drawer: "vault", currency }]];
      const [from, to] = isOut ? ends : ends.reverse();
      return sendCash({ from, to, by: me, onRefused: doubtSession });
    };
    return [
      element("div", { class: "sums" }, element("div", { class: "balance" },
        element("p", { id: "drawer-name" }, element("strong", {}, placeName(own.drawer)), " · ",
          element("span", { class: "muted" }, say("cash.shouldBe"))),
        element("p", { class: "figure", id: "drawer-balance" },
          moneyText(own.balance, own.currency)),
        own.notes ? element("p", { class: "muted" }, notesText(own.notes, own.currency)) : null)),
      element("div", { class: "movements" },
        button("fromVault", "go", () => send(false)), button("toVault", "", () => send(true)),
        button("count", "plain", () => count("count")),
        button("close", "plain danger", () => count("close"))),
      element("h3", {}, say("cash.onItsWay")),
      moveList(moves, {
        me, currencyOf: () => own.currency,
        onAccept: (move) => this.#then(acceptCash({
          move, currency: own.currency, by: me, onRefused: doubtSession })) })];
  }

  #choice(drawers) {
    const { counter, currency, me } = this.#sign;
    const offered = drawersToTake(drawers, counter);
    const free = offered.find(({ teller }) => !teller) ?? null;
    const name = element("input", {
      id: "drawer-which", "data-key": "which", maxlength: 32, autocomplete: "off",
      autocapitalize: "none", spellcheck: "false",
      value: this.#typed ?? (free ? free.drawer.slice("drawer:".length) : ""),
      oninput: () => {
        this.#typed = name.value;
        mark();
      } });
    const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    const tiles = element("div", {
      class: "tiles", role: "group", "aria-label": say("cash.which") }, offered.map((line) => {
      const short = line.drawer.slice("drawer:".length);
      return element("button", {
        type: "button", class: "tile", "data-drawer": short, disabled: Boolean(line.teller),
        onclick: () => {
          name.value = this.#typed = short;
          mark();
        } },
      element("strong", {}, short), element("span", {}, line.teller ?? say("cash.free")));
    }));
    const mark = () => {
      const chosen = name.value.trim().toLowerCase();
      for (const tile of tiles.children) {
        tile.setAttribute("aria-pressed", String(tile.dataset.drawer === chosen));
      }
    };
    mark();
    const take = () => {
      const short = name.value.trim().toLowerCase();
      problem.hidden = namePattern.test(short);
      problem.textContent = problem.hidden ? "" : say("cash.badName");
      if (!problem.hidden) return name.focus();
      const known = offered.find(({ drawer }) => drawer === `drawer:${short}`);
      return this.#then(countDrawer("open", {
        drawer: `drawer:${short}`, expected: known?.balance ?? 0,
        currency: known?.currency ?? currency, me, leaving: [] }));
    };
    return element("form", { class: "stack", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      take();
    } },
    element("p", { class: "notice" }, say("cash.noDrawerText")),
    element("label", { for: name.id }, say("cash.which")), tiles, name, problem,
    element("button", { class: "go", type: "submit", id: "drawer-open" },
      say("cash.openCounted")));
  }
}
