// The builder of procedure codes by keyboard: on its own page, and beside a record.

/** A key pressed in the builder chooses the value with that character. Says whether one was chosen. */
export function choose(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return false;
  const builder = event.target.closest("#cb-builder");
  if (!builder || event.target.closest("input, select, textarea")) return false;
  const value = builder.querySelector(`.cb-values [data-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!value) return false;
  event.preventDefault();
  value.click();
  return true;
}

/** The next step has the focus, or the code that is done. */
export function focusStep() {
  (document.querySelector(".cb-done a") ?? document.getElementById("step"))?.focus();
}
