// The queues as they stand: full states, pushed. Whoever shows them shows since when they are
// not live, too.

/** The server says something each second; after this long without a word it is not live. */
const staleAfter = 3500;

/**
 * Follows the queues.
 *
 * `onTopics(states)`: all services' states, by service id, on every change.
 * `onLiveness({live, since})`: on every change of it; `since` is a Unix time in milliseconds,
 * or null where nothing was ever heard.
 * `onAccount(receipt)`: with `account`, each receipt of that account.
 */
export function follow({ onTopics, onLiveness = () => {}, onAccount = () => {}, account } = {}) {
  const place = document.documentElement.dataset.place;
  const states = new Map();
  let source = null;
  let lastHeard = Date.now();
  let lastEvent = Date.now();
  let branchAlive = true;
  let everHeard = false;
  let live = null;
  let ended = false;

  const open = () => {
    source?.close();
    if (ended) return;
    const query = account === undefined ? "" : `?account=${encodeURIComponent(account)}`;
    source = new EventSource(`/${place}/events${query}`);
    source.addEventListener("topics", (event) => {
      heard(true);
      // A first or a repaired picture: what it does not name is gone.
      states.clear();
      for (const state of JSON.parse(event.data)) states.set(state.service, state);
      tell();
    });
    source.addEventListener("topic", (event) => {
      heard(true);
      const state = JSON.parse(event.data);
      states.set(state.service, state);
      tell();
    });
    source.addEventListener("receipt", (event) => onAccount(JSON.parse(event.data)));
    source.addEventListener("alive", (event) => heard(JSON.parse(event.data).live));
  };
  const tell = () => {
    onTopics?.([...states.values()].sort((a, b) => (a.service < b.service ? -1 : 1)));
  };
  const heard = (alive) => {
    lastEvent = Date.now();
    branchAlive = alive;
    if (alive) {
      lastHeard = Date.now();
      everHeard = true;
    }
    judge();
  };
  const judge = () => {
    const next = branchAlive && Date.now() - lastHeard < staleAfter && everHeard;
    if (next === live || (!everHeard && Date.now() - lastHeard < staleAfter)) return;
    live = next;
    onLiveness({ live, since: everHeard ? lastHeard : null });
  };
  const timer = setInterval(() => {
    judge();
    // A browser gives up on some failures, and does not notice a connection that went silent.
    const silent = Date.now() - lastEvent > 2 * staleAfter;
    if (silent || (source.readyState === EventSource.CLOSED && Date.now() - lastEvent > 1000)) {
      lastEvent = Date.now();
      open();
    }
  }, 500);
  open();
  return {
    close() {
      ended = true;
      clearInterval(timer);
      source?.close();
    },
  };
}
