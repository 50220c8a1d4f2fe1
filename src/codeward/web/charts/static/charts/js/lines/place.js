// Where a service was done, on claims whose record does not tell it for each day.
import { el } from "../dom.js";
import { Field } from "./field.js";

export class PlaceField extends Field {
  constructor(pane, line) {
    super(pane, line, "place");
    this.node = this.labelled(this.words.place, el(
      "select", { class: "input line-place", onchange: () => this.change({ kind: "set_place", place: this.control.value || null }) },
      el("option", { value: "" }, this.words.choose),
      ...pane.claim.places.map((place) => el("option", { value: place.code }, `${place.code} ${place.name}`)),
    ));
  }

  fill(line) {
    this.called(line);
    this.node.hidden = Boolean(this.pane.claim.days.find((day) => day.date === line.date)?.place);
    this.put(line.place ?? "");
  }
}
