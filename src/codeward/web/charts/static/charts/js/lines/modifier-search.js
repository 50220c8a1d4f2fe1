// Finding a modifier for a line: what fits its code comes first, what does not fit stays in sight with its reason.
import { announce, count, el, icon, say } from "../dom.js";

const PAUSE = 150;

export class ModifierSearch {
  /** @param {object} field the line's modifiers */
  constructor(field) {
    const { words } = field.pane;
    const key = `mods-${field.id}`;
    this.field = field;
    this.open = false;
    this.rows = [];
    this.active = -1;
    this.asked = 0;
    this.held = el("ul", { class: "mods-held" });
    this.input = el("input", {
      class: "input", id: `${key}-words`, "data-part": "mod-words", type: "text", role: "combobox", autocomplete: "off",
      autocapitalize: "off", spellcheck: "false", maxlength: "100", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": `${key}-found`, oninput: () => this.later(), onkeydown: (event) => this.key(event),
    });
    this.list = el("div", { class: "fits", id: `${key}-found`, role: "listbox", "aria-label": words.modifiers_found });
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) { this.activate(Number(option.dataset.place)); this.choose(); }
    });
    this.note = el("p", { class: "meta", hidden: true });
    this.label = el("label", { for: this.input.id, class: "label meta" });
    this.node = el("div", { class: "mods-panel", id: key, hidden: true }, this.held, el(
      "div", { class: "row row-between" }, this.label,
      el("button", { type: "button", class: "button button-small button-quiet", "data-part": "mod-close", onclick: () => this.toggle(false) }, words.close),
    ), this.input, this.list, this.note);
  }

  toggle(open = !this.open) {
    this.open = open;
    this.node.hidden = !open;
    const { line } = this.field;
    this.field.fill(line);
    if (!open) { this.field.focus(); return; }
    this.input.value = "";
    this.input.focus();
    this.seek();
  }

  /** Follow the line's modifiers while the search is open. */
  fill(line) {
    const { pane } = this.field;
    this.label.textContent = say(pane.words.modifier_search, pane.name(line));
    const state = line.modifiers.join();
    if (this.open && this.state !== undefined && this.state !== state) this.seek();
    this.state = state;
    this.drawHeld(line, this.told ?? []);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.seek(), PAUSE);
  }

  get wanted() { return `${this.field.line.modifiers} ${this.input.value.trim()}`; }

  /** Wait until the rows answer the words now in the field; false where they do not. */
  async settled() {
    if (this.answered !== this.wanted) await this.seek();
    return this.answered === this.wanted;
  }

  async seek() {
    clearTimeout(this.timer);
    const { line, pane } = this.field;
    const { wanted } = this;
    this.asked += 1;
    const mine = this.asked;
    const parameters = new URLSearchParams({
      code: line.code, kind: pane.claim.kind, on: line.date ?? pane.codingDate, with: line.modifiers.join(","), q: this.input.value.trim(),
    });
    let found = null;
    this.answered = null;
    try {
      const response = await fetch(`${pane.urls.modifiers}?${parameters}`, { credentials: "omit" });
      if (response.ok) found = await response.json();
    } catch { /* told below */ }
    if (mine !== this.asked || !this.field.line) return;
    if (found) { this.answered = wanted; this.show(found, this.field.line); }
    else { this.answered = wanted; this.show(this.unheard(), this.field.line); this.tell(pane.words.search_failed); }
  }

  /** Where nothing is heard, two characters that were typed can be used all the same, as what nobody has checked. */
  unheard() {
    const code = this.input.value.trim().toUpperCase();
    const row = { code, meaning: "", fits: false, why: this.field.pane.words.modifier_unchecked, citation: "" };
    return { held: [], fits: [], more: 0, against: /^[0-9A-Z]{2}$/.test(code) ? [row] : [] };
  }

  show(found, line) {
    const { words } = this.field.pane;
    this.told = found.held;
    this.drawHeld(line, found.held);
    this.rows = [...found.fits, ...found.against];
    this.active = -1;
    this.armed = -1;
    this.list.replaceChildren(
      ...this.group(words.modifiers_fit, "check", "yes", found.fits, 0),
      ...this.group(words.modifiers_unfit, "close", "no", found.against, found.fits.length),
    );
    this.input.setAttribute("aria-expanded", String(this.rows.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    if (this.rows.length) this.activate(0);
    this.tell(!this.rows.length ? words.modifiers_none_found : found.more ? say(words.modifiers_more, "", found.more) : "");
    announce(count(words, "results", this.rows.length));
  }

  tell(text) { this.note.textContent = text; this.note.hidden = !text; }

  group(name, sign, side, rows, from) {
    if (!rows.length) return [];
    const id = `${this.node.id}-${side}`;
    return [el(
      "div", { role: "group", "aria-labelledby": id },
      el("p", { class: `fits-name ${side}`, id }, icon(sign), name),
      ...rows.map((row, place) => this.option(row, from + place)),
    )];
  }

  option(row, place) {
    return el(
      "div", { role: "option", class: "fit", id: `${this.node.id}-${place}`, "data-place": place, "aria-selected": "false" },
      el("span", { class: "code" }, row.code),
      el("div", {}, row.meaning, el("div", { class: "meta why" }, row.why), row.citation ? el("div", { class: "meta cite" }, row.citation) : null),
    );
  }

  activate(place) {
    const at = (n) => this.list.querySelector(`[data-place="${n}"]`);
    at(this.active)?.setAttribute("aria-selected", "false");
    if (place !== this.active) { at(this.armed)?.querySelector(".again")?.remove(); this.armed = -1; }
    this.active = place;
    at(place).setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", at(place).id);
    at(place).scrollIntoView({ block: "nearest" });
  }

  /** Use the chosen row; one that does not fit is said to, and used when it is chosen again. */
  choose() {
    const row = this.rows[this.active];
    if (!row) return;
    const { words } = this.field.pane;
    if (!row.fits && this.armed !== this.active) {
      this.armed = this.active;
      const again = el("div", { class: "meta again" }, words.modifier_anyway);
      this.list.querySelector(`[data-place="${this.active}"] div`).append(again);
      announce(`${row.why} ${words.modifier_anyway}`);
      return;
    }
    this.toggle(false);
    this.field.add(row.code);
    this.field.focus();
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || event.altKey || event.ctrlKey) return;
    if (step && this.rows.length) this.activate((this.active + step + this.rows.length) % this.rows.length);
    else if (event.key === "Enter") this.settled().then((fine) => { if (fine) this.choose(); });
    else if (event.key === "Escape") this.toggle(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The modifiers that the line has, to read, move and remove by touch. */
  drawHeld(line, told) {
    const { words } = this.field.pane;
    const last = line.modifiers.length - 1;
    const button = (part, sign, label, run, off) => el("button", {
      type: "button", class: "button button-quiet button-icon button-small", "data-part": part, "aria-label": label,
      title: label, "aria-disabled": off ? "true" : null, onclick: run,
    }, icon(sign));
    this.held.hidden = !line.modifiers.length;
    this.held.replaceChildren(...line.modifiers.map((code, place) => {
      const row = told.find((one) => one.code === code);
      return el(
        "li", { class: "mods-one" }, el("span", { class: "code" }, code),
        el("div", {}, row?.meaning ?? "", row && !row.fits ? el("div", { class: "meta unfit" }, row.why) : null),
        el(
          "div", { class: "line-tools" },
          button(`held-up-${place}`, "up", say(words.move_up, code), () => this.field.move(place, place - 1), place === 0),
          button(`held-down-${place}`, "down", say(words.move_down, code), () => this.field.move(place, place + 1), place === last),
          button(`held-remove-${place}`, "trash", say(words.remove, code), () => this.field.remove(place), false),
        ),
      );
    }));
  }
}
