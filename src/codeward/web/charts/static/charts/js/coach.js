// The steps beside a learner's first charts: which of them is the next one, and the button that leads there.
const HIDDEN = "codeward:coach:hidden";

function hidden() {
  try { return localStorage.getItem(HIDDEN) === "yes"; } catch { return false; }
}

/** @param {{record: object, codebook: object, answer: object, model: object, showPane: Function}} tools */
export function register({ record, codebook, answer, model, showPane }) {
  const box = document.getElementById("coach");
  if (!box) return;
  if (hidden()) { box.hidden = true; return; }
  const steps = [...box.querySelectorAll("[data-step]")];
  const said = box.querySelector("[data-coach-said]");
  const go = box.querySelector("[data-coach-go]");
  let now = null;
  let sought = false; // the learner has been to the search box

  function next() {
    if (codebook.opened && !model.lines.some((line) => line.code === codebook.opened.code)) return "check";
    if (model.lines.some((line) => !line.evidence.length)) return "prove";
    if (model.lines.length && document.activeElement !== codebook.input) return "submit";
    return sought || model.lines.length ? "find" : "read";
  }

  function draw() {
    const id = next();
    if (id === now) return;
    now = id;
    const at = steps.findIndex((step) => step.dataset.step === id);
    steps.forEach((step, place) => {
      step.classList.toggle("coach-past", place < at);
      if (place === at) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
    said.textContent = steps[at].dataset.says;
    go.textContent = steps[at].dataset.does;
  }

  const ways = {
    read: () => { sought = true; showPane("codebook"); codebook.focusSearch(); },
    find: () => { showPane("codebook"); codebook.focusSearch(); },
    check: () => codebook.addOpened(),
    prove: () => { showPane("record"); record.focus(); },
    submit: () => { showPane("codebook"); codebook.focusSearch(true); },
  };
  go.addEventListener("click", () => { ways[now](); draw(); });
  box.querySelector("[data-coach-end]").addEventListener("click", () => {
    box.hidden = true;
    try { localStorage.setItem(HIDDEN, "yes"); } catch { /* hidden on this page only */ }
    record.focus();
  });
  codebook.input.addEventListener("focus", () => { sought = true; draw(); });
  codebook.input.addEventListener("blur", draw);
  codebook.onEntry = draw;
  answer.onDraw(draw);
  draw();
}
