// Keys of the page: Ctrl+Enter checks from any field; after an answer the focus is on what was found.
const form = document.getElementById("sc-form");
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector('[name="check"]'));
});
const problem = document.querySelector('[aria-invalid="true"]');
const answer = document.getElementById("tried") ?? document.querySelector(".sc-found");
if (problem) problem.focus();
else if (answer && ["#found", "#tried"].includes(location.hash)) {
  answer.tabIndex = -1;
  answer.focus({ preventScroll: true });
}
