// The dialog at a place: highlight, note, tab.
import { el, icon, say } from "../../charts/js/dom.js";

const size = (text) => [...text].length;

export class Dialog {
  /** @param {object} data @param {import("./anchors.js").Anchors} anchors @param {object} act what can be done */
  constructor(data, anchors, act) {
    this.words = data.words;
    this.limits = data.limits;
    this.anchors = anchors;
    this.act = act;
    this.drafts = new Map(); // what was typed and not kept, by place
    this.box = document.getElementById("ob-dialog");
    this.note = this.box.querySelector("#ob-note");
    this.label = this.box.querySelector("#ob-label");
    this.box.querySelector("[data-close]").addEventListener("click", () => this.box.close());
    this.box.addEventListener("click", (event) => { if (event.target === this.box) this.box.close(); });
    this.box.addEventListener("close", () => this.keepDraft());
    for (const button of this.box.querySelectorAll("[data-highlight]")) {
      button.addEventListener("click", () => this.highlight(button.dataset.highlight));
    }
    this.note.addEventListener("input", () => { this.fault("note", ""); this.left(); });
    this.note.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.box.querySelector("[data-note]").requestSubmit();
    });
    this.box.querySelector("[data-note]").addEventListener("submit", (event) => { event.preventDefault(); this.keepNote(); });
    this.box.querySelector("[data-tab]").addEventListener("submit", (event) => { event.preventDefault(); this.keepTab(); });
    this.box.querySelector("[data-remove-note]").addEventListener("click", () => this.take(this.editing));
    this.box.querySelector("[data-remove-tab]").addEventListener("click", () => this.take(this.tab));
  }

  /** Open at a place, with its marks; `editing` is the note whose text is in the field. */
  open(anchor, marks, editing = null) {
    this.anchor = anchor;
    this.highlights = marks.filter((mark) => mark.kind === "highlight");
    this.editing = editing ?? marks.find((mark) => mark.kind === "note") ?? null;
    this.tab = marks.find((mark) => mark.kind === "tab") ?? null;
    const { entry, word } = this.anchors.parts(anchor);
    const part = (name) => this.box.querySelector(`[data-part="${name}"]`);
    part("entry").textContent = entry;
    part("word").textContent = word;
    part("quote").textContent = this.anchors.text(anchor);
    const colour = this.highlights.at(-1)?.colour;
    for (const button of this.box.querySelectorAll("[data-highlight]")) {
      button.setAttribute("aria-pressed", String(button.dataset.highlight === colour));
    }
    this.note.value = this.drafts.get(anchor) ?? this.editing?.text ?? "";
    this.label.value = this.tab?.label ?? "";
    const chosen = this.tab?.colour ?? "yellow";
    this.box.querySelector(`[name=ob-tab-colour][value=${chosen}]`).checked = true;
    this.box.querySelector("[data-remove-note]").hidden = !this.editing;
    this.box.querySelector("[data-remove-tab]").hidden = !this.tab;
    this.fault("note", "");
    this.fault("label", "");
    this.left();
    this.kept = false;
    if (!this.box.open) this.box.showModal();
    if (editing || this.drafts.has(anchor)) this.note.focus();
    else this.box.querySelector(`[data-highlight="${colour ?? "yellow"}"]`).focus();
  }

  close() { this.kept = true; this.drafts.delete(this.anchor); this.box.close(); }

  keepDraft() {
    if (this.kept || this.note.value.trim() === (this.editing?.text ?? "")) return;
    this.drafts.set(this.anchor, this.note.value);
  }

  highlight(colour) {
    const anchor = this.anchor;
    const pressed = this.highlights.at(-1)?.colour === colour;
    const [known, ...more] = [...this.highlights].reverse();
    this.box.close();
    if (pressed) this.act.remove(...this.highlights);
    else { if (more.length) this.act.drop(...more); this.act.put(anchor, { kind: "highlight", colour }, known); }
  }

  keepNote() {
    const text = this.note.value.trim();
    if (!text) return this.fault("note", this.words.empty_note);
    if (size(text) > this.limits.note) return this.fault("note", say(this.words.too_long, "", size(text) - this.limits.note));
    const { anchor, editing } = this;
    this.close();
    if (editing?.text !== text) this.act.put(anchor, { kind: "note", text }, editing);
    return undefined;
  }

  keepTab() {
    const label = this.label.value.trim().replace(/\s+/g, " ");
    if (!label) return this.fault("label", this.words.empty_label);
    const colour = this.box.querySelector("[name=ob-tab-colour]:checked").value;
    const { anchor, tab } = this;
    this.box.close();
    if (tab?.label !== label || tab.colour !== colour) this.act.put(anchor, { kind: "tab", label, colour }, tab);
    return undefined;
  }

  take(mark) {
    this.close();
    this.act.remove(mark);
  }

  left() {
    const left = this.limits.note - size(this.note.value.trim());
    const words = left < 0 ? this.words.too_long : this.words.left;
    this.box.querySelector("#ob-note-help").textContent = say(words, "", Math.abs(left).toLocaleString());
  }

  fault(name, text) {
    const field = name === "note" ? this.note : this.label;
    const place = this.box.querySelector(`#ob-${name}-error`);
    place.replaceChildren(...(text ? [icon("ob-warning"), el("span", {}, text)] : []));
    place.hidden = !text;
    if (text) { field.setAttribute("aria-invalid", "true"); field.focus(); } else field.removeAttribute("aria-invalid");
  }
}
