// What pages say, one file a language. Texts come from the file only, and go in as text.

/** In the order in which they are offered. */
export const languages = ["en", "es", "pt", "hi", "kn"];

let words = {};
let plural = new Intl.PluralRules("en");
let current = "en";

/** The language in use, as `es`. */
export function language() {
  return current;
}

/** Loads a language and writes it into the page. */
export async function useLanguage(code, root = document) {
  const known = languages.includes(code) ? code : "en";
  const response = await fetch(`/pages/languages/${known}.json`);
  words = await response.json();
  plural = new Intl.PluralRules(known);
  current = known;
  document.documentElement.lang = known;
  write(root);
}

/** The language to begin with: the address's, this browser's, or the place's own. */
export function firstLanguage(otherwise) {
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = localStorage.getItem("branch.language");
  const own = navigator.language.slice(0, 2);
  return [asked, kept, otherwise, own, "en"].find((code) => languages.includes(code));
}

/** Keeps a person's choice for this browser. */
export function keepLanguage(code) {
  localStorage.setItem("branch.language", code);
}

/** What a language calls itself, "Español". */
export function languageName(code) {
  const name = new Intl.DisplayNames(code, { type: "language" }).of(code);
  return name[0].toLocaleUpperCase(code) + name.slice(1);
}

/** The text of `page.key`, with `{name}` filled in; `{n}` chooses one or many. */
export function say(key, values = {}) {
  let text = key.split(".").reduce((part, name) => part?.[name], words);
  if (text !== null && typeof text === "object") text = text[plural.select(values.n)] ?? text.other;
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** A service's name in the language in use, else in English, else its id. */
export function serviceName(service, code = current) {
  return service.names?.[code] ?? service.names?.en ?? service.service;
}

/** What a refusal means, in the reader's language where there are words for it. */
export function refusalText(error) {
  const key = `refusals.${error.code ?? "no_answer"}`;
  const text = say(key);
  return text === key ? error.message : text;
}

/** Fills `data-word` (text), `data-word-label` (aria-label) and `data-word-hint` (placeholder). */
export function write(root = document) {
  for (const element of root.querySelectorAll("[data-word]")) {
    element.textContent = say(element.dataset.word);
  }
  for (const element of root.querySelectorAll("[data-word-label]")) {
    element.setAttribute("aria-label", say(element.dataset.wordLabel));
  }
  for (const element of root.querySelectorAll("[data-word-hint]")) {
    element.setAttribute("placeholder", say(element.dataset.wordHint));
  }
}

const others = new Map();

/** A text in another language than the page's, for a hall that speaks several. */
export async function phrase(code, key, values = {}) {
  if (!others.has(code)) {
    others.set(code, fetch(`/pages/languages/${code}.json`).then((answer) => answer.json()));
  }
  const text = key.split(".").reduce((part, name) => part?.[name], await others.get(code)) ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
