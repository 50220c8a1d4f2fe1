// The codebook: copy a code or a link, print, and remember on this device which entries were recently opened.
import { toast } from "../ui/js/toast.js";
import { remember } from "../ui/js/recent.js";
import { choose, focusStep } from "./builder.js";
import { showRecent } from "./lately.js";

const said = document.querySelector("[data-copied]")?.dataset.copied ?? "✓";

async function copy(text, name = text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${said}: ${name}`, "success");
    return true;
  } catch {
    return false;
  }
}

for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) return void copy(button.dataset.copy, button.dataset.copySays);
  if (event.target.closest("[data-print]")) return void window.print();
  const link = event.target.closest("[data-copy-link]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !navigator.clipboard) return;
  event.preventDefault();
  if (await copy(link.href)) history.replaceState(null, "", link.href);
});

// Where there is room the thumb index at the side is open, and the present entry of a long navigation is in view.
if (window.matchMedia("(min-width: 64rem)").matches) {
  for (const one of document.querySelectorAll("details[data-wide-open]")) one.open = true;
}
const nav = document.querySelector(".cb-nav");
const present = nav?.querySelector("[aria-current]");
if (present) nav.scrollLeft = present.offsetLeft - nav.clientWidth / 2;

// What was refused has the focus: the field, not the place where the answer would be, to which the address leads.
const wrong = document.querySelector(".cb-tool-form [aria-invalid]");
if (wrong) {
  wrong.focus();
  window.addEventListener("load", () => setTimeout(() => wrong.focus(), 0));
}

const entry = document.getElementById("cb-entry");
if (entry) remember(entry.dataset);
showRecent(document.getElementById("cb-recent"));

// The builder, while it has the focus: press a value's character to choose it; then the next step has the focus.
document.addEventListener("keydown", choose);
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "cb-builder") focusStep();
});
if (location.hash === "#step") focusStep(); // a choice made before htmx was ready came as a page of its own
