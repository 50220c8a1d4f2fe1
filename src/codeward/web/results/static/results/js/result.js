// The result page: choosing a row, or coming to it by keyboard, rings its marks in the record.
import "../../codebook/citation.js";
import { Documents } from "./documents.js";

const root = document.getElementById("result");
const rows = [...root.querySelectorAll(".result-row")];
const record = root.querySelector(".result-record");
const documents = new Documents(record);
const all = root.querySelector("[data-all]");
const back = root.querySelector("[data-back]");
let chosen = null;

const control = (row) => row.querySelector("[data-choose]");
const wide = () => window.matchMedia("(min-width: 64rem)").matches;

/** Choose a row, or none. `reveal`: bring its evidence into sight within the record. */
function choose(row, reveal = true) {
  for (const one of rows) {
    const on = one === row;
    one.classList.toggle("chosen", on);
    if (on) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
    const button = control(one);
    if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(on));
  }
  chosen = row;
  all.hidden = !row;
  back.hidden = !row;
  if (row) back.href = `#${row.id}`;
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

/** Where the record stands below the rows: go there. */
function goToRecord() {
  if (wide()) return;
  documents.reveal(chosen.dataset.row, null, null, null, true);
  record.focus({ preventScroll: true });
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
  if (event.target.closest("[data-choose]")) {
    event.preventDefault();
    choose(row);
    goToRecord();
    return;
  }
  const inside = event.target.closest("a, button, input, textarea, label, details");
  if (inside && row.contains(inside)) return;
  if (document.getSelection()?.isCollapsed) choose(row);
});

root.addEventListener("focusin", (event) => {
  const row = event.target.closest(".result-row");
  if (row && row !== chosen && event.target.matches(":focus-visible")) choose(row);
});

// From one row to the next without passing all that stands in them.
root.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches(".result-row [data-choose]")) return;
  event.preventDefault();
  const shown = rows.filter((row) => control(row).checkVisibility());
  const next = shown[shown.indexOf(event.target.closest(".result-row")) + step];
  if (!next) return;
  choose(next);
  control(next).focus();
});

all.addEventListener("click", () => choose(null));
window.addEventListener("hashchange", () => chooseNamed(window.location.hash));
root.classList.add("live");

// On paper everything is open, and every row's marks show.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open], .no-print)")];
  for (const one of folded) one.open = true;
  documents.light(null);
});
window.addEventListener("afterprint", () => {
  for (const one of folded) one.open = false;
  documents.light(chosen?.dataset.row ?? null);
});
if (!chooseNamed(window.location.hash)) choose(rows[0] ?? null);
