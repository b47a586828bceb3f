// A drawer counted: as it is taken, in between, as it is given back. What differs is said in
// words before it is sent.

import { placeName, verdict } from "../shared/cash.js";
import { CountForm } from "../shared/counting.js";
import { worth } from "../shared/denominations.js";
import { element } from "../shared/dom.js";
import { moneyText } from "../shared/money.js";
import { openSteps } from "../shared/steps.js";
import { say } from "../shared/words.js";
import { doubtSession } from "./login.js";

/**
 * `kind`: `open`, `count` or `close`. `expected`: what should be in it; `leaving`: what is on its
 * way out of it and still counts as being there. Resolves to what the branch found, or null.
 */
export function countDrawer(kind, { drawer, expected, currency, me, leaving }) {
  const form = new CountForm({ currency });
  const name = placeName(drawer);
  const amountOf = (notes) => moneyText(worth(notes), currency);
  const away = leaving.reduce((sum, { amount }) => sum + amount, 0);
  return openSteps({
    title: say(`cash.counts.${kind}.title`, { drawer: name }),
    method: `drawer.${kind}`, by: me, currency, onRefused: doubtSession, danger: kind === "close",
    form: {
      place: element("div", { class: "stack" },
        element("p", { class: "muted" }, say(`cash.counts.${kind}.text`)), form.place),
      first: form.first,
      read: () => form.read() ?? say("cash.badCount"),
    },
    body: (notes) => ({ drawer, counted: notes }),
    review: (notes) => [
      verdict({ expected, counted: worth(notes) }, currency),
      away > 0 ? element("p", { class: "notice wait" },
        say("cash.stillOnItsWay", { amount: moneyText(away, currency) })) : null,
      element("p", { class: "sentence" }, say(`cash.counts.${kind}.sentence`, {
        drawer: name, amount: amountOf(notes) }))],
    yes: (notes) => say(`cash.counts.${kind}.yes`, { amount: amountOf(notes) }),
    done: (reply) => [
      element("p", { role: "status" }, element("strong", {},
        say(`cash.counts.${kind}.done`, { drawer: name }))),
      verdict(reply, currency)],
  });
}
