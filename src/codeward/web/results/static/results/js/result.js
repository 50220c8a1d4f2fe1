// The result page: choosing a row lights its evidence in the record beside it and opens its look-up path.
import "../../codebook/citation.js";
import { Documents } from "./documents.js";

const root = document.getElementById("result");
const rows = [...root.querySelectorAll(".result-row")];
const documents = new Documents(root.querySelector(".result-record"));
const all = root.querySelector("[data-all]");
let chosen = null;

const button = (row) => row.querySelector("[data-choose]");
const wide = () => window.matchMedia("(min-width: 64rem)").matches;

/** Choose a row, or none. `reveal`: bring its evidence into sight within the record. */
function choose(row, reveal = true) {
  for (const one of rows) {
    const on = one === row;
    one.classList.toggle("chosen", on);
    const control = button(one);
    if (control.hasAttribute("aria-expanded")) control.setAttribute("aria-expanded", String(on));
    else control.setAttribute("aria-pressed", String(on));
  }
  chosen = row;
  all.hidden = !row;
  documents.light(row?.dataset.row ?? null);
  if (row && reveal) documents.reveal(row.dataset.row);
}

/** The row that an address names, opened and in sight. */
function chooseNamed(hash) {
  const row = rows.find((one) => `#${one.id}` === hash);
  if (!row) return false;
  row.closest("details")?.setAttribute("open", "");
  choose(row);
  return true;
}

root.addEventListener("click", (event) => {
  const row = event.target.closest(".result-row");
  if (!row) return;
  const goto = event.target.closest(".quote-goto");
  if (goto) {
    choose(row, false);
    documents.reveal(row.dataset.row, goto.dataset.side, goto.dataset.document, goto.querySelector("q").textContent, !wide());
    return;
  }
  if (event.target.closest("[data-choose]")) { choose(row === chosen ? null : row); return; }
  const inside = event.target.closest("a, button, input, textarea, label, details");
  if (inside && row.contains(inside)) return;
  if (document.getSelection()?.isCollapsed) choose(row);
});

root.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches(".result-row [data-choose]")) return;
  event.preventDefault();
  const shown = rows.filter((row) => button(row).checkVisibility());
  const next = shown[shown.indexOf(event.target.closest(".result-row")) + step];
  if (!next) return;
  choose(next);
  button(next).focus();
});

all.addEventListener("click", () => choose(null));
window.addEventListener("hashchange", () => chooseNamed(window.location.hash));
root.classList.add("live");

// On paper everything is open, and every row's marks show.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...root.querySelectorAll("details:not([open], .no-print)")];
  for (const one of folded) one.open = true;
  documents.light(null);
});
window.addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
  documents.light(chosen?.dataset.row ?? null);
});
document.querySelector(".fix-list")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link) chooseNamed(link.hash);
});
if (!chooseNamed(window.location.hash)) {
  const first = document.querySelector(".fix-list a");
  choose(first ? rows.find((row) => `#${row.id}` === first.hash) : rows[0] ?? null);
}
