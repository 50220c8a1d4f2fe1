// One question on the page: what its form holds, and how to put an answer from elsewhere into it.
const chosen = (form, name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((one) => one.value);

export class Question {
  constructor(section) {
    this.section = section;
    this.form = section.querySelector("form");
    this.place = Number(section.dataset.place);
    this.kind = section.dataset.kind;
    this.name = `a${this.place}`;
    this.sequence = Number(section.dataset.sequence);
    this.marks = JSON.parse(section.dataset.marks);
    this.stem = section.querySelector(".ask-stem");
    this.record = section.querySelector("[data-mark-where='1']");
    this.sent = this.state();
    this.seconds = 0;
    for (const button of section.querySelectorAll("[data-add-line]")) button.hidden = false;
    if (globalThis.CSS?.highlights) for (const one of section.querySelectorAll("[data-highlight], [data-highlight-clear]")) one.hidden = false;
  }

  given() {
    const lines = this.form.querySelector("[data-lines]");
    if (lines) return this.lines(lines);
    const values = chosen(this.form, this.name);
    const text = this.form.querySelector(`input[name="${this.name}"]:not([type=radio], [type=checkbox])`);
    if (text) return text.value.trim();
    for (const one of this.form.querySelectorAll("select")) if (one.value) values.push(`${one.name.slice(this.name.length + 1)}:${one.value}`);
    return values.length ? `#${values.join(",")}` : "";
  }

  lines(list) {
    const rows = [...list.querySelectorAll("[data-line]")]
      .map((line) => Object.fromEntries([...line.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, field.value.trim()]).filter(([, value]) => value)))
      .filter((row) => row.code);
    return rows.length ? JSON.stringify(rows) : "";
  }

  state() {
    return {
      given: this.given(),
      flagged: this.form.elements[`${this.name}-flag`]?.checked ?? false,
      struck: chosen(this.form, `${this.name}-struck`).join(","),
      note: this.form.elements[`${this.name}-note`]?.value ?? "",
      marks: JSON.stringify(this.marks),
    };
  }

  /** What is other than what was sent last; null where nothing is, and no second was spent. */
  change() {
    const now = this.state();
    const found = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== this.sent[name]));
    if (found.marks) found.marks = this.marks;
    const seconds = Math.floor(this.seconds);
    if (!Object.keys(found).length && seconds < 1) return null;
    this.seconds -= seconds;
    this.sent = now;
    this.sequence += 1;
    this.form.elements.sequence.value = String(this.sequence);
    return { place: this.place, sequence: this.sequence, seconds, ...found };
  }

  /** Put in what stands elsewhere: a newer answer of another device, or what this device has kept. */
  put(row) {
    if (row.sequence > this.sequence) this.sequence = row.sequence;
    this.form.elements.sequence.value = String(this.sequence);
    if (row.given !== undefined) this.putGiven(row.given);
    if (row.flagged !== undefined) this.form.elements[`${this.name}-flag`].checked = row.flagged;
    if (row.struck !== undefined) for (const one of this.form.querySelectorAll(`input[name="${this.name}-struck"]`)) one.checked = row.struck.split(",").includes(one.value);
    if (row.note !== undefined) this.form.elements[`${this.name}-note`].value = row.note;
    if (row.marks !== undefined) this.marks = row.marks;
    this.sent = this.state();
  }

  putGiven(given) {
    const list = this.form.querySelector("[data-lines]");
    if (list) {
      const rows = given.startsWith("[") ? JSON.parse(given) : [];
      while (list.children.length < rows.length) this.addLine();
      [...list.children].forEach((line, n) => { for (const field of line.querySelectorAll("[data-field]")) field.value = rows[n]?.[field.dataset.field] ?? ""; });
      return;
    }
    const text = this.form.querySelector(`input[name="${this.name}"]:not([type=radio], [type=checkbox])`);
    if (text) { text.value = given; return; }
    const values = given.startsWith("#") ? given.slice(1).split(",") : [];
    for (const one of this.form.querySelectorAll(`input[name="${this.name}"]`)) one.checked = values.includes(one.value);
    for (const one of this.form.querySelectorAll("select")) one.value = values.find((value) => value.startsWith(`${one.name.slice(this.name.length + 1)}:`))?.split(":")[1] ?? "";
  }

  addLine() {
    const list = this.form.querySelector("[data-lines]");
    const button = this.form.querySelector("[data-add-line]");
    const n = list.children.length;
    const line = list.lastElementChild.cloneNode(true);
    const letter = String.fromCharCode(65 + n);
    line.querySelector(".exam-line-n").textContent = letter;
    for (const said of line.querySelectorAll(".visually-hidden")) said.textContent = `${said.textContent.trimEnd().slice(0, -1)}${letter}`;
    for (const field of line.querySelectorAll("[data-field]")) { field.value = ""; field.name = `${this.name}-${n}-${field.dataset.field}`; }
    list.append(line);
    button.hidden = list.children.length >= Number(button.dataset.most);
    return line;
  }

  get answered() { return this.given() !== ""; }

  get flagged() { return this.form.elements[`${this.name}-flag`]?.checked ?? false; }

  // -- words that are highlighted: where (0 the stem, 1 the record), from, to, counted in characters ---------------------
  where(node) {
    const of = (at) => at?.contains(node);
    return of(this.record) ? 1 : of(this.stem) ? 0 : null;
  }

  highlight() {
    const picked = document.getSelection();
    if (!picked || picked.isCollapsed) return false;
    const range = picked.getRangeAt(0);
    const where = this.where(range.startContainer);
    if (where === null || where !== this.where(range.endContainer)) return false;
    const root = where ? this.record : this.stem;
    const before = document.createRange();
    before.selectNodeContents(root);
    before.setEnd(range.startContainer, range.startOffset);
    const from = before.toString().length;
    this.marks = [...this.marks, [where, from, from + range.toString().length]].slice(-100);
    picked.removeAllRanges();
    return true;
  }

  ranges() {
    return this.marks.map(([where, from, to]) => rangeOf(where ? this.record : this.stem, from, to)).filter(Boolean);
  }
}

function rangeOf(root, from, to) {
  if (!root) return null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + node.length;
    if (!begun && from < end) { range.setStart(node, from - at); begun = true; }
    if (begun && to <= end) { range.setEnd(node, to - at); return range; }
    at = end;
  }
  return null;
}
