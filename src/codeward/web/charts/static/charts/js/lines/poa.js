// Whether a diagnosis was present on admission. An exempt code has no indicator, where the year's list is known.
import { announce, el, say } from "../dom.js";
import { Field } from "./field.js";

export class Poa extends Field {
  constructor(pane, line) {
    super(pane, line, "poa");
    this.select = el("select", { class: "input line-poa", onchange: () => this.take() });
    this.node = this.labelled(this.words.poa_short, this.select);
    this.node.querySelector("label").title = this.words.poa;
    this.exempt = el("span", { class: "chip" }, this.words.poa_exempt);
    this.node.append(this.exempt);
  }

  fill(line) {
    const exempt = this.pane.model.exempt.get(line.code);
    this.called(line);
    this.exempt.hidden = exempt !== true;
    this.select.hidden = exempt === true;
    const known = String(exempt);
    if (this.known !== known) {
      this.known = known;
      const offered = Object.entries(this.pane.claim.poa).filter(([value]) => value !== "exempt" || exempt !== false);
      this.select.replaceChildren(
        el("option", { value: "" }, this.words.choose),
        ...offered.map(([value, text]) => el("option", { value }, text)),
      );
    }
    this.put(line.poa ?? "");
  }

  take() {
    this.change({ kind: "set_poa", poa: this.select.value || null });
    announce(say(say(this.words.poa_set, this.pane.name(this.line)), this.select.selectedOptions[0].textContent));
  }
}

/** What the list of exempt codes corrects: an exempt code is said to be so, one that is not has its indicator to be chosen. */
export function exemptions(model) {
  return model.of("diagnosis").flatMap((line) => {
    const exempt = model.exempt.get(line.code);
    if (exempt === true && line.poa !== "exempt") return [{ kind: "set_poa", line: line.id, poa: "exempt" }];
    if (exempt === false && line.poa === "exempt") return [{ kind: "set_poa", line: line.id, poa: null }];
    return [];
  });
}
