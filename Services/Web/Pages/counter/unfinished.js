// Money whose fate is not known yet, also from before a reload: what it was, and asking again.

import { NoAnswer } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { Intent } from "../shared/intent.js";
import { isWaiting, waitingNotice } from "../shared/waiting.js";
import { refusalText, say } from "../shared/words.js";
import { doubtSession } from "./login.js";
import { movementProblem, sentenceOf } from "./movement.js";
import { showReceipt } from "./receipt.js";
import { showSecret } from "./secret.js";

/** What it was, in a sentence. */
export function storyOf({ about }) {
  if (about.kind === "register") {
    return say("counter.register.sentence", { name: about.name ?? "" });
  }
  return sentenceOf(about.kind, {
    account: { number: about.account, name: about.name }, amount: about.amount,
    to: { number: about.to, name: about.toName }, currency: about.currency,
  });
}

/** Fills the list; `context` as the account card makes it. */
export function showUnfinished(place, context) {
  const open = Intent.unfinished().filter(({ method }) => /^(ledger|customer)\./.test(method));
  show(place, open.map((intent) => row(intent, context)));
}

function row(intent, context) {
  const isOwn = intent.about.by === context.person.user;
  const problem = element("p", { hidden: true });
  const ask = async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    problem.hidden = true;
    try {
      const reply = await intent.sendAgain();
      if (intent.about.kind === "register") {
        context.onDone(reply.account);
        showSecret({ reply, about: intent.about, context });
      } else {
        context.onDone(intent.about.account);
        showReceipt({ receipt: reply, about: intent.about, context });
      }
    } catch (error) {
      if (isWaiting(error)) return show(button.closest("li"), waitingNotice(error));
      doubtSession(error);
      problem.hidden = false;
      problem.textContent = error instanceof NoAnswer
        ? refusalText(error) : movementProblem(error, intent.about.currency);
      if (!intent.isOpen) button.remove();
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  const button = element("button", { class: "plain ask-again", onclick: ask },
    say("shared.askAgain"));
  return element("li", { class: "notice wait stack", role: "alert" },
    element("strong", {}, say("counter.money.notKnown")),
    element("p", {}, storyOf(intent)),
    isOwn ? element("p", {}, say("shared.unknown"))
      : element("p", {}, say("counter.money.othersUnknown", { who: intent.about.by })),
    problem,
    isOwn ? element("div", { class: "row" }, button) : null);
}
