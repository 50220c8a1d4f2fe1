// A scratchpad by keyboard: Alt and the arrows move the line that has the focus, Delete takes it off.
const KEYS = { ArrowUp: '[data-move="up"]', ArrowDown: '[data-move="down"]' };

document.addEventListener("keydown", (event) => {
  const line = event.target.closest?.(".sp-line");
  if (!line || event.ctrlKey || event.metaKey || event.isComposing) return;
  const typing = event.target.closest("input, textarea, select");
  const button = event.altKey ? line.querySelector(KEYS[event.key] ?? "none") : event.key === "Delete" && !typing ? line.querySelector("[data-remove]") : null;
  if (!button || button.disabled) return;
  event.preventDefault();
  button.click();
});

// After a change the line that was changed has the focus; while codes are collected, the search for the next one.
let collecting = false;
try {
  collecting = sessionStorage.getItem("codeward.collecting") === "1";
  sessionStorage.removeItem("codeward.collecting");
} catch { /* a browser that keeps nothing */ }
const changed = location.hash.startsWith("#line-") && document.getElementById(location.hash.slice(1));
if (collecting) document.getElementById("find-here")?.focus();
else if (changed) changed.focus({ preventScroll: true });
