// What is news on the board. Pure, but for the shelf on which it keeps what it has announced, so
// that a reload says nothing twice.

/** A call is told to the hall while it is younger than this, in milliseconds. */
export const newsFor = 60_000;
const most = 512;

/** Number, counter and how often: any new combination is news. */
export function keyOf(call) {
  return `${call.number}|${call.counter}|${call.calls}`;
}

/** Remembers what was announced; `shelf` is a Storage, or null. */
export class Announced {
  #known = new Map();
  #shelf;

  constructor(shelf = null) {
    this.#shelf = shelf;
    try {
      this.#known = new Map(JSON.parse(shelf?.getItem("branch.announced") ?? "[]"));
    } catch {
      // What is no list of ours counts as nothing announced.
    }
  }

  /** The calls that are news, oldest first; each is given once. */
  take(topics, now) {
    const news = topics.flatMap((topic) => [...topic.serving, ...topic.recent]
      .map((call) => ({ ...call, service: topic.service })))
      .sort((a, b) => a.called - b.called)
      .filter((call) => now - call.called < newsFor && !this.#known.has(keyOf(call))
        && this.#known.set(keyOf(call), call.called));
    if (news.length === 0) return news;
    for (const [key, called] of this.#known) {
      if (now - called > 2 * newsFor || this.#known.size > most) this.#known.delete(key);
    }
    this.#shelf?.setItem("branch.announced", JSON.stringify([...this.#known]));
    return news;
  }
}

/**
 * Numbers at counters first, then those that have left, the last called first; each once. Who
 * waits again, sent on or parked, has no counter to go to: `parked` are numbers.
 */
export function callList(topics, length, parked = []) {
  const newestFirst = (a, b) => b.called - a.called;
  const serving = topics.flatMap((topic) => topic.serving).sort(newestFirst)
    .map((call) => ({ ...call, isServing: true }));
  const again = new Set([...topics.flatMap((topic) => topic.next), ...parked]);
  const seen = new Set(serving.map((call) => call.number));
  const past = topics.flatMap((topic) => topic.recent).sort(newestFirst)
    .filter(({ number }) => !again.has(number) && !seen.has(number) && seen.add(number));
  return [...serving, ...past].slice(0, length);
}
