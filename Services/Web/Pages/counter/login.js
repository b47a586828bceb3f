// Logging in: as the first screen, and in place when a session has ended, over whatever was
// being typed.

import { login, logout, NoAnswer, now, who } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { stayOpen } from "../shared/focus.js";
import { refusalText, say } from "../shared/words.js";
import { timeText } from "./times.js";

/** So many wrong secrets in a row lock a user; the branch counts, we only say it. */
const mostWrong = 3;

let asking = null;

/** What to say to somebody who was not let in, given how often it was wrong in a row here. */
export function denial(error, wrong) {
  if (error instanceof NoAnswer) return say("counter.login.noAnswer");
  if (error.code === "locked" && error.details.until) {
    const until = Number(error.details.until);
    const time = timeText(until, { timeStyle: "short" });
    const minutes = Math.max(1, Math.ceil((until - now()) / 60_000));
    return say("counter.login.lockedUntil", { time, n: minutes });
  }
  if (error.code !== "wrong_credentials") return refusalText(error);
  if (wrong >= mostWrong) return say("counter.login.thirdWrong");
  return say("counter.login.wrong");
}

/**
 * Fills `parent` with a form. `onIn({user, name, role, expires})` where a teller came in;
 * `user` presets the name, as when a session ended.
 */
export function loginForm(parent, { user = "", onIn, prefix }) {
  let wrong = { user: null, times: 0 };
  const name = element("input", {
    id: `${prefix}-user`, value: user, autocomplete: "username", autocapitalize: "none",
    spellcheck: "false", required: true, maxlength: 64,
  });
  const secret = element("input", {
    id: `${prefix}-secret`, type: "password", autocomplete: "current-password", required: true,
    maxlength: 200,
  });
  const problem = element("p", { class: "notice hold", role: "alert", hidden: true });
  const button = element("button", { class: "go", type: "submit" }, say("shared.logIn"));

  const fail = (text) => {
    problem.textContent = text;
    problem.hidden = false;
    secret.value = "";
    secret.focus();
  };
  const enter = async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    const typed = name.value.trim();
    if (typed === "") return name.focus();
    if (secret.value === "") return secret.focus();
    button.setAttribute("aria-busy", "true");
    problem.hidden = true;
    try {
      const person = await login(typed, secret.value);
      if (person.role !== "teller") {
        await logout();
        return fail(say("counter.login.notTeller"));
      }
      secret.value = "";
      onIn({ ...person, user: typed.toLowerCase() });
    } catch (error) {
      if (error.code === "wrong_credentials") {
        wrong = { user: typed, times: wrong.user === typed ? wrong.times + 1 : 1 };
      }
      fail(denial(error, wrong.times));
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  show(parent, element(
    "form", {
      class: "stack", novalidate: true, id: `${prefix}-in`,
      onsubmit: (event) => { event.preventDefault(); enter(); },
    },
    element("label", { for: name.id }, say("shared.user")), name,
    element("label", { for: secret.id }, say("shared.secret")), secret,
    problem, button));
  (user ? secret : name).focus();
}

/**
 * The session ended: logs in again over the page as it stands, so that nothing typed is lost.
 * Another person begins with a page of their own.
 */
export function loginAgain(user, onIn) {
  if (asking) return;
  const before = document.activeElement;
  const place = element("div");
  asking = element(
    "dialog", { class: "step", "aria-labelledby": "again-title", id: "login-again" },
    element("h2", { id: "again-title" }, say("counter.login.again")),
    element("p", {}, say("counter.login.againText")),
    place,
    element("button", { class: "quiet", onclick: () => location.reload() },
      say("counter.login.somebodyElse")));
  stayOpen(asking);
  document.body.append(asking);
  asking.showModal();
  loginForm(place, {
    user, prefix: "again", onIn: (person) => {
      if (user && person.user !== user) return location.reload();
      close(before);
      onIn(person);
    },
  });
}

/**
 * Who may not do what a teller may is perhaps no teller any more: without a session a browser is
 * nobody, or only its device. Then a log-in is asked for.
 */
export async function doubtSession(error) {
  if (error.code !== "not_permitted") return;
  const answer = await who().catch(() => null);
  if (answer && !answer.user) window.dispatchEvent(new CustomEvent("branch:sessionexpired"));
}

/** Another tab of this browser logged the same person in. */
export function stopAsking() {
  if (asking) close(null);
}

function close(focus) {
  asking.close();
  asking.remove();
  asking = null;
  focus?.focus?.();
}
