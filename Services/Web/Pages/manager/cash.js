// Where the branch's cash lies: the vault, cash machines, drawers with who has them, and what is
// on its way between them.

import { call } from "../shared/bus.js";
import { notesText, placeName } from "../shared/cash.js";
import { element, show } from "../shared/dom.js";
import { acceptCash, moveList, sendCash } from "../shared/moves.js";
import { refusalText, say } from "../shared/words.js";
import { me } from "./me.js";
import { button, heading } from "./table.js";

/** How often the page looks again, in milliseconds. */
const lookEach = 10_000;

/** The vault first, then cash machines, then drawers, each by name. Pure. */
export function inOrder(drawers) {
  const kinds = ["vault", "atm", "drawer"];
  const rank = ({ drawer }) => kinds.indexOf(drawer.split(":")[0]);
  return [...drawers].sort((one, other) => rank(one) - rank(other)
    || one.drawer.localeCompare(other.drawer, "en", { numeric: true }));
}

/** Draws the section. */
export function cash(stage, context) {
  const tiles = element("div", { class: "tiles cash-tiles" });
  const moves = element("section", { class: "card stack", "aria-labelledby": "moves-title" });
  const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
  let places = [];
  let shown = "";
  const send = button("cash.send", () => open(), "go");
  send.disabled = true;
  show(stage, heading("manager.cash", send), problem, tiles, moves);

  async function look() {
    try {
      draw(await call("drawer.list"));
      problem.hidden = true;
    } catch (error) {
      problem.hidden = false;
      problem.textContent = refusalText(error);
    }
  }

  function draw(list) {
    const key = JSON.stringify(list);
    if (key === shown) return;
    shown = key;
    places = inOrder(list.drawers);
    send.disabled = places.length < 2;
    show(tiles, places.map((place) => tile(place, context)));
    const currencyOf = ({ from }) => places.find(({ drawer }) => drawer === from)?.currency
      ?? context.currency;
    show(moves, element("h3", { id: "moves-title" }, say("cash.onItsWay")),
      moveList(list.moves, { currencyOf, me: me(), onAccept: async (move) => {
        await acceptCash({ move, currency: currencyOf(move), by: me() });
        look();
      } }));
  }

  async function open() {
    await sendCash({ from: places, to: places, by: me() });
    look();
  }

  const timer = setInterval(() => {
    if (!tiles.isConnected) clearInterval(timer);
    else if (!document.hidden) look();
  }, lookEach);
  look();
  return { onLive: look };
}

function tile({ drawer, teller, balance, currency, notes }, context) {
  const isDrawer = drawer.startsWith("drawer:");
  return element("article", { class: "card tile", "data-place-name": drawer },
    element("div", { class: "row" }, element("h3", {}, placeName(drawer)),
      isDrawer ? element("span", { class: teller ? "tag go" : "tag" },
        teller ? say("cash.has", { who: teller }) : say("cash.nobody")) : null),
    element("p", {}, element("b", { class: "big" }, context.money(balance, currency))),
    notes ? element("p", { class: "muted" }, notesText(notes, currency)) : null);
}
