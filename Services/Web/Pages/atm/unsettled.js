// Withdrawals that are not over, kept where a crash of the browser does not reach. What is kept
// says how far each came: `capture` is set before the notes come out, `release` before it is let
// go of. No name and no secret.

const shelf = "branch.dispenses";
/** Those that this tab began: after a reload it need not wait for itself. */
const ownShelf = "branch.dispenses.own";
/** Another tab that has said nothing for so long is no more, in milliseconds. */
const silence = 30_000;

/** What this page is busy with. */
const running = new Set();

/** Stores how far it is; throws where the browser cannot store, and then nothing may be done. */
export function keep(entry) {
  running.add(entry.hold);
  write(localStorage, shelf, { ...read(localStorage, shelf), [entry.hold]: {
    ...entry, touched: Date.now() } });
  write(sessionStorage, ownShelf, { ...read(sessionStorage, ownShelf), [entry.hold]: true });
}

/** It is over. */
export function forget({ hold }) {
  running.delete(hold);
  for (const [storage, name] of [[localStorage, shelf], [sessionStorage, ownShelf]]) {
    const entries = read(storage, name);
    delete entries[hold];
    write(storage, name, entries);
  }
}

/** This page does no more about it for now. */
export function rest({ hold }) {
  running.delete(hold);
}

/** What nobody is busy with, oldest first; `isOwn` where this tab began it. */
export function left() {
  const own = read(sessionStorage, ownShelf);
  return Object.values(read(localStorage, shelf))
    .map((entry) => ({ ...entry, isOwn: own[entry.hold] === true }))
    .filter(({ hold, isOwn, touched }) => !running.has(hold)
      && (isOwn || Math.abs(Date.now() - touched) > silence));
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

function write(storage, name, entries) {
  if (Object.keys(entries).length > 0) storage.setItem(name, JSON.stringify(entries));
  else storage.removeItem(name);
}
