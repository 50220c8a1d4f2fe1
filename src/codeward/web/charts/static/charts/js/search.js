// Search as you type: an ARIA combobox with a listbox, over the books that the chart asks for.
import { announce, count, el, icon, say } from "./dom.js";

const PAUSE = 150;

export class Search {
  /**
   * @param {{urls: object, words: object, codingDate: string, titles: Map, systems: {id: string, name: string}[],
   *   get: Function, onOpen: (hit: object) => void, onAdd: (hit: object) => void, onSeek: Function}} given
   */
  constructor(root, given) {
    Object.assign(this, given);
    this.root = root;
    this.input = root.querySelector("#codebook-search");
    this.list = root.querySelector("#codebook-hits");
    this.note = root.querySelector("#codebook-note");
    this.billable = root.querySelector("#codebook-billable");
    this.skeleton = root.querySelector("#codebook-skeleton");
    this.books = [...root.querySelectorAll('input[name="book"]')];
    this.hits = [];
    this.active = -1;
    this.asked = 0;
    this.answered = ""; // the words that the hits on the page answer; null while they answer none
    this.pending = Promise.resolve();
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    for (const one of [this.billable, ...this.books]) one.addEventListener("change", () => this.search());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.onOpen(this.hits[Number(option.dataset.place)]);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), PAUSE);
  }

  /** The books that are searched: the one chosen, or all that the chart asks for. */
  get chosen() {
    const one = this.books.find((box) => box.checked)?.value;
    return one ? [one] : this.systems.map((system) => system.id);
  }

  /** The words in the field, and what else says which hits are wanted. */
  get wanted() { return `${this.billable.checked ? "billable " : ""}${this.chosen} ${this.input.value.trim()}`; }

  search() {
    clearTimeout(this.timer);
    this.seeking = this.wanted;
    this.pending = this.seek();
    return this.pending;
  }

  /**
   * Wait until the hits answer the words now in the field: a key may come before the pause is over, or the answer.
   * False where they do not, because the search failed or the words changed by now.
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
    this.onSeek();
    this.answered = null;
    if (!query) { this.show({ hits: [], nearest: [] }, true); this.answered = words; return; }
    const slow = setTimeout(() => { this.skeleton.hidden = false; }, 200);
    const parameters = new URLSearchParams({ q: query, on: this.codingDate });
    if (this.billable.checked) parameters.set("billable", "1");
    // ICD-10-CM alone is the codebook's first search; the others are asked together.
    if (String(this.chosen) !== "icd10cm") parameters.set("system", this.chosen.join(","));
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
    this.hits = found.hits.map((hit) => ({ system: "icd10cm", ...hit }));
    this.active = -1;
    this.list.replaceChildren(...this.hits.map((hit, place) => this.row(hit, place)));
    this.unfold(this.hits.length > 0);
    this.root.querySelector("#codebook-empty").hidden = !quiet || Boolean(this.input.value.trim());
    this.note.hidden = quiet || this.hits.length > 0;
    if (!this.note.hidden) {
      const nearest = found.nearest.length ? say(this.words.nearest, found.nearest.join(", ")) : "";
      this.note.replaceChildren(...[this.words.results_none, nearest, this.words.no_hit_advice]
        .filter(Boolean).map((text) => el("p", {}, text)));
    }
    if (!quiet) announce(this.hits.length ? count(this.words, "results", this.hits.length) : this.words.results_none);
    if (this.hits.length) this.activate(0);
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
    const book = hit.display && this.chosen.length > 1 ? el("span", { class: "of-book" }, hit.display) : null;
    return el(
      "li", { role: "option", id: `hit-${place}`, "aria-selected": "false", "data-place": place, class: "concept" },
      el("span", { class: "code" }, hit.code), title, this.dot(hit.billable),
      el("span", { class: "why" }, book, book && hit.why ? " · " : "", hit.why),
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
    if (hit) this.onOpen(hit);
  }

  /** Add the chosen hit of the words in the field: never one of the words that stood there before. */
  async addActive() {
    if (!(await this.settled())) return;
    const hit = this.hits[this.active];
    if (!hit) return;
    if (hit.billable) this.onAdd(hit);
    else this.onOpen(hit);
  }
}
