// A citation opens in a dialog: htmx loads its inside; without scripts the link is a page of its own.
const dialog = document.getElementById("citation-dialog");

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "citation-body" || !dialog) return;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
});
dialog?.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
