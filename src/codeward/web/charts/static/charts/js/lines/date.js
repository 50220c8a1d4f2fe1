// The day of a service or procedure: one of those that the chart names, or any within the claim's statement.
import { announce, el, say } from "../dom.js";
import { Field } from "./field.js";

export class DateField extends Field {
  constructor(pane, line) {
    super(pane, line, "date");
    const { days, first, last } = pane.claim;
    const take = () => this.take();
    this.choices = days.length > 0;
    this.node = this.labelled(this.words.date, this.choices
      ? el(
        "select", { class: "input line-date", onchange: take }, el("option", { value: "" }, this.words.choose),
        ...days.map((day) => el("option", { value: day.date }, [day.short, day.place_words].filter(Boolean).join(", "))),
      )
      : el("input", { class: "input line-date", type: "date", min: first, max: last, onchange: take }));
  }

  fill(line) {
    const { days } = this.pane.claim;
    this.called(line);
    // Where the claim has one day and the line has it, the head of the section says so.
    this.node.hidden = days.length === 1 && line.date === days[0].date;
    this.put(line.date ?? "");
  }

  take() {
    const { first, last, span } = this.pane.claim;
    const date = this.control.value || null;
    if (!this.choices && (this.control.validity.badInput || (date && (date < first || date > last)))) {
      this.refuse(say(this.words.date_bounds, span));
      announce(this.wrong.textContent);
      return;
    }
    this.refuse("");
    if (this.line && date !== this.line.date) this.change({ kind: "set_dates", date, through: null });
  }

  settle() { if (this.line && !this.choices && (this.control.value || null) !== this.line.date) this.take(); }
}
