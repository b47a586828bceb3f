// What can be set on a board: by the address, or in a panel that keeps it for this browser.

import { element, show } from "../shared/dom.js";
import { languageName, languages, say } from "../shared/words.js";
import { voiceFor } from "./announcer.js";

const shelf = "branch.board";
export const themes = ["dark", "light", "contrast"];

/** The address wins over what was kept. */
export function readSettings() {
  const asked = new URLSearchParams(location.search);
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(shelf)) ?? {};
  } catch {
    // What is no settings of ours is none.
  }
  const list = (text) => (text ?? "").split(",").map((part) => part.trim()).filter(Boolean);
  const spoken = list(asked.get("lang") ?? kept.languages).filter((code) =>
    languages.includes(code));
  const theme = asked.get("theme") ?? kept.theme;
  return {
    title: asked.get("title") ?? kept.title ?? "",
    message: asked.get("message") ?? kept.message ?? "",
    services: list(asked.get("services") ?? kept.services),
    languages: spoken.length > 0 ? spoken : ["en"],
    theme: themes.includes(theme) ? theme : "dark",
    isMuted: kept.isMuted ?? false,
  };
}

/** The panel; `done(settings)` is called with new ones, `check()` tries the sound. */
export function openSettings(dialog, settings, { done, check }) {
  const field = (name, value, hint) => element("label", {}, say(`board.${name}`),
    element("input", { name, value, autocomplete: "off", placeholder: hint }));
  const form = element("form", { method: "dialog" },
    element("h2", { id: "settings-title" }, say("board.settings")),
    field("title", settings.title),
    field("message", settings.message),
    field("services", settings.services.join(", "), "cash, loans"),
    field("languages", settings.languages.join(", "), languages.join(", ")),
    element("label", {}, say("board.theme"), element("select", { name: "theme" },
      ...themes.map((theme) => element("option", {
        value: theme, selected: theme === settings.theme,
      }, say(`board.themes.${theme}`))))),
    element("label", { class: "row" },
      element("input", { type: "checkbox", name: "isMuted", checked: settings.isMuted }),
      say("board.mute")),
    element("ul", { class: "voices stack" }, ...settings.languages.map((code) =>
      element("li", {}, languageName(code), element("span", {
        class: voiceFor(code) ? "tag go" : "tag hold",
      }, say(voiceFor(code) ? "board.voice" : "board.noVoice"))))),
    element("div", { class: "row end" },
      element("button", { class: "plain", type: "button", onclick: check }, say("board.check")),
      element("button", { class: "plain", type: "button", onclick: () => dialog.close() },
        say("shared.cancel")),
      element("button", { class: "go", type: "submit" }, say("board.keep"))));
  form.addEventListener("submit", () => {
    const values = Object.fromEntries(new FormData(form));
    localStorage.setItem(shelf, JSON.stringify({ ...values, isMuted: "isMuted" in values }));
    // What the address said would win again: it has had its say.
    history.replaceState(null, "", location.pathname);
    done(readSettings());
  });
  show(dialog, form);
  dialog.showModal();
}
