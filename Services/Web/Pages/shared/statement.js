// An account's movements of some days as files: for a person's records, a spreadsheet, or a
// program that keeps books.

import { call, NoAnswer, now } from "./bus.js";
import { element, setText, show } from "./dom.js";
import { saveFile } from "./files.js";
import { keepFocus } from "./focus.js";
import { refusalText, say } from "./words.js";
import { branchDay, dayAfter, dayBegins, isDay } from "./zone.js";

/** In the order in which they are offered. */
const formats = ["csv", "ofx", "camt053", "json"];

/** More pages than this are no file that anybody reads. */
const mostPages = 500;

/**
 * All pages of a statement, each a whole file: `[{name, media, text}]`. `onPage(n)` before each;
 * `goesOn()`: false where nobody wants them any more.
 */
export async function statementPages(request, { onPage = () => {}, goesOn = () => true } = {}) {
  const pages = [];
  let after;
  do {
    onPage(pages.length + 1);
    const body = after === undefined ? request : { ...request, after };
    const page = await call("account.statement", body, { patience: 6000 });
    pages.push(page);
    after = page.next;
  } while (after !== undefined && pages.length < mostPages && goesOn());
  return pages;
}

/** Opens the form for an account: `{number, name}`. */
export function openStatement(account, { onRefused = () => {} } = {}) {
  if (document.getElementById("statement")) return;
  new Statement(account, onRefused).open();
}

class Statement {
  #account;
  #onRefused;
  #isRunning = false;

  constructor(account, onRefused) {
    this.#account = account;
    this.#onRefused = onRefused;
    const today = branchDay(now()).day;
    const day = (id, value) => element("input", {
      id, type: "date", value, max: today, required: true });
    this.from = day("statement-from", `${today.slice(0, 8)}01`);
    this.to = day("statement-to", today);
    this.format = element("select", { id: "statement-format" }, formats.map((format) =>
      element("option", { value: format }, say(`statement.formats.${format}`))));
    this.state = element("p", { class: "muted", role: "status", id: "statement-state" });
    this.problem = element("p", { class: "notice hold", role: "alert", hidden: true });
    this.files = element("ul", { class: "files" });
    this.button = element("button", { class: "go", type: "submit", id: "statement-go" },
      say("statement.do"));
  }

  open() {
    const giveBack = keepFocus();
    const field = (input, word) => element("div", {},
      element("label", { for: input.id }, say(word)), input);
    this.dialog = element("dialog", {
      class: "step steps", id: "statement", "aria-labelledby": "statement-title" },
    element("h2", { id: "statement-title" }, say("statement.title")),
    element("p", { class: "muted" }, element("bdi", {}, this.#account.name), " · ",
      say("counter.money.accountNumber", { number: this.#account.number })),
    element("form", { class: "stack", novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      this.#make();
    } },
    element("div", { class: "two" },
      field(this.from, "statement.from"), field(this.to, "statement.to")),
    field(this.format, "statement.format"),
    this.problem, this.state, this.files,
    element("div", { class: "row end" },
      element("button", { type: "button", class: "plain", onclick: () => this.dialog.close() },
        say("shared.close")), this.button)));
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      giveBack();
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.from.focus();
  }

  async #make() {
    if (this.#isRunning) return;
    this.problem.hidden = true;
    show(this.files);
    const days = [this.from.value, this.to.value];
    if (!days.every(isDay)) return this.#fail(say("statement.noDay"));
    const [from, to] = [dayBegins(days[0]), dayBegins(dayAfter(days[1]))];
    if (from >= to) return this.#fail(say("statement.badTime"));
    this.#isRunning = true;
    this.button.setAttribute("aria-busy", "true");
    try {
      const pages = await statementPages(
        { account: this.#account.number, from, to, format: this.format.value },
        { onPage: (n) => setText(this.state, say("statement.page", { n })),
          goesOn: () => this.dialog.isConnected });
      if (this.dialog.isConnected) this.#offer(pages);
    } catch (error) {
      setText(this.state, "");
      this.#onRefused(error);
      this.#fail(error instanceof NoAnswer || error.code !== "too_large" ? refusalText(error)
        : say("statement.tooLarge"));
    } finally {
      this.#isRunning = false;
      this.button.removeAttribute("aria-busy");
    }
  }

  /** Saves each page, and leaves a link to it, for a browser that asks before it saves many. */
  #offer(pages) {
    show(this.files, pages.map(saveFile).map((link) => element("li", {}, link)));
    setText(this.state, say("statement.made", { n: pages.length }));
  }

  #fail(text) {
    this.problem.hidden = false;
    setText(this.problem, text);
  }
}
