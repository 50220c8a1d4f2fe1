// The home page: the record's tabs, examples that fill the search, citations in a dialog.
import "../codebook/citation.js";
import { Documents } from "../results/js/documents.js";

const root = document.querySelector(".home-record");
if (root) {
  root.parentElement.classList.add("live");
  const chosen = root.querySelector('[role="tab"][aria-selected="true"]');
  new Documents(root).show(chosen.dataset.document);
}

const field = document.getElementById("find-q");
document.querySelector(".home").addEventListener("click", (event) => {
  const link = event.target.closest("[data-try], .word");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  field.value = link.textContent;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
