// Terms tell their meaning on hover and on keyboard focus. Click and tap need no script: the button names its popover.
// What hover opened a click holds open, so that whoever reaches for the word does not shut it. Escape shuts, as with
// every popover; the pointer may go into the popover without losing it.
const OPEN_AFTER = 200;
const SHUT_AFTER = 250;
const GAP = 12;

let waiting = 0;
let lightly = null; // the popover that hover or focus opened and no click has held yet

const popoverOf = (button) => document.getElementById(button.getAttribute("popovertarget"));
const isOpen = (popover) => popover?.matches(":popover-open");

function show(button) {
  const popover = popoverOf(button);
  if (!popover || isOpen(popover)) return;
  popover.showPopover({ source: button });
  lightly = popover;
}

function hide(popover) {
  if (lightly === popover && isOpen(popover)) popover.hidePopover();
}

function soon(run, after) {
  clearTimeout(waiting);
  waiting = setTimeout(run, after);
}

// Where pointers hover: a finger gets its sheet by tapping alone.
if (matchMedia("(hover: hover)").matches) {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const button = event.target.closest?.("[data-term]");
    if (button) soon(() => show(button), OPEN_AFTER);
    else if (lightly && lightly.contains(event.target)) clearTimeout(waiting);
    else if (lightly) { const popover = lightly; soon(() => hide(popover), SHUT_AFTER); }
    else clearTimeout(waiting);
  });
}

document.addEventListener("focusin", (event) => {
  const button = event.target.closest?.("[data-term]");
  if (button?.matches(":focus-visible")) show(button);
  else if (lightly && !lightly.contains(event.target)) hide(lightly);
});

// Before the browser's own toggle: an open one that nobody held is held now and not shut.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-term]");
  if (!button) return;
  clearTimeout(waiting);
  if (isOpen(popoverOf(button)) && lightly === popoverOf(button)) event.preventDefault();
  lightly = null;
}, true);

document.addEventListener("toggle", (event) => {
  const popover = event.target;
  if (!popover.matches?.(".gloss")) return;
  if (event.newState === "closed") {
    if (popover === lightly) lightly = null;
    return;
  }
  // A sheet at the foot of a small screen may lie over its own word: the page moves up by what is covered.
  const word = document.querySelector(`[popovertarget="${CSS.escape(popover.id)}"]`).getBoundingClientRect();
  const sheet = popover.getBoundingClientRect();
  if (word.bottom > sheet.top && word.top < sheet.bottom) scrollBy({ top: word.bottom - sheet.top + GAP });
}, true);
