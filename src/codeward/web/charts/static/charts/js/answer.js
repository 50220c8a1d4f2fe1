// The answer pane: codes in sequence with their evidence; queries to the provider are drawn by queries.js.
import { announce, count, el, icon, narrow, newId, say } from "./dom.js";
import { Queries } from "./queries.js";
import { toast } from "../../ui/js/toast.js";

export class AnswerPane {
  /** @param {{model: object, words: object, query: {kinds: object, tos: object}, firstPrincipal: boolean,
   *   change: Function, open: Function, reveal: Function, onChosen: Function}} given */
  constructor(root, given) {
    Object.assign(this, given);
    this.root = root;
    this.list = root.querySelector("#answer-lines");
    this.empty = root.querySelector("#answer-empty");
    this.chosen = null;
    this.opened = new Set();
    this.queries = new Queries(root.querySelector("#answer-queries"), this);
    root.querySelector("#query-add").addEventListener("click", () => this.queries.add());
    this.list.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-line]");
      if (row) this.choose(row.dataset.line);
    });
    this.list.addEventListener("keydown", (event) => this.key(event));
  }

  choose(id) {
    if (this.chosen === id) return;
    this.chosen = id;
    for (const row of this.list.children) row.classList.toggle("chosen", row.dataset.line === id);
    this.onChosen();
  }

  get line() { return this.model.line(this.chosen) ?? this.model.lines[this.model.lines.length - 1] ?? null; }

  /** Say what was done; shown as well where the answer is out of sight. */
  tell(text) {
    if (narrow()) toast(text, "success");
    else announce(text);
  }

  /** Add a code at the end, with the words it stands on where some are selected. */
  add(code, evidence = null) {
    const standing = this.model.lines.find((line) => line.code === code);
    if (standing) {
      this.select(standing.id);
      toast(say(this.words.already, code), "info");
      if (evidence) this.attach({ line: standing.id }, evidence, code);
      return;
    }
    const id = newId();
    const operations = [{ kind: "add_line", line: id, rank: this.model.lastRank(), code }];
    if (evidence) operations.push({ kind: "attach_evidence", line: id, evidence: newId(), ...evidence });
    this.chosen = id;
    this.change(operations);
    this.select(id);
    this.tell(say(this.words.added, code, this.model.lines.length));
  }

  /** Put another code in a line's place: its evidence, rank and doubt stay. */
  exchange(id, code) {
    const line = this.model.line(id);
    if (!line || line.code === code) return;
    if (this.model.lines.some((one) => one.code === code)) {
      toast(say(this.words.already, code), "info");
      return;
    }
    const before = line.code;
    this.change([{ kind: "set_code", line: id, code }]);
    this.select(id);
    this.focusLine(id);
    this.tell(say(say(this.words.exchanged, before), code));
  }

  /** Choose a line and bring it into sight. */
  select(id) {
    this.choose(id);
    this.list.querySelector(`[data-line="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
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
    const place = this.model.lines.findIndex((line) => line.id === id) + 1;
    announce(say(this.words.moved, this.model.line(id).code, place));
  }

  remove(id) {
    const line = this.model.line(id);
    if (!line) return;
    const place = this.model.lines.indexOf(line);
    this.change([{ kind: "remove_line", line: id }]);
    toast(say(this.words.removed, line.code), "info", {
      label: this.words.undo,
      run: () => { this.change([{ kind: "restore_line", line: id }]); this.focusLine(id); },
    });
    const next = this.model.lines[Math.min(place, this.model.lines.length - 1)];
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

  focusLine(id) { this.list.querySelector(`[data-line="${CSS.escape(id)}"] .line-code`)?.focus(); }

  key(event) {
    const row = event.target.closest("[data-line]");
    if (!row) return;
    const id = row.dataset.line;
    if (event.altKey && event.key === "ArrowUp") { this.move(id, -1); this.focusLine(id); }
    else if (event.altKey && event.key === "ArrowDown") { this.move(id, 1); this.focusLine(id); }
    else if (event.key === "Delete") this.remove(id);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.classList.contains("line-code")) {
      const near = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
      near?.querySelector(".line-code").focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draw() {
    const held = document.activeElement?.closest?.("[data-line]")?.dataset.line;
    const part = document.activeElement?.dataset?.part;
    const { lines } = this.model;
    this.list.replaceChildren(...lines.map((line, place) => this.row(line, place)));
    this.empty.hidden = lines.length > 0;
    if (held) this.list.querySelector(`[data-line="${CSS.escape(held)}"] [data-part="${part}"]`)?.focus();
    this.queries.draw();
  }

  row(line, place) {
    const { words } = this;
    const title = this.model.titles.get(line.code);
    const button = (part, name, label, run, more = {}) => el(
      "button", { type: "button", class: "button button-quiet button-icon button-small", "data-part": part,
        "aria-label": label, title: label, onclick: run, ...more }, icon(name),
    );
    const last = this.model.lines.length - 1;
    const role = place ? words.additional : this.firstPrincipal ? words.first_principal : words.first_listed;
    return el(
      "li", { class: `line${this.chosen === line.id ? " chosen" : ""}`, "data-line": line.id },
      el("span", { class: "line-number" }, String(place + 1)),
      el(
        "div", { class: "line-main" },
        el("button", { type: "button", class: "code line-code", "data-part": "code", onclick: () => this.open(line) }, line.code),
        el("span", { class: "line-title" }, title?.known === false ? words.unknown_code : title?.description ?? ""),
        el(
          "div", { class: "line-more meta" },
          el("span", { class: `line-role${place ? "" : " first"}` }, role),
          line.doubt ? el("span", { class: "line-doubt" }, icon("flag"), words.doubted) : null,
          this.evidence(line, { line: line.id }, line.code),
        ),
      ),
      el(
        "div", { class: "line-tools" },
        button("doubt", "flag", say(words.doubt, line.code), () => this.doubt(line.id), { "aria-pressed": String(line.doubt) }),
        button("up", "up", say(words.move_up, line.code), () => this.move(line.id, -1), { "aria-disabled": place === 0 ? "true" : null }),
        button("down", "down", say(words.move_down, line.code), () => this.move(line.id, 1), { "aria-disabled": place === last ? "true" : null }),
        button("remove", "trash", say(words.remove, line.code), () => this.remove(line.id)),
      ),
    );
  }

  /** What an owner stands on: its evidence, or as `more` says another `list` of words, such as a query's indicators. */
  evidence(owner, target, name, more = {}) {
    const { words } = this;
    const { list, none, part, counted } = {
      list: owner.evidence, none: words.no_evidence, part: "evidence", counted: "evidence", ...more,
    };
    if (!list.length) return el("span", { class: "meta line-evidence", "data-kind": part }, none);
    const key = `${owner.id}:${part}`;
    const box = el(
      "details", { class: "line-evidence", "data-kind": part, open: this.opened.has(key) },
      el("summary", { class: "meta", "data-part": part }, count(words, counted, list.length)),
      el("ul", { class: "stack-tight" }, ...list.map((one) => el(
        "li", { class: "quote" },
        el("button", { type: "button", class: "quote-words", onclick: () => this.reveal(one) }, one.quote),
        el("button", {
          type: "button", class: "button button-small button-quiet", "aria-label": `${words.take_off}: ${one.quote}`,
          onclick: () => {
            this.change([{ kind: "detach_evidence", ...target, evidence: one.id }]);
            announce(say(words.detached, name));
          },
        }, words.take_off),
      ))),
    );
    box.addEventListener("toggle", () => { if (box.open) this.opened.add(key); else this.opened.delete(key); });
    return box;
  }

  /** Send at once what is still being typed. */
  settle() { this.queries.settle(); }
}
