// "Run the edits": what is saved is checked on the server; the findings stand in the panel beside the record.
import { writeHeaders } from "../../../ui/js/sending.js";
import { el } from "../dom.js";
import { toast } from "../../../ui/js/toast.js";
import { parsed } from "./panel.js";

const TIMEOUT = 30_000;

export class Edits {
  /** @param {{panel: object, tools: object, given: object}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.words = parts.given.words;
    // From a finding to the line that it speaks of.
    this.panel.body.addEventListener("click", (event) => {
      const line = event.target.closest("[data-line-at]")?.dataset.lineAt;
      if (!line) return;
      this.panel.close();
      this.tools.showPane("answer");
      this.tools.answer.select(line);
      this.tools.answer.focusLine(line);
    });
  }

  async run() {
    const { saving, answer } = this.tools;
    answer.settle();
    if (!this.tools.model.lines.length) { toast(this.words.edits_empty, "info"); return; }
    if (!(await saving.flush()) || !saving.state) { toast(this.words.edits_unsaved, "warning"); return; }
    this.panel.show(this.words.edits);
    const { body } = this.panel;
    body.setAttribute("aria-busy", "true");
    body.replaceChildren(el("p", { role: "status" }, this.words.edits_wait));
    body.replaceChildren(await this.ask(saving.state.edits_url));
    body.removeAttribute("aria-busy");
    body.querySelector("[data-focus]")?.focus();
    for (const link of body.querySelectorAll("a[href]")) link.target = "_blank";
  }

  async ask(url) {
    let said = this.words.failed;
    try {
      const response = await fetch(url, {
        method: "POST", headers: writeHeaders(), body: "{}", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT),
      });
      if (response.ok) return document.importNode(parsed(await response.text()).querySelector("[data-edits]"), true);
      const problem = await response.json().catch(() => null);
      if (problem?.error) said = [problem.error, problem.way_out].filter(Boolean).join(". ");
    } catch { /* told below */ }
    return el("p", { role: "alert", tabindex: "-1", "data-focus": "" }, said);
  }
}
