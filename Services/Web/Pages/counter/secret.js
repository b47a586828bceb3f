// A secret that the bank made, once: nothing keeps it, and only a press closes it.

import { element, show } from "../shared/dom.js";
import { stayOpen } from "../shared/focus.js";
import { moneyText } from "../shared/money.js";
import { say } from "../shared/words.js";
import { keyHint, keyNames } from "./keys.js";

/** `reply` of `customer.register`; `about`: `{name, user, amount, currency}`. */
export function showSecret({ reply, about, context }) {
  const dialog = element("dialog", {
    class: "step receipt paper", id: "secret", "aria-labelledby": "secret-title" });
  const given = element("button", {
    class: "go", id: "secret-given", onclick: () => dialog.close(),
  }, say("counter.register.given"));
  const line = (word, text) => [element("dt", {}, word), element("dd", {},
    element("bdi", {}, text))];
  show(dialog,
    element("p", { class: "letterhead" }, say("counter.receipt.branch", {
      branch: context.branch })),
    element("h2", { id: "secret-title" }, say("counter.register.welcome")),
    element("dl", { class: "review" },
      ...about.name ? line(say("counter.register.name"), about.name) : [],
      ...line(say("shared.account"), String(reply.account)),
      ...about.user ? line(say("shared.user"), about.user) : [],
      ...about.amount ? line(say("counter.register.opening"),
        moneyText(about.amount, about.currency)) : []),
    element("p", {}, say("counter.register.secretText")),
    element("p", { class: "figure secret", id: "secret-text", tabindex: "-1" }, reply.secret),
    element("p", { class: "notice wait no-print" }, say("counter.register.once")),
    element("div", { class: "row end no-print" },
      element("button", { class: "plain", id: "do-print", onclick: () => window.print(),
        "aria-keyshortcuts": keyNames("do-print") },
      say("shared.print"), keyHint("do-print")),
      given));
  stayOpen(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    document.getElementById("find-text")?.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  // Not on the button: a second press of Enter must not send the secret away unread.
  dialog.querySelector("#secret-text").focus();
}
