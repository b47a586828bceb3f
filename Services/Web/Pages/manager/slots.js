// The appointments of a day at one service: how many have booked which time. Numbers only.

import { call, now } from "../shared/bus.js";
import { element, show } from "../shared/dom.js";
import { keepFocus } from "../shared/focus.js";
import { refusalText, say, serviceName } from "../shared/words.js";
import { branchDay, clockText } from "../shared/zone.js";

/** Shows them in a dialog; another day can be chosen there. */
export function showSlots(service) {
  const giveBack = keepFocus();
  const place = element("div", {
    class: "scroll slots", tabindex: "0", role: "region", "aria-label": say("manager.appointments"),
  });
  const day = element("input", { type: "date", id: "slots-day", value: branchDay(now()).day });
  const dialog = element("dialog", {
    class: "step stack", id: "slots", "aria-labelledby": "slots-title" },
  element("h2", { id: "slots-title" }, `${serviceName(service)} · ${say("manager.appointments")}`),
  element("label", { for: "slots-day" }, say("manager.day")), day, place,
  element("div", { class: "row end" }, element("button", {
    type: "button", onclick: () => dialog.close(),
  }, say("shared.close"))));
  let asked = 0;

  async function load() {
    const turn = asked += 1;
    if (day.value === "") return;
    try {
      const { slots } = await call("appointment.slots", {
        service: service.service, date: day.value });
      if (turn === asked) show(place, slotTable(service, slots));
    } catch (error) {
      if (turn !== asked) return;
      show(place, element("p", { class: "notice hold", role: "alert" }, refusalText(error)));
    }
  }

  day.addEventListener("change", load);
  dialog.addEventListener("close", () => {
    dialog.remove();
    giveBack();
  });
  document.body.append(dialog);
  dialog.showModal();
  load();
}

function slotTable(service, slots) {
  if (slots.length === 0) return element("p", { class: "muted" }, say("manager.noSlots"));
  const taken = ({ free }) => Math.max(0, service.booking.places - free);
  const total = slots.reduce((sum, slot) => sum + taken(slot), 0);
  return element("table", {},
    element("caption", {}, say("manager.booked", { n: total })),
    element("thead", {}, element("tr", {}, ["manager.time", "manager.taken", "manager.free"]
      .map((word) => element("th", { scope: "col" }, say(word))))),
    element("tbody", {}, slots.map((slot) => element("tr", { "data-at": slot.at },
      element("th", { scope: "row" }, clockText(slot.at)),
      element("td", { "data-label": say("manager.taken") }, String(taken(slot))),
      element("td", { "data-label": say("manager.free") }, String(slot.free))))));
}
