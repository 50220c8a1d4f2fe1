// Queries to the provider: words of the record are marked, the kind of gap is chosen, answers and the question written.
// Nothing here proposes an answer: the learner builds the query, and is told afterwards where it leads.
import { newId } from "../../ui/js/sending.js";
import { announce, el, say } from "./dom.js";
import { toast } from "../../ui/js/toast.js";

const TYPING = 500;
const MOST_OPTIONS = 10;
const MOST_OPTION = 300;
const MOST_TEXT = 4000;

export class Queries {
  /** @param {HTMLElement} list @param {object} pane the answer pane: its model, words, change and evidence */
  constructor(list, pane) {
    this.list = list;
    this.pane = pane;
    this.words = pane.words;
    this.typing = new Map();
  }

  /** What a query is called: by its place among those that stand. */
  name(query) { return say(this.words.query_number, "", this.pane.model.queries.findIndex((one) => one.id === query.id) + 1); }

  add() {
    const id = newId();
    this.pane.change([{ kind: "add_query", query: id, about: "" }]);
    const box = this.box(id);
    box.scrollIntoView({ block: "nearest" });
    box.querySelector("select").focus();
    announce(this.words.query_mark);
  }

  box(id) { return this.list.querySelector(`[data-query="${CSS.escape(id)}"]`); }

  /** Queries keep their elements while they stand, so that typing is never disturbed. */
  draw() {
    const standing = new Map(this.pane.model.queries.map((query) => [query.id, query]));
    for (const box of [...this.list.children]) if (!standing.has(box.dataset.query)) box.remove();
    for (const query of standing.values()) {
      let box = this.box(query.id);
      if (!box) { box = this.make(query); this.list.append(box); }
      this.fill(box, query);
    }
  }

  fill(box, query) {
    const name = this.name(query);
    box.querySelector("h3").textContent = name;
    this.put(box, "kind", query.kind ?? "");
    this.put(box, "to", query.to ?? "");
    this.put(box, "options", query.options.join("\n"));
    this.put(box, "about", query.about);
    const target = { query: query.id };
    box.querySelector('[data-kind="evidence"]').replaceWith(
      this.pane.evidence(query, target, name, { none: this.words.query_mark, counted: "mentions" }),
    );
    box.querySelector('[data-kind="indicators"]').replaceWith(this.pane.evidence(query, target, name, {
      list: query.indicators, none: this.words.query_no_indicators, part: "indicators", counted: "indicators",
    }));
  }

  /** Show a value, unless somebody is writing there. */
  put(box, name, value) {
    const field = box.querySelector(`[name="${name}"]`);
    const waits = this.typing.has(`${box.dataset.query}:${name}`);
    if (document.activeElement !== field && !waits && field.value !== value) field.value = value;
  }

  make(query) {
    const { words } = this;
    const send = (operation) => this.pane.change([{ query: query.id, ...operation }]);
    const choice = (name, label, none, options, run) => this.field(query, name, label, el(
      "select", { name, onchange: (event) => run(event.target.value || null) },
      el("option", { value: "" }, none), ...Object.entries(options).map(([value, text]) => el("option", { value }, text)),
    ));
    const area = (name, label, help, most, run) => {
      const box = el("textarea", { name, maxlength: String(most), rows: "3" });
      box.addEventListener("input", () => this.later(`${query.id}:${name}`, () => run(box.value)));
      box.addEventListener("blur", () => this.settle());
      return this.field(query, name, label, box, help);
    };
    return el(
      "li", { class: "query stack-tight", "data-query": query.id },
      el("h3", { class: "label" }),
      el("p", { class: "meta" }, words.query_why),
      el("div", {}, el("span", { class: "label meta" }, words.query_mentions), " ", el("span", { "data-kind": "evidence" })),
      choice("kind", words.query_kind, words.query_choose, this.pane.query.kinds, (kind) => send({ kind: "set_query_kind", query_kind: kind })),
      choice("to", words.query_to, words.query_choose, this.pane.query.tos, (to) => send({ kind: "set_query_to", to })),
      el("div", {}, el("span", { class: "label meta" }, words.query_indicators), " ", el("span", { "data-kind": "indicators" })),
      area("options", words.query_options, words.query_options_help, MOST_OPTIONS * (MOST_OPTION + 1), (text) => {
        const options = text.split("\n").map((one) => one.trim().slice(0, MOST_OPTION)).filter(Boolean).slice(0, MOST_OPTIONS);
        send({ kind: "set_query_options", options });
      }),
      area("about", words.query_text, "", MOST_TEXT, (about) => send({ kind: "edit_query", about })),
      el("button", { type: "button", class: "button button-small button-quiet", onclick: () => this.remove(query.id) }, words.remove_query),
    );
  }

  field(query, name, label, input, help = "") {
    const id = `query-${query.id}-${name}`;
    input.id = id;
    if (help) input.setAttribute("aria-describedby", `${id}-help`);
    return el(
      "div", { class: "field" }, el("label", { for: id }, label), input,
      help ? el("div", { class: "help", id: `${id}-help` }, help) : null,
    );
  }

  remove(id) {
    this.pane.change([{ kind: "remove_query", query: id }]);
    toast(this.words.query_removed, "info", {
      label: this.words.undo, run: () => this.pane.change([{ kind: "restore_query", query: id }]),
    });
  }

  later(key, run) {
    clearTimeout(this.typing.get(key)?.timer);
    const send = () => { this.typing.delete(key); run(); };
    this.typing.set(key, { timer: setTimeout(send, TYPING), send });
  }

  /** Send at once what is still being typed. */
  settle() {
    for (const { timer, send } of [...this.typing.values()]) { clearTimeout(timer); send(); }
  }
}
