// The band on top: which counter, who, whether it is live, language, help, pause, close, log out.

import { byID, element, setText, show } from "../shared/dom.js";
import { offerLanguages } from "../shared/languages.js";
import { say } from "../shared/words.js";
import { keyHint, keyNames, showHelp } from "./keys.js";
import { timeText } from "./times.js";

export class Band {
  #desk;

  constructor(desk, { onLanguage, onPause, onLeave, onLogOut }) {
    this.#desk = desk;
    offerLanguages(byID("language"), onLanguage);
    byID("help").addEventListener("click", () => showHelp());
    byID("pause").addEventListener("click", () => onPause());
    byID("leave").addEventListener("click", () => onLeave());
    byID("logout").addEventListener("click", () => onLogOut());
    this.build();
  }

  /** Writes the buttons in the language in use. */
  build() {
    const fill = (id, word) => {
      const button = byID(id);
      const keys = keyNames(id);
      if (keys) button.setAttribute("aria-keyshortcuts", keys);
      show(button, element("span", {}, say(word)), keyHint(id));
    };
    fill("pause", this.#pauseWord());
    fill("ended", "counter.act.reopen");
    fill("leave", "counter.act.close");
    fill("help", "counter.act.help");
    fill("logout", "shared.logOut");
  }

  #pauseWord() {
    return this.#desk.paused ? "counter.act.goOn" : "counter.act.pause";
  }

  /** `working`: the console is shown; `user`: who is logged in; `live` as live.js says it. */
  draw({ working, user, live }) {
    const desk = this.#desk;
    const open = working && desk.standing === "open";
    const sign = say("counter.sign", { counter: desk.counter ?? "" });
    byID("sign").hidden = !working;
    setText(byID("sign"), sign);
    byID("person").hidden = !user;
    setText(byID("person"), user?.name ?? "");
    byID("logout").hidden = !user;
    byID("pause").hidden = !open;
    byID("leave").hidden = !open;
    byID("help").hidden = !working;
    setText(byID("pause").querySelector("span"), say(this.#pauseWord()));
    byID("pause").classList.toggle("on", desk.paused);
    for (const [id, methods] of [
      ["pause", ["counter.pause", "counter.open"]], ["leave", ["counter.close"]]]) {
      const button = byID(id);
      const may = live.live === true && !desk.running && desk.unknown.length === 0;
      button.setAttribute("aria-disabled", String(!may));
      button.setAttribute("aria-busy", String(methods.includes(desk.running)));
    }
    byID("live").hidden = !working || !live.live;
    setText(byID("live"), say("shared.liveAgain"));
    byID("stale").hidden = !working || live.live !== false;
    if (!byID("stale").hidden) setText(byID("stale"), staleText(live.since));
    const waiting = live.live ? byID("hall-count").textContent : "";
    const title = working ? sign : say("counter.title");
    document.title = working && waiting && waiting !== "0" ? `(${waiting}) ${title}` : title;
  }
}

/** "Not live since 10:42". */
export function staleText(since) {
  if (since === null) return say("shared.neverLive");
  return say("shared.notLive", { time: timeText(since, { timeStyle: "short" }) });
}
