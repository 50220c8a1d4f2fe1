// How many units of a service: a number above 0; parts of a unit where miles or doses have them.
import { announce, el, say } from "../dom.js";
import { Field } from "./field.js";

// One to twelve digits, and parts after a point.
const NUMBER = /^\d{1,12}(\.\d{1,3})?$/;

export class Units extends Field {
  constructor(pane, line) {
    super(pane, line, "units");
    this.most = pane.claim.most.units;
    this.node = this.labelled(this.words.units, el("input", {
      class: "input line-units", type: "text", inputmode: "decimal", autocomplete: "off", maxlength: "16",
      onchange: () => this.take(), onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); this.take(); } },
    }));
  }

  fill(line) {
    this.called(line);
    this.put(line.units === null ? "" : String(line.units));
  }

  take() {
    const text = this.control.value.trim();
    const number = Number(text);
    if (!NUMBER.test(text) || number <= 0 || number > this.most) {
      this.refuse(say(this.words.units_bounds, this.most.toLocaleString()));
      announce(this.wrong.textContent);
      return;
    }
    this.refuse("");
    if (this.line && number !== this.line.units) {
      this.change({ kind: "set_units", units: number });
      announce(say(this.words.units_set, this.pane.name(this.line), number));
    }
  }

  settle() {
    const { line } = this;
    if (line && this.control.value.trim() !== (line.units === null ? "" : String(line.units))) this.take();
  }
}
