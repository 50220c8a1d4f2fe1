// A card by keyboard: Space turns it, 1 to 4 rate it once it is turned. The keys work while focus is in the card, so
// that nobody rates by a key meant for something else.
const BUSY = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-flash]");
  if (!card || event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.target.matches(BUSY)) return;
  const turn = card.querySelector(".flash-turn");
  if (event.key === " " && !event.target.closest("summary, button, a")) {
    event.preventDefault();
    turn.open = !turn.open;
  }
  const rating = turn.open && card.querySelector(`button[name="rating"][value="${CSS.escape(event.key)}"]`);
  if (rating) {
    event.preventDefault();
    rating.focus();
    rating.click();
  }
});

// The back is read out when the card is turned; turned back, one is at the front again.
document.addEventListener("toggle", (event) => {
  const card = event.target.matches?.(".flash-turn") && event.target.closest("[data-flash]");
  if (!card || !card.contains(document.activeElement)) return;
  card.querySelector(event.newState === "open" ? ".flash-back" : "summary").focus();
}, true);

// What htmx brings has no autofocus of the browser's.
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.("[data-flash] summary[autofocus]")?.focus();
});
