// The first page: what this branch offers, each behind a large door.

import { who } from "../shared/bus.js";
import { byID, drawing, element, setText, show } from "../shared/dom.js";
import { offerLanguages } from "../shared/languages.js";
import { follow } from "../shared/live.js";
import { firstLanguage, say, useLanguage } from "../shared/words.js";
import { clockText } from "../shared/zone.js";

/** Each door's sign as strokes in a square of 24. */
const doors = {
  kiosk: "M5 4h14v11H5zM9 20h6M12 15v5M9 8h6M9 11h4",
  board: "M3 5h18v11H3zM8 20h8M6 9h5M6 12h3M14 8h4v5h-4z",
  counter: "M3 14h18v6H3zM8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M6 14c1-3 11-3 12 0",
  atm: "M5 3h14v18H5zM8 6h8v5H8zM8 14h2M12 14h2M8 17h8",
  manager: "M4 20V9M10 20V4M16 20v-8M21 20H3",
};
const money = ["atm"];

let here = null;
let liveness = { live: true, since: null };

function draw() {
  if (here) setText(byID("branch"), here.branch);
  const live = byID("live");
  live.className = `tag push ${liveness.live ? "go" : "hold"}`;
  setText(live, liveness.live ? say("shared.liveAgain") : liveness.since
    ? say("shared.notLive", { time: clockText(liveness.since) }) : say("shared.neverLive"));
  const offered = Object.keys(doors).filter((name) =>
    !money.includes(name) || !here || here.features.includes("money"));
  show(byID("doors"), ...offered.map(door));
}

function door(name) {
  return element("a", { class: "door", href: `/${name}`, "data-key": name }, sign(doors[name]),
    element("b", {}, say(`home.${name}`)), element("span", {}, say(`home.${name}Text`)));
}

function sign(strokes) {
  return drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, drawing("path", {
    d: strokes, fill: "none", stroke: "currentColor", "stroke-width": "1.8",
    "stroke-linecap": "round", "stroke-linejoin": "round",
  }));
}

async function learn() {
  here = await who().catch(() => here);
  draw();
}

await useLanguage(firstLanguage());
offerLanguages(byID("language"), draw);
draw();
learn();
follow({
  onLiveness(now) {
    liveness = now;
    if (now.live && !here) learn();
    draw();
  },
});
