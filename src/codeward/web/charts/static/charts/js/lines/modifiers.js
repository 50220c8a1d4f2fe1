// The modifiers of a service, in their order: chips that are moved by keys and by dragging, and a search for more.
import { announce, el, icon, say } from "../dom.js";
import { ModifierSearch } from "./modifier-search.js";

const DRAGGED = "text/x-modifier";

export class Modifiers {
  constructor(pane, line) {
    this.pane = pane;
    this.id = line.id;
    this.name = "modifiers";
    this.group = el("div", { class: "mods", role: "group" });
    this.node = el("div", { class: "line-field field-modifiers" }, el("span", { class: "meta" }, pane.words.modifiers), this.group);
    this.search = new ModifierSearch(this);
    this.panel = this.search.node;
  }

  get line() { return this.pane.model.line(this.id); }

  fill(line) {
    const { pane } = this;
    const { words } = pane;
    this.group.setAttribute("aria-label", say(words.modifiers_of, pane.name(line)));
    const full = line.modifiers.length >= pane.claim.most.modifiers;
    this.group.replaceChildren(
      ...line.modifiers.map((code, place) => this.chip(code, place)),
      full ? "" : el("button", {
        type: "button", class: `mod mod-add${line.modifiers.length ? "" : " mod-none"}`, "data-part": "mod-add",
        "aria-expanded": String(this.search.open), "aria-controls": this.search.node.id,
        "aria-label": say(words.modifier_add, pane.name(line)), onclick: () => this.search.toggle(),
      }, line.modifiers.length ? icon("plus") : words.modifier_none),
    );
    this.search.fill(line);
  }

  chip(code, place) {
    const { words } = this.pane;
    const chip = el("button", {
      type: "button", class: "mod code", "data-part": `mod-${place}`, draggable: "true",
      "aria-label": say(words.modifier_chip, code, place + 1), title: words.modifier_keys,
      onclick: () => this.search.toggle(true), onkeydown: (event) => this.key(event, place),
    }, code);
    chip.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData(DRAGGED, `${this.id} ${place}`);
      event.dataTransfer.effectAllowed = "move";
    });
    chip.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault(); });
    chip.addEventListener("drop", (event) => {
      const [from, at] = event.dataTransfer.getData(DRAGGED).split(" ");
      if (from !== this.id) return;
      event.preventDefault();
      this.move(Number(at), place);
    });
    return chip;
  }

  key(event, place) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this.remove(place);
    else if (step && event.altKey) this.move(place, place + step);
    else if (step) (step < 0 ? event.target.previousElementSibling : event.target.nextElementSibling)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  set(modifiers) { this.pane.change([{ kind: "set_modifiers", line: this.id, modifiers }]); }

  add(code) {
    const { line, pane } = this;
    if (line.modifiers.includes(code)) return;
    if (line.modifiers.length >= pane.claim.most.modifiers) { pane.warn(pane.words.modifiers_most); return; }
    this.set([...line.modifiers, code]);
    announce(say(say(pane.words.modifier_added, code), pane.name(line)));
  }

  remove(place) {
    const { line, pane } = this;
    const before = line.modifiers;
    const code = before[place];
    this.set(before.filter((_, at) => at !== place));
    pane.undo(say(say(pane.words.modifier_removed, code), pane.name(line)), () => this.set(before));
    this.focus(Math.min(place, this.line.modifiers.length - 1));
  }

  move(from, to) {
    const { line, pane } = this;
    if (from === to || to < 0 || to >= line.modifiers.length) return;
    const order = [...line.modifiers];
    const [code] = order.splice(from, 1);
    order.splice(to, 0, code);
    this.set(order);
    this.focus(to);
    announce(say(pane.words.moved, code, to + 1));
  }

  /** The keyboard goes to the modifier at that place, or to adding one. */
  focus(place = -1) { (this.group.querySelector(`[data-part="mod-${place}"]`) ?? this.group.lastElementChild)?.focus(); }
}
