// The home page: examples that fill the search, citations in a dialog.
import "../codebook/citation.js";
const field = document.getElementById("find-q");
document.querySelector(".home").addEventListener("click", (event) => {
  const link = event.target.closest("[data-try], .word");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  field.value = link.textContent;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
