// The answer pane: lines in sequence by section, each drawn by lines/row.js; queries to the provider by queries.js.
import { newId } from "../../ui/js/sending.js";
import { announce, narrow, say } from "./dom.js";
import { beginning } from "./lines/fields.js";
import { evidence } from "./lines/evidence.js";
import { Hint } from "./lines/hint.js";
import { exemptions } from "./lines/poa.js";
import { Row } from "./lines/row.js";
import { Queries } from "./queries.js";
import { toast } from "../../ui/js/toast.js";

const LETTERS = "ABCDEFGHIJKL"; // CMS-1500 item 21

export class AnswerPane {
  /** @param {{model: object, words: object, urls: object, claim: object, codingDate: string, keys: object,
   *   query: {kinds: object, tos: object}, firstPrincipal: boolean, change: Function, open: Function, reveal: Function,
   *   prove: Function, onChosen: Function}} given */
  constructor(root, given) {
    Object.assign(this, given);
    this.root = root;
    // The section of each kind of line that the chart asks for.
    this.lists = new Map([...root.querySelectorAll("ol.lines")].map((list) => [list.dataset.kind, list]));
    this.empty = root.querySelector("#answer-empty");
    this.rows = new Map();
    this.chosen = null;
    this.opened = new Set();
    this.quiet = false; // what was done is shown by the steps of a first chart
    this.listeners = []; // called after each draw
    this.extras = () => []; // what a tool shows at a line: elements
    this.hint = new Hint(root.querySelector("#evidence-how"), this);
    this.queries = new Queries(root.querySelector("#answer-queries"), this);
    root.querySelector("#query-add").addEventListener("click", () => this.queries.add());
    for (const list of this.lists.values()) {
      list.addEventListener("focusin", (event) => {
        const row = event.target.closest("[data-line]");
        if (row) this.choose(row.dataset.line);
      });
      list.addEventListener("keydown", (event) => this.key(event));
      for (const kind of ["dragover", "drop"]) list.addEventListener(kind, (event) => this.drag(event));
    }
  }

  choose(id) {
    if (this.chosen === id) return;
    this.chosen = id;
    for (const [name, row] of this.rows) row.node.classList.toggle("chosen", name === id);
    this.onChosen();
  }

  /** The line that words go to unless another is named: the chosen one, else the first without evidence. */
  get line() { return this.model.line(this.chosen) ?? this.lacking ?? this.model.lines[this.model.lines.length - 1] ?? null; }

  /** The line that waits for evidence: the chosen one, else the first that has none; null where each has some. */
  get lacking() {
    const bare = this.model.lines.filter((line) => !line.evidence.length);
    return bare.find((line) => line.id === this.chosen) ?? bare[0] ?? null;
  }

  /** The lines that stand in a section: a line of a kind that the chart does not ask for stands in the first one. */
  section(kind) {
    const [first] = this.lists.keys();
    return this.model.lines.filter((line) => (this.lists.has(line.kind) ? line.kind : first) === kind);
  }

  /** The lines beside which a line stands. */
  among(line) { return this.section(this.lists.has(line.kind) ? line.kind : [...this.lists.keys()][0]); }

  /** The letter of a diagnosis as services point to it; none where the chart does not ask for pointers. */
  letter(id) { return this.claim.letters ? LETTERS[this.model.of("diagnosis").findIndex((line) => line.id === id)] ?? "" : ""; }

  /** What a line is called: its code, with its place where another line has the same. */
  name(line) {
    if (this.model.lines.filter((one) => one.code === line.code).length < 2) return line.code;
    return say(this.words.line_name, line.code, this.among(line).indexOf(line) + 1);
  }

  /** What the place of a line says on this claim. */
  role(line, place) {
    const { words } = this;
    if (line.kind === "diagnosis") return place ? words.additional : this.firstPrincipal ? words.first_principal : words.first_listed;
    if (!this.claim.asks.includes("principal_procedure")) return "";
    return place ? words.additional : words.principal_procedure;
  }

  /** Say what was done; shown as well where the answer is out of sight. */
  tell(text) {
    if (narrow() && !this.quiet) toast(text, "success");
    else announce(text);
  }

  warn(text) { toast(text, "warning"); }

  /** Say what was removed, with the way back. */
  undo(text, run) { toast(text, "info", { label: this.words.undo, run }); }

  /** Have `run` called after each draw. */
  onDraw(run) { this.listeners.push(run); }

  /** Add a code at the end of its section, with the words it stands on where some are selected. */
  add(code, evidence = null, system = "icd10cm") {
    const diagnosis = system === "icd10cm";
    // A diagnosis is reported once (I.B.12); a service may be done twice.
    const standing = diagnosis ? this.model.lines.find((line) => line.code === code) : null;
    if (standing) {
      this.select(standing.id);
      toast(say(this.words.already, code), "info");
      if (evidence) this.attach({ line: standing.id }, evidence, code);
      return standing.id;
    }
    const id = newId();
    const kind = diagnosis ? "diagnosis" : "procedure";
    const operations = [
      { kind: "add_line", line: id, rank: this.model.lastRank(), system, line_kind: kind, code },
      ...beginning(this.claim, id, system),
    ];
    if (evidence) operations.push({ kind: "attach_evidence", line: id, evidence: newId(), ...evidence });
    this.chosen = id;
    this.change(operations);
    this.select(id);
    this.tell(say(this.words.added, code, this.among(this.model.line(id) ?? { kind }).length));
    return id;
  }

  /** Put another code in a line's place: its evidence, rank, fields and doubt stay. */
  exchange(id, code) {
    const line = this.model.line(id);
    if (!line || line.code === code) return;
    if (line.kind === "diagnosis" && this.model.lines.some((one) => one.code === code)) {
      toast(say(this.words.already, code), "info");
      return;
    }
    const before = line.code;
    this.change([{ kind: "set_code", line: id, system: line.system, code }]);
    this.select(id);
    this.focusLine(id);
    this.tell(say(say(this.words.exchanged, before), code));
  }

  /** Choose a line and bring it into sight. */
  select(id) {
    this.choose(id);
    this.rows.get(id)?.node.scrollIntoView({ block: "nearest" });
  }

  attach(target, evidence, name) {
    this.change([{ kind: "attach_evidence", ...target, evidence: newId(), ...evidence }]);
    this.tell(say(this.words.attached, name));
  }

  move(id, step) {
    const operations = this.model.moves(id, step);
    if (!operations.length) return;
    this.change(operations);
    this.select(id);
    const line = this.model.line(id);
    announce(say(this.words.moved, this.name(line), this.among(line).indexOf(line) + 1));
  }

  remove(id) {
    const line = this.model.line(id);
    if (!line) return;
    const name = this.name(line);
    const place = this.among(line).indexOf(line);
    this.change([{ kind: "remove_line", line: id }]);
    this.undo(say(this.words.removed, name), () => { this.change([{ kind: "restore_line", line: id }]); this.focusLine(id); });
    const rest = this.among(line);
    const next = rest[Math.min(place, rest.length - 1)] ?? this.model.lines[0];
    if (next) this.focusLine(next.id);
    else this.focus();
  }

  /** Where the keyboard goes on coming here: the chosen code, the first one, or the name of the pane. */
  focus() {
    const first = this.model.line(this.chosen) ?? this.model.lines[0];
    if (first) this.focusLine(first.id);
    else this.root.querySelector("h2").focus();
  }

  doubt(id) {
    const line = this.model.line(id);
    if (line) this.change([{ kind: "set_doubt", line: id, doubt: !line.doubt }]);
  }

  focusLine(id) { this.rows.get(id)?.node.querySelector(".line-code").focus(); }

  key(event) {
    const node = event.target.closest("[data-line]");
    if (!node || event.target.matches("input, select, textarea")) return;
    const id = node.dataset.line;
    if (event.altKey && event.key === "ArrowUp") { this.move(id, -1); this.focusLine(id); }
    else if (event.altKey && event.key === "ArrowDown") { this.move(id, 1); this.focusLine(id); }
    else if (event.key === "Delete") this.remove(id);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.classList.contains("line-code")) {
      const nodes = [...this.lists.values()].flatMap((list) => [...list.children]);
      nodes[nodes.indexOf(node) + (event.key === "ArrowDown" ? 1 : -1)]?.querySelector(".line-code").focus();
    } else if (!this.fieldKey(event, this.rows.get(id))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Keys of a chosen service: its pointers by number, its modifiers, its units. */
  fieldKey(event, row) {
    if (!this.keys.on || event.ctrlKey || event.altKey || event.metaKey) return false;
    const [points, modifiers, units] = ["pointers", "modifiers", "units"].map((name) => row.field(name));
    if (points && /^[1-9]$/.test(event.key)) points.toggleNumber(Number(event.key));
    else if (modifiers && event.key === "m") modifiers.search.toggle(true);
    else if (units && event.key === "u") { units.control.focus(); units.control.select(); } else return false;
    return true;
  }

  /** A diagnosis's letter dropped on a service points it there. */
  drag(event) {
    const row = this.rows.get(event.target.closest("[data-line]")?.dataset.line);
    const points = row?.field("pointers");
    if (!points || !event.dataTransfer.types.includes("text/x-diagnosis")) return;
    event.preventDefault();
    if (event.type === "drop") points.toggle(event.dataTransfer.getData("text/x-diagnosis"), true);
  }

  draw() {
    const active = document.activeElement;
    const held = active?.closest?.("[data-line]")?.dataset.line;
    const part = active?.dataset?.part;
    for (const [id, row] of this.rows) if (!this.model.line(id)) { row.node.remove(); this.rows.delete(id); }
    for (const [kind, list] of this.lists) {
      const lines = this.section(kind);
      lines.forEach((line, place) => {
        const node = this.row(line).fill(line, place, lines);
        if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null);
      });
      this.root.querySelector(`[data-empty="${kind}"]`)?.toggleAttribute("hidden", lines.length > 0);
    }
    if (this.empty) this.empty.hidden = this.model.lines.length > 0;
    this.hint.show(this.model.lines);
    if (held && document.activeElement !== active) {
      this.rows.get(held)?.node.querySelector(`[data-part="${CSS.escape(part ?? "")}"]`)?.focus();
    }
    this.queries.draw();
    for (const run of this.listeners) run();
  }

  row(line) {
    if (!this.rows.has(line.id)) this.rows.set(line.id, new Row(this, line));
    return this.rows.get(line.id);
  }

  /** What an owner is based on, as queries show it too. */
  evidence(owner, target, name, more) { return evidence(this, owner, target, name, more); }

  /** What the list of exempt codes says of the diagnoses, where the chart asks for POA. */
  exempt() {
    const operations = this.claim.asks.includes("poa") ? exemptions(this.model) : [];
    if (operations.length) this.change(operations);
  }

  /** Send at once what is still being typed. */
  settle() {
    this.queries.settle();
    for (const row of this.rows.values()) row.settle();
  }
}
