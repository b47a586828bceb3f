// Where the focus goes when a dialog closes: back to where it was, also where that was drawn anew.

/** Remembers the focus; the answer is a function that gives it back. */
export function keepFocus(otherwise = "find-text") {
  const before = document.activeElement;
  return () => {
    const again = before?.isConnected ? before : before?.id && document.getElementById(before.id);
    const target = again || document.getElementById(otherwise);
    if (document.querySelector("dialog[open]")) return;
    target?.focus?.();
  };
}

/** A dialog that escape does not close; browsers heed a prevented `cancel` only once. */
export function stayOpen(dialog) {
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault();
  });
}
