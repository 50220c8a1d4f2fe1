// One line of the answer. Its element stays while the line does, so that what is being typed in its fields is never
// disturbed; what only shows is drawn anew with each change.
import { el, icon, say } from "../dom.js";
import { evidence } from "./evidence.js";
import { fieldsOf } from "./fields.js";

export class Row {
  constructor(pane, line) {
    this.pane = pane;
    this.number = el("span", { class: "line-number" });
    this.main = el("div", { class: "line-main" });
    this.tools = el("div", { class: "line-tools" });
    this.fields = fieldsOf(pane, line);
    this.node = el(
      "li", { class: "line", "data-line": line.id }, this.number, this.main, this.tools,
      this.fields.length ? el("div", { class: "line-fields" }, ...this.fields.map((field) => field.node)) : null,
      ...this.fields.map((field) => field.panel).filter(Boolean),
    );
  }

  /** Show the line as it is now, at `place` of `lines`. */
  fill(line, place, lines) {
    const { pane } = this;
    this.node.classList.toggle("chosen", pane.chosen === line.id);
    this.drawNumber(line, place);
    this.drawMain(line, place);
    this.drawTools(line, place, lines.length - 1);
    for (const field of this.fields) field.fill(line);
    return this.node;
  }

  /** The number of a line; of a diagnosis to which services point, its letter as on the claim form. */
  drawNumber(line, place) {
    const letter = line.kind === "diagnosis" ? this.pane.letter(line.id) : "";
    this.number.textContent = letter || String(place + 1);
    this.number.classList.toggle("line-letter", Boolean(letter));
    this.number.draggable = Boolean(letter);
    this.number.ondragstart = (event) => {
      event.dataTransfer.setData("text/x-diagnosis", line.id);
      event.dataTransfer.effectAllowed = "link";
    };
  }

  drawMain(line, place) {
    const { pane } = this;
    const { words } = pane;
    const title = pane.model.titles.get(line.code);
    const role = pane.role(line, place);
    const name = pane.name(line);
    this.main.replaceChildren(
      el("button", { type: "button", class: "code line-code", "data-part": "code", onclick: () => pane.open(line) }, line.code),
      el("span", { class: "line-title" }, title?.known === false ? words.unknown_code : title?.description ?? ""),
      el(
        "div", { class: "line-more meta" },
        role ? el("span", { class: `line-role${place ? "" : " first"}` }, role) : "",
        line.doubt ? el("span", { class: "line-doubt" }, icon("flag"), words.doubted) : "",
        evidence(pane, line, { line: line.id }, name),
        ...pane.extras(line),
      ),
    );
  }

  drawTools(line, place, last) {
    const { pane } = this;
    const { words } = pane;
    const name = pane.name(line);
    const button = (part, sign, label, run, more = {}) => el(
      "button", { type: "button", class: "button button-quiet button-icon button-small", "data-part": part,
        "aria-label": label, title: label, onclick: run, ...more }, icon(sign),
    );
    this.tools.replaceChildren(
      button("doubt", "flag", say(words.doubt, name), () => pane.doubt(line.id), { "aria-pressed": String(line.doubt) }),
      button("up", "up", say(words.move_up, name), () => pane.move(line.id, -1), { "aria-disabled": place === 0 ? "true" : null }),
      button("down", "down", say(words.move_down, name), () => pane.move(line.id, 1), { "aria-disabled": place === last ? "true" : null }),
      button("remove", "trash", say(words.remove, name), () => pane.remove(line.id)),
    );
  }

  field(name) { return this.fields.find((field) => field.name === name); }

  /** Send at once what is still being typed. */
  settle() { for (const field of this.fields) field.settle?.(); }
}
