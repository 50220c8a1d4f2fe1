// The tools of the workspace, put together: calculators and edits in one panel, hints at the queries.
import { el, say } from "../dom.js";
import { Calculators } from "./calculators.js";
import { Edits } from "./edits.js";
import { Hints } from "./hints.js";
import { Panel } from "./panel.js";

/** @param {{record: object, codebook: object, answer: object, model: object, saving: object, words: object, data: object}} tools */
export function register(tools) {
  const given = tools.data.tools;
  let calculators = null;
  const panel = new Panel(document.getElementById("tool-panel"), { onKey: (event) => calculators.key(event) });
  calculators = new Calculators({ panel, tools, given });
  for (const button of document.querySelectorAll("[data-tool]")) {
    button.addEventListener("click", () => calculators.open(button.dataset.tool, tools.answer.model.line(tools.answer.chosen) ?? null));
  }
  const edits = new Edits({ panel, tools, given });
  for (const button of document.querySelectorAll("[data-run-edits]")) button.addEventListener("click", () => edits.run());
  const { worked, worked_by: workedBy } = given.words;
  tools.answer.extras = (line) => (line.worked && calculators.named(line.worked.tool) ? [el("button", {
    type: "button", class: "link meta line-worked", "data-part": "worked", "aria-label": say(workedBy, line.code),
    onclick: () => calculators.open(line.worked.tool, line, line.worked.asked),
  }, worked)] : []);
  if (given.helps) {
    const hints = new Hints({ tools, given });
    tools.answer.onDraw(() => hints.look());
  }
  tools.answer.draw();
}
