// A figure's labels and its drawing know each other: a label under the pointer or with focus lights its part, and a
// part that is pressed asks its label.
function light(figure, n) {
  for (const one of figure.querySelectorAll("[data-n], [data-label]")) {
    one.classList.toggle("lit", (one.dataset.n ?? one.dataset.label) === n);
  }
}

for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const figure = event.target.closest?.("[data-figure]");
    if (!figure) return;
    const one = event.target.closest("[data-n], [data-label]");
    light(figure, one ? one.dataset.n ?? one.dataset.label : undefined);
  });
}

document.addEventListener("click", (event) => {
  const part = event.target.closest?.("[data-figure] [data-n]");
  const label = part?.closest("[data-figure]").querySelector(`[data-label="${CSS.escape(part.dataset.n)}"] details`);
  if (label) label.open = true;
});
