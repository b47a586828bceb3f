// A list that comes in pages: what has been loaded, a filter over just that, and "show more".

import { element, show } from "../shared/dom.js";
import { refusalText, say } from "../shared/words.js";

/**
 * Fills `parent` with a table.
 *
 * `columns`: [{word, text(row) | content(row), sum}]; `load(after)` → {rows, next};
 * `actions(row)` → buttons. Returns `{reload, redraw}`.
 */
export function pagedTable(parent, { columns, load, actions = () => [], caption }) {
  let rows = [];
  let next;
  let filter = "";
  let problem = null;

  const field = element("input", { type: "search", autocomplete: "off" });
  field.addEventListener("input", () => {
    filter = field.value.trim().toLowerCase();
    draw();
  });
  const body = element("div", { class: "card scroll" });
  show(parent, element("div", { class: "tools" },
    element("label", {}, say("manager.filter"), field)), body);

  async function more(after) {
    try {
      const page = await load(after);
      rows = after === undefined ? page.rows : [...rows, ...page.rows];
      next = page.next;
      problem = null;
    } catch (error) {
      problem = refusalText(error);
    }
    draw();
  }

  function draw() {
    const shown = rows.filter((row) => filter === "" || columns.some((column) =>
      column.text?.(row)?.toLowerCase().includes(filter)));
    show(body, problem ? element("p", { class: "notice hold", role: "alert" }, problem) : null,
      element("table", {}, element("caption", { class: "hush" }, caption),
        element("thead", {}, element("tr", {},
          ...columns.map((column) => element("th", {
            scope: "col", class: column.sum ? "sum" : null,
          }, say(column.word))),
          element("th", { scope: "col" }, element("span", { class: "hush" },
            say("manager.actions"))))),
        element("tbody", {}, ...shown.map(line))),
      element("div", { class: "foot" },
        element("p", { class: "muted", role: "status" }, rows.length === 0
          ? say("shared.none") : say("manager.shown", { n: shown.length, all: rows.length })),
        next === undefined ? null : element("button", {
          type: "button", class: "plain", "data-key": "more", onclick: () => more(next),
        }, say("shared.more"))));
  }

  function line(row) {
    return element("tr", {},
      ...columns.map((column) => element("td", {
        class: column.sum ? "sum" : null, "data-label": say(column.word),
      }, column.content ? column.content(row) : column.text(row) ?? "")),
      element("td", {}, element("div", { class: "actions" }, ...actions(row).filter(Boolean))));
  }

  draw();
  more();
  return { reload: () => more(), redraw: draw };
}

/** A button in a line or above a list. */
export function button(word, onclick, kind = "plain") {
  return element("button", { type: "button", class: kind, onclick }, say(word));
}

/** A section's heading, with what can be done in it. */
export function heading(word, ...buttons) {
  return element("header", {}, element("h2", {}, say(word)), ...buttons.filter(Boolean));
}
