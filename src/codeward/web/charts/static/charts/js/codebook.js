// The codebook: search as you type (an ARIA combobox with a listbox), and an opened entry.
import { announce, count, el, icon, say } from "./dom.js";
import { drawConcept } from "./concept.js";

const PAUSE = 150;

export class Codebook {
  /**
   * @param {{urls: object, words: object, codingDate: string, titles: Map, onAdd: (code: string) => void,
   *   onExchange: (line: string, code: string) => void}} given
   */
  constructor(root, given) {
    this.root = root;
    this.urls = given.urls;
    this.words = given.words;
    this.codingDate = given.codingDate;
    this.onAdd = given.onAdd;
    this.onExchange = given.onExchange;
    this.line = null; // the answer's line {id, code} whose code was opened, so that it can be exchanged
    this.titles = given.titles;
    this.input = root.querySelector("#codebook-search");
    this.list = root.querySelector("#codebook-hits");
    this.note = root.querySelector("#codebook-note");
    this.entry = root.querySelector("#codebook-entry");
    this.results = root.querySelector("#codebook-results");
    this.billable = root.querySelector("#codebook-billable");
    this.skeleton = root.querySelector("#codebook-skeleton");
    this.hits = [];
    this.active = -1;
    this.trail = [];
    this.asked = 0;
    this.answered = ""; // the words that the hits on the page answer; null while they answer none
    this.pending = Promise.resolve();
    this.opening = 0; // counts what was opened or closed, so that a late answer opens nothing
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.billable.addEventListener("change", () => this.search());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.open(this.hits[Number(option.dataset.place)].code, true);
    });
    this.entry.addEventListener("keydown", (event) => this.entryKey(event));
    for (const one of root.querySelectorAll("[data-open]")) {
      one.addEventListener("click", () => this.open(one.dataset.open));
    }
  }

  focusSearch(clear = false) {
    this.close();
    if (clear) { this.input.value = ""; this.search(); }
    this.input.focus();
    this.input.select();
  }

  /** Where the keyboard goes on coming here: the opened entry, or the search. */
  focus() {
    if (this.opened) this.entry.querySelector("h3").focus();
    else this.input.focus();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  /** The book is the same for everybody: asked without cookies, the server has no session to read. */
  async get(url) {
    const response = await fetch(url, { credentials: "omit" });
    return [response.ok, await response.json().catch(() => ({}))];
  }

  /** The words in the field, and what else says which hits are wanted. */
  get wanted() { return `${this.billable.checked ? "billable " : ""}${this.input.value.trim()}`; }

  search() {
    clearTimeout(this.timer);
    this.seeking = this.wanted;
    this.pending = this.seek();
    return this.pending;
  }

  /**
   * Wait until the hits answer the words now in the field: a key may come before the pause is over, or the answer.
   * False where they do not, because the search failed or the words are others by now.
   */
  async settled() {
    const words = this.wanted;
    if (this.answered !== words) {
      if (this.seeking !== words) this.search();
      await this.pending;
    }
    return this.wanted === words && this.answered === words;
  }

  async seek() {
    const query = this.input.value.trim();
    const words = this.wanted;
    this.asked += 1;
    const mine = this.asked;
    this.close();
    this.answered = null;
    if (!query) { this.show({ hits: [], nearest: [] }, true); this.answered = words; return; }
    const slow = setTimeout(() => { this.skeleton.hidden = false; }, 200);
    const parameters = new URLSearchParams({ q: query, on: this.codingDate });
    if (this.billable.checked) parameters.set("billable", "1");
    try {
      const [fine, found] = await this.get(`${this.urls.search}?${parameters}`);
      if (mine !== this.asked) return;
      if (fine) { this.show(found); this.answered = words; }
      else this.tell(found.error ? `${found.error}. ${found.way_out}` : this.words.search_failed);
    } catch {
      if (mine === this.asked) this.tell(this.words.search_failed);
    } finally {
      clearTimeout(slow);
      if (mine === this.asked) { this.skeleton.hidden = true; if (this.answered === null) this.seeking = null; }
    }
  }

  tell(text) {
    this.show({ hits: [], nearest: [] }, true);
    this.note.replaceChildren(text);
    this.note.hidden = false;
  }

  show(found, quiet = false) {
    this.hits = found.hits;
    this.active = -1;
    this.list.replaceChildren(...found.hits.map((hit, place) => this.row(hit, place)));
    this.unfold(found.hits.length > 0);
    this.root.querySelector("#codebook-empty").hidden = !quiet || Boolean(this.input.value.trim());
    this.note.hidden = quiet || found.hits.length > 0;
    if (!this.note.hidden) {
      const nearest = found.nearest.length ? say(this.words.nearest, found.nearest.join(", ")) : "";
      this.note.replaceChildren(...[this.words.results_none, nearest, this.words.no_hit_advice]
        .filter(Boolean).map((text) => el("p", {}, text)));
    }
    if (!quiet) announce(found.hits.length ? count(this.words, "results", found.hits.length) : this.words.results_none);
    if (found.hits.length) this.activate(0);
  }

  /** Show or fold the list of hits, and say which. */
  unfold(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.input.removeAttribute("aria-activedescendant");
    if (open && this.active >= 0) this.activate(this.active);
  }

  row(hit, place) {
    this.titles.set(hit.code, { description: hit.description, billable: hit.billable, known: true });
    const words = new Set(hit.matched.map((word) => word.toLowerCase()));
    const title = el("span", { class: "title" });
    for (const part of hit.description.split(/([\p{L}\p{N}'’-]+)/u)) {
      title.append(words.has(part.toLowerCase()) ? el("b", {}, part) : part);
    }
    return el(
      "li", { role: "option", id: `hit-${place}`, "aria-selected": "false", "data-place": place, class: "concept" },
      el("span", { class: "code" }, hit.code), title, this.dot(hit.billable), el("span", { class: "why" }, hit.why),
    );
  }

  dot(billable) {
    return el(
      "span", { class: billable ? "billable" : "billable billable-no" },
      billable ? icon("dot") : null, billable ? this.words.billable : this.words.not_billable,
    );
  }

  activate(place) {
    const options = this.list.children;
    if (options[this.active]) options[this.active].setAttribute("aria-selected", "false");
    this.active = place;
    const option = options[place];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length) this.step(step);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.addActive();
    else if (event.key === "Enter") this.openActive();
    else if (event.key === "Escape" && this.input.value) { this.input.value = ""; this.search(); } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  step(by) {
    if (this.list.hidden) { this.unfold(true); return; }
    this.activate((this.active + by + this.hits.length) % this.hits.length);
  }

  async openActive() {
    if (!(await this.settled())) return;
    const hit = this.hits[this.active];
    if (hit) this.open(hit.code, true);
  }

  /** Add the chosen hit of the words in the field: never one of the words that stood there before. */
  async addActive() {
    if (!(await this.settled())) return;
    const hit = this.hits[this.active];
    if (!hit) return;
    if (hit.billable) this.add(hit.code);
    else this.open(hit.code, true);
  }

  /** Open a line's code, to read what stands there or to exchange it. */
  openLine(line) {
    this.close();
    this.line = { id: line.id, code: line.code };
    return this.open(line.code);
  }

  async open(code, focus = true) {
    let fine;
    let entry;
    this.opening += 1;
    const mine = this.opening;
    try {
      const url = `${this.urls.concept.replace("CODE", encodeURIComponent(code))}?on=${this.codingDate}`;
      [fine, entry] = await this.get(url);
    } catch { fine = false; }
    if (mine !== this.opening) return; // the reader has gone on meanwhile
    if (!fine) {
      if (entry?.error) this.complain(`${entry.error}. ${entry.way_out}`);
      else this.complain(this.words.search_failed);
      return;
    }
    this.trail.push(entry.code);
    this.titles.set(entry.code, { description: entry.description, billable: entry.billable, known: true });
    this.opened = entry;
    this.results.hidden = true;
    this.entry.hidden = false;
    drawConcept(this.entry, entry, {
      words: this.words, urls: this.urls, dot: (billable) => this.dot(billable),
      open: (other) => this.open(other), add: (wanted) => this.add(wanted), back: () => this.back(),
      line: this.line, exchange: (wanted) => this.exchange(wanted), label: (button) => this.label(button),
    });
    this.entry.scrollTop = 0;
    this.root.querySelector(".pane-body").scrollTop = 0;
    if (focus) this.entry.querySelector("h3").focus();
  }

  back() {
    this.trail.pop();
    const before = this.trail.pop();
    if (before) this.open(before);
    else { this.close(); this.input.focus(); this.input.select(); }
  }

  /** Say what went wrong where the reader is looking. */
  complain(text) {
    if (this.entry.hidden) { this.note.replaceChildren(text); this.note.hidden = false; }
    announce(text);
  }

  add(code) {
    this.onAdd(code);
    if (!this.opened) this.unfold(false);
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
    button.textContent = say(standing ? this.words.in_answer : this.words.add, code);
    button.classList.toggle("button-primary", !standing && !this.line);
    if (standing) button.setAttribute("aria-disabled", "true");
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
    if (wanted && this.line && wanted !== this.line.code) this.exchange(wanted);
    else if (wanted) this.add(wanted);
    else if (this.entry.querySelector('input[name="seventh"]')) {
      announce(this.words.choose_seventh);
      this.entry.querySelector('input[name="seventh"]').focus();
    } else announce(this.opened.missing ?? this.words.not_billable);
  }
}
