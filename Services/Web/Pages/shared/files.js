// Files that a page makes: saved at once, and as a link for a browser that asks first.

import { element } from "./dom.js";

/** How long a file can still be saved by its link, in milliseconds. */
const keptFor = 60_000;

/** Saves a text as a file; answers a link to it. */
export function saveFile({ name, media, text }) {
  const address = URL.createObjectURL(new Blob([text], { type: media }));
  setTimeout(() => URL.revokeObjectURL(address), keptFor);
  const link = element("a", { href: address, download: name }, name);
  link.click();
  return link;
}
