// Elements out of plain data. Text goes in as text: no page ever turns text into markup.

import { keepFocus } from "./focus.js";

/**
 * `element("button", { class: "go", disabled: true, onclick: f }, "Next")`; null and false
 * children are left out.
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== false));
  return made;
}

/** A part of a drawing: as `element`, of SVG. */
export function drawing(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(properties)) made.setAttribute(name, String(value));
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== false));
  return made;
}

/** Replaces what is in an element; the focus stays with what has the same `data-key`. */
export function show(parent, ...children) {
  const active = document.activeElement;
  const key = parent.contains(active) ? active.dataset.key : undefined;
  parent.replaceChildren(...children.flat().filter((child) => child !== null && child !== false));
  if (key === undefined) return;
  parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/** Sets text only where it changed, so that screen readers speak once. */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** The one element with this id; a page without it is broken, and says so at once. */
export function byID(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element ${id}`);
  return found;
}

/**
 * Asks before what cannot be undone. Resolves to true or false; escape is false, and the focus
 * goes back to where it was. `danger` paints the answer red.
 */
export function confirmStep({ title, text, yes, no, danger = true }) {
  const giveBack = keepFocus();
  return new Promise((resolve) => {
    const dialog = element(
      "dialog", { class: "step", "aria-labelledby": "step-title" },
      element("h2", { id: "step-title" }, title),
      text ? element("p", {}, text) : null,
      element(
        "div", { class: "row end" },
        element("button", { class: "plain", onclick: () => dialog.close("no") }, no),
        element(
          "button", { class: danger ? "hold" : "go", onclick: () => dialog.close("yes") }, yes)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      giveBack();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
