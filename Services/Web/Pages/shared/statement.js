// An account's movements of some days as files: for a person's records, a spreadsheet, or a
// program that keeps books.

import { call, NoAnswer, now } from "./bus.js";
import { element, setText, show } from "./dom.js";
import { refusalText, say } from "./words.js";

/** In the order in which they are offered. */
const formats = ["csv", "ofx", "camt053", "json"];

/** More pages than this are no file that anybody reads. */
const mostPages = 500;

/** How long a file can still be saved after its dialog is closed, in milliseconds. */
const keptFor = 60_000;

/** "2026-11-21" as its first moment where this browser stands, Unix milliseconds; else null. */
export function dayBegins(text, later = 0) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number);
  return new Date(year, month - 1, day + later).getTime();
}

/** A moment's day as a date field has it. */
export function dayOf(milliseconds) {
  const date = new Date(milliseconds);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

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
    const today = dayOf(now());
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
    const before = document.activeElement;
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
      const again = before?.isConnected ? before
        : before?.id && document.getElementById(before.id);
      again?.focus?.();
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.from.focus();
  }

  async #make() {
    if (this.#isRunning) return;
    this.problem.hidden = true;
    show(this.files);
    const [from, to] = [dayBegins(this.from.value), dayBegins(this.to.value, 1)];
    if (from === null || to === null) return this.#fail(say("statement.noDay"));
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
    const links = pages.map(({ name, media, text }) => {
      const address = URL.createObjectURL(new Blob([text], { type: media }));
      setTimeout(() => URL.revokeObjectURL(address), keptFor);
      return element("a", { href: address, download: name }, name);
    });
    show(this.files, links.map((link) => element("li", {}, link)));
    for (const link of links) link.click();
    setText(this.state, say("statement.made", { n: pages.length }));
  }

  #fail(text) {
    this.problem.hidden = false;
    setText(this.problem, text);
  }
}
