// What the fields of a line share: a name, a control, a sentence where a value is not taken.
import { el, say } from "../dom.js";

export class Field {
  /** @param {string} name the field's name, which is also the part that keeps the keyboard */
  constructor(pane, line, name) {
    this.pane = pane;
    this.id = line.id;
    this.name = name;
    this.key = `${name}-${line.id}`;
  }

  get line() { return this.pane.model.line(this.id); }

  get words() { return this.pane.words; }

  /** A control with its label and a place for what is wrong with it. */
  labelled(text, control) {
    control.id = this.key;
    this.text = text;
    control.dataset.part = this.name;
    this.control = control;
    this.wrong = el("span", { class: "line-wrong meta", id: `${this.key}-wrong`, hidden: true });
    return el("div", { class: `line-field field-${this.name}` }, el("label", { class: "meta", for: this.key }, text), control, this.wrong);
  }

  /** Name the control after its line as well: several lines have the same fields. */
  called(line) { this.control.setAttribute("aria-label", say(say(this.words.field_of, this.text), this.pane.name(line))); }

  /** Say what is wrong with the value; nothing takes it back. */
  refuse(text) {
    this.wrong.textContent = text;
    this.wrong.hidden = !text;
    if (!text) { this.control.removeAttribute("aria-invalid"); this.control.removeAttribute("aria-describedby"); return; }
    this.control.setAttribute("aria-invalid", "true");
    this.control.setAttribute("aria-describedby", this.wrong.id);
  }

  /** Show a value, unless somebody is writing there or it was refused and waits to be corrected. */
  put(value) {
    if (document.activeElement === this.control && this.control.tagName === "INPUT") return;
    if (this.control.getAttribute("aria-invalid") || this.control.value === value) return;
    this.control.value = value;
  }

  change(operation) { this.pane.change([{ line: this.id, ...operation }]); }
}
