// How a browser becomes a kiosk, a board, a counter or a cash machine.

import { ask } from "../shared/bus.js";
import { byID, element, setText, show } from "../shared/dom.js";
import { firstLanguage, refusalText, say, useLanguage } from "../shared/words.js";

/** How often the screen asks whether it was let in, in milliseconds. */
const pause = 1500;

function go(place) {
  location.assign(`/${place}`);
}

function tell(error) {
  const problem = byID("problem");
  problem.hidden = !error;
  setText(problem, error ? refusalText(error) : "");
}

/** What lies on the branch's own machine, offered to who sits at it. */
async function offer() {
  const { offers } = await ask("/pair/offers");
  byID("offers").hidden = offers.length === 0;
  show(byID("list"), ...offers.map(({ device, kind }) => element("li", {},
    element("button", { type: "button", class: "plain", "data-device": device, onclick: take },
      element("span", {}, say(`pair.kinds.${kind}`)), element("b", {}, device)))));

  async function take(event) {
    try {
      go((await ask("/pair/take", { device: event.currentTarget.dataset.device })).place);
    } catch (error) {
      tell(error);
    }
  }
}

/** Shows a code until an administrator has typed it; a new one where it has grown old. */
async function wait() {
  let code = null;
  for (;;) {
    try {
      code ??= (await ask("/pair/start")).code;
      tell(null);
      setText(byID("code"), `${code.slice(0, 3)} ${code.slice(3)}`);
      const answer = await ask("/pair/poll");
      if (answer.state === "paired") return go(answer.place);
      if (answer.state === "gone") code = null;
    } catch (error) {
      tell(error);
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

await useLanguage(firstLanguage());
document.title = say("pair.title");
offer().catch(tell);
wait();
