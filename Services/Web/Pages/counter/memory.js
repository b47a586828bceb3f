// What this browser remembers of its counter between visits, shared by all its tabs. No secret,
// nothing about customers.

const shelf = "branch.counter";

/** `{user, counter, services, minutes, keys, paused, renewed}`, each perhaps missing. */
export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(shelf)) ?? {};
  } catch {
    return {};
  }
}

/** Remembers more; what is not named stays. */
export function remember(more) {
  localStorage.setItem(shelf, JSON.stringify({ ...remembered(), ...more }));
}

/** Tells when another tab of this browser changed it: `onChange(now, before)`. */
export function onRemembered(onChange) {
  window.addEventListener("storage", (event) => {
    if (event.key !== shelf) return;
    onChange(JSON.parse(event.newValue ?? "{}"), JSON.parse(event.oldValue ?? "{}"));
  });
}
