// The list of languages on a page.

import { element, show } from "./dom.js";
import { keepLanguage, language, languageName, languages, useLanguage } from "./words.js";

/** Fills the list; what is chosen is written into the page and kept, then `onChange()`. */
export function offerLanguages(select, onChange) {
  show(select, languages.map((code) =>
    element("option", { value: code, lang: code }, languageName(code))));
  select.value = language();
  select.addEventListener("change", async () => {
    keepLanguage(select.value);
    await useLanguage(select.value);
    onChange();
  });
}
