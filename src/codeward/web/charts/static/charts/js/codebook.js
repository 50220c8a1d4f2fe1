// The codebook: a search, and an opened entry whose code can be added to the answer.
import { announce, say } from "./dom.js";
import { drawConcept } from "./concept.js";
import { Search } from "./search.js";

export class Codebook {
  /**
   * @param {{urls: object, words: object, codingDate: string, titles: Map, systems: {id: string, name: string}[],
   *   onAdd: (code: string, system: string) => void, onExchange: (line: string, code: string) => void}} given
   */
  constructor(root, given) {
    this.root = root;
    this.urls = given.urls;
    this.words = given.words;
    this.codingDate = given.codingDate;
    this.onAdd = given.onAdd;
    this.onExchange = given.onExchange;
    this.titles = given.titles;
    this.line = null; // the answer's line {id, code, system} whose code was opened, so that it can be exchanged
    this.entry = root.querySelector("#codebook-entry");
    this.results = root.querySelector("#codebook-results");
    this.trail = []; // [code, system] of what was opened on the way here
    this.onAdded = null; // takes the keyboard after a code was added; true where it did
    this.onEntry = null; // called when an entry was opened or closed
    this.opening = 0; // counts what was opened or closed, so that a late answer opens nothing
    this.finder = new Search(root, {
      ...given, get: (url) => this.get(url), onSeek: () => this.close(),
      onOpen: (hit) => this.open(hit.code, true, hit.system, hit.why), onAdd: (hit) => this.add(hit.code, hit.system),
    });
    this.input = this.finder.input;
    this.entry.addEventListener("keydown", (event) => this.entryKey(event));
    for (const one of root.querySelectorAll("[data-open]")) {
      one.addEventListener("click", () => this.open(one.dataset.open));
    }
  }

  focusSearch(clear = false) {
    this.close();
    if (clear) { this.input.value = ""; this.finder.search(); }
    this.input.focus();
    this.input.select();
  }

  /** Where the keyboard goes on coming here: the opened entry, or the search. */
  focus() {
    if (this.opened) this.entry.querySelector("h3").focus();
    else this.input.focus();
  }

  /** The book is the same for everybody: asked without cookies, the server has no session to read. */
  async get(url) {
    const response = await fetch(url, { credentials: "omit" });
    return [response.ok, await response.json().catch(() => ({}))];
  }

  addActive() { return this.finder.addActive(); }

  /** Open a line's code, to read what stands there or to exchange it. */
  openLine(line) {
    this.close();
    this.line = { id: line.id, code: line.code, system: line.system };
    return this.open(line.code, true, line.system);
  }

  /** @param {string} why what led from the words typed to this code, told again where the code is read */
  async open(code, focus = true, system = "icd10cm", why = "") {
    let fine;
    let entry;
    this.opening += 1;
    const mine = this.opening;
    try {
      const parameters = new URLSearchParams({ on: this.codingDate });
      if (system !== "icd10cm") parameters.set("system", system);
      const url = `${this.urls.concept.replace("CODE", encodeURIComponent(code))}?${parameters}`;
      [fine, entry] = await this.get(url);
    } catch { fine = false; }
    if (mine !== this.opening) return; // the reader has gone on meanwhile
    if (!fine) {
      if (entry?.error) this.complain(`${entry.error}. ${entry.way_out}`);
      else this.complain(this.words.search_failed);
      return;
    }
    entry.system = system;
    entry.why = why;
    this.trail.push([entry.code, system]);
    this.titles.set(entry.code, { description: entry.description, billable: entry.billable, known: true });
    this.opened = entry;
    this.results.hidden = true;
    this.entry.hidden = false;
    drawConcept(this.entry, entry, {
      words: this.words, urls: this.urls, dot: (billable) => this.finder.dot(billable),
      open: (other) => this.open(other, true, system), add: (wanted) => this.add(wanted, system), back: () => this.back(),
      // A line keeps its code set: it can be exchanged within that one alone.
      line: this.line?.system === system ? this.line : null,
      exchange: (wanted) => this.exchange(wanted), label: (button) => this.label(button),
    });
    this.entry.scrollTop = 0;
    this.root.querySelector(".pane-body").scrollTop = 0;
    if (focus) this.entry.querySelector("h3").focus();
    this.onEntry?.();
  }

  back() {
    this.trail.pop();
    const before = this.trail.pop();
    if (before) this.open(before[0], true, before[1]);
    else { this.close(); this.input.focus(); this.input.select(); }
  }

  /** Say what went wrong where the reader is looking. */
  complain(text) {
    const { note } = this.finder;
    if (this.entry.hidden) { note.replaceChildren(text); note.hidden = false; }
    announce(text);
  }

  add(code, system) {
    this.onAdd(code, system);
    if (!this.opened) this.finder.unfold(false);
    if (this.onAdded?.()) return;
    // Ready for the next code: what is typed now replaces the query.
    this.input.select();
  }

  /** Say on the buttons which codes the answer holds by now. */
  mark(codes) {
    this.standing = codes;
    for (const button of this.entry.querySelectorAll("[data-adds]")) this.label(button);
  }

  label(button) {
    const code = button.dataset.adds;
    const standing = this.standing?.has(code);
    // A diagnosis is reported once (I.B.12); a service may be done twice.
    const again = standing && this.opened && this.opened.system !== "icd10cm";
    const { words } = this;
    button.textContent = say(again ? words.add_again : standing ? words.in_answer : words.add, code);
    button.classList.toggle("button-primary", !standing && !this.line);
    if (standing && !again) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }

  exchange(code) {
    this.onExchange(this.line.id, code);
    this.close();
  }

  close() {
    this.opening += 1;
    this.trail = [];
    this.line = null;
    this.opened = null;
    this.entry.hidden = true;
    this.results.hidden = false;
    this.onEntry?.();
  }

  entryKey(event) {
    if (event.key === "Escape") this.back();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.addOpened();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  addOpened() {
    const chosen = this.entry.querySelector('input[name="seventh"]:checked');
    const wanted = chosen?.value ?? (this.opened.billable ? this.opened.code : null);
    if (wanted && this.line?.system === this.opened.system && wanted !== this.line.code) this.exchange(wanted);
    else if (wanted) this.add(wanted, this.opened.system);
    else if (this.entry.querySelector('input[name="seventh"]')) {
      announce(this.words.choose_seventh);
      this.entry.querySelector('input[name="seventh"]').focus();
    } else announce(this.opened.missing ?? this.words.not_billable);
  }
}
