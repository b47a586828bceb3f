// Where the focus goes when a dialog closes: back to where it was, also where that was drawn anew.

/** Remembers the focus; the answer is a function that gives it back. */
export function keepFocus(otherwise = null) {
  const before = document.activeElement;
  return () => {
    const target = again(before) ?? document.getElementById(otherwise);
    // Where another dialog is open it has the focus, unless this one was opened from it.
    const open = [...document.querySelectorAll("dialog[open]")].at(-1);
    if (!open || open.contains(target)) target?.focus?.();
  };
}

/** The same place, by its id or its `data-key` where it was drawn anew. */
function again(before) {
  if (before?.isConnected) return before;
  const key = before?.dataset?.key;
  return (before?.id && document.getElementById(before.id))
    || (key && document.querySelector(`[data-key="${CSS.escape(key)}"]`)) || null;
}

/** A dialog that escape does not close; browsers heed a prevented `cancel` only once. */
export function stayOpen(dialog) {
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault();
  });
}
