// The steps beside a learner's first charts: which of them is the next one, and the button that leads there.
import { narrow, say } from "./dom.js";

const HIDDEN = "codeward:coach:hidden";

function hidden() {
  try { return localStorage.getItem(HIDDEN) === "yes"; } catch { return false; }
}

/**
 * @param {{record: object, codebook: object, answer: object, model: object, words: object, showPane: Function,
 *   hand: {words: object|null, attach: Function, watch: Function}}} tools
 */
export function register({ record, codebook, answer, model, words, showPane, hand }) {
  const box = document.getElementById("coach");
  if (!box) return;
  if (hidden()) { box.hidden = true; return; }
  const steps = [...box.querySelectorAll("[data-step]")];
  const said = box.querySelector("[data-coach-said]");
  const go = box.querySelector("[data-coach-go]");
  const submit = box.querySelector("[data-coach-submit]");
  let now = null;
  let sought = false; // the learner has been to the search box
  answer.quiet = true; // the steps say what was done

  const shown = (pane) => !narrow() || document.getElementById("workspace").dataset.show === pane;

  function next() {
    if (codebook.opened && !model.lines.some((line) => line.code === codebook.opened.code)) return "check";
    if (answer.lacking) return "prove";
    if (model.lines.length && document.activeElement !== codebook.input) return "submit";
    return sought || model.lines.length ? "find" : "read";
  }

  /** What the button of a step says; nothing where it would do nothing. */
  function label(step) {
    if (now === "find" && document.activeElement === codebook.input) return "";
    if (now !== "prove") return step.dataset.does;
    if (hand.words) return say(words.attach_to, answer.name(answer.lacking));
    return shown("record") ? "" : step.dataset.does;
  }

  function draw() {
    if (box.hidden) return;
    const id = next();
    const at = steps.findIndex((step) => step.dataset.step === id);
    if (id !== now) {
      now = id;
      steps.forEach((step, place) => {
        step.classList.toggle("coach-past", place < at);
        if (place === at) step.setAttribute("aria-current", "step");
        else step.removeAttribute("aria-current");
      });
      submit.hidden = id !== "submit";
      // Neither is the better one: whether the list is complete is for the learner to say.
      go.classList.toggle("button-primary", id !== "submit");
    }
    const text = id === "prove" ? say(steps[at].dataset.says, answer.name(answer.lacking)) : steps[at].dataset.says;
    if (said.textContent !== text) said.textContent = text; // a live region: told once
    const does = label(steps[at]);
    const focused = document.activeElement === go;
    go.textContent = does;
    go.hidden = !does;
    if (focused && !does) record.focus();
  }

  const ways = {
    read: () => { sought = true; showPane("codebook"); codebook.focusSearch(); },
    find: () => { showPane("codebook"); codebook.focusSearch(); },
    check: () => codebook.addOpened(),
    prove: () => {
      if (hand.words) hand.attach(answer.lacking);
      else { showPane("record"); record.focus(); }
    },
    submit: () => { showPane("codebook"); codebook.focusSearch(true); },
  };
  go.addEventListener("mousedown", (event) => event.preventDefault()); // the selected words stay selected
  go.addEventListener("click", () => { ways[now](); draw(); });
  submit.addEventListener("click", () => document.querySelector("[data-hand-in]").click());
  box.querySelector("[data-coach-end]").addEventListener("click", () => {
    box.hidden = true;
    answer.quiet = false;
    try { localStorage.setItem(HIDDEN, "yes"); } catch { /* hidden on this page only */ }
    record.focus();
  });
  codebook.input.addEventListener("focus", () => { sought = true; draw(); });
  codebook.input.addEventListener("blur", () => setTimeout(draw)); // once the focus is where it goes
  codebook.onEntry = draw;
  // The next thing to do is in the note; a keyboard raised over a phone's page would hide it. Who adds from the search
  // box, by keys, goes on there.
  codebook.onAdded = () => {
    if (box.hidden || document.activeElement === codebook.input) return false;
    showPane("record");
    record.focus();
    return true;
  };
  answer.onDraw(draw);
  hand.watch(draw);
  draw();
}
