// The search of the codebook on every page: a field that stays on the codebook's own pages, a dialog on all others.
// Its key ("/" unless the reader chose another, or switched single keys off) leads to whichever is there.
import { collect } from "./collect.js";
import { Combobox } from "./combobox.js";
import { recent } from "./recent.js";

const typing = (target) => target.closest?.('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]');

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter(Boolean));
  return made;
}

/** The title with the words that matched in bold. */
function title(text, matched) {
  const words = new Set(matched.map((word) => word.toLowerCase()));
  const parts = text.split(/([\p{L}\p{N}'’-]+)/u);
  return el("span", { class: "title" }, ...parts.map((part) => (words.has(part.toLowerCase()) ? el("b", {}, part) : part)));
}

class Finder {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
    this.input = root.querySelector('[role="combobox"]');
    this.list = root.querySelector('[role="listbox"]');
    this.note = root.querySelector("[data-finder-note]");
    this.scope = root.querySelector("select");
    this.dialog = root.closest("dialog");
    this.box = new Combobox(this.input, this.list, {
      ask: (words) => this.ask(words),
      draw: (item) => this.draw(item),
      choose: (item) => (this.root.dataset.collects !== undefined && item.code ? this.add(item) : this.open(item)),
      shown: (found) => this.said(found),
      failed: (error) => this.tell(error.told ?? this.words.failed),
      wanted: () => `${this.scope?.value ?? ""} ${this.input.value.trim()}`.trim(),
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("focus", () => { if (!this.input.value.trim()) this.box.search(); });
    this.scope?.addEventListener("change", () => { if (this.input.value.trim()) { this.input.focus(); this.box.search(); } });
    root.querySelector("form").addEventListener("submit", (event) => {
      if (!this.input.value.trim()) event.preventDefault();
    });
    if (this.dialog) {
      for (const button of root.querySelectorAll("[data-finder-close]")) button.addEventListener("click", () => this.dialog.close());
      this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    } else {
      document.addEventListener("click", (event) => { if (!root.contains(event.target)) this.fold(); });
      root.addEventListener("focusout", (event) => { if (event.relatedTarget && !root.contains(event.relatedTarget)) this.fold(); });
    }
  }

  focus() {
    if (this.dialog && !this.dialog.open) this.dialog.showModal();
    this.input.focus();
    this.input.select();
  }

  /** The books are the same for everybody: asked without cookies, the server has no session to read. */
  async ask(words) {
    const query = this.input.value.trim();
    if (!words || !query) return { items: recent().map((one) => ({ ...one, description: one.title, matched: [], href: this.entry(one), old: true })), quiet: true };
    const asked = new URLSearchParams({ q: query, system: this.scope?.value || "all" });
    if (this.root.dataset.on) asked.set("on", this.root.dataset.on);
    const response = await fetch(`${this.root.dataset.search}?${asked}`, { credentials: "omit" });
    const found = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error("refused"), { told: found.error ? `${found.error}. ${found.way_out ?? ""}` : undefined });
    const all = { all: true, href: this.results(query) };
    return { items: [...found.ways.map((way) => ({ ...way, way: true })), ...found.hits, ...(found.hits.length ? [all] : [])], hits: found.hits.length, nearest: found.nearest, query };
  }

  kept() { return this.root.dataset.keep ?? ""; }

  entry({ system, code }) { return `${this.root.dataset.base}${encodeURIComponent(system)}/${encodeURIComponent(code)}${this.kept()}`; }

  results(query) {
    const asked = new URLSearchParams(this.kept());
    asked.set("q", query);
    if (this.scope?.value) asked.set("system", this.scope.value);
    return `${this.root.dataset.base}?${asked}`;
  }

  draw(item) {
    if (item.all) return el("li", { class: "finder-all" }, this.words.all);
    if (item.way) return el("li", { class: "finder-way" }, el("span", { class: "title" }, item.text));
    return el(
      "li", { class: "concept", translate: "no" }, el("span", { class: "code" }, item.code), title(item.description, item.matched),
      el("span", { class: "meta" }, item.old ? this.words.lately : item.display, item.billable === false ? ` · ${this.words.not_billable}` : ""),
      item.why ? el("span", { class: "why" }, item.why) : null,
    );
  }

  said(found) {
    if (found.quiet) { this.tell(""); return; }
    if (found.hits || found.items.length) { this.tell(""); this.say((found.hits === 1 ? this.words.one : this.words.many).replace("%n", found.hits)); return; }
    const nearest = found.nearest.length ? ` ${this.words.nearest} ${found.nearest.join(", ")}` : "";
    this.tell(`${this.words.none}${nearest}`);
  }

  tell(text) { this.note.hidden = !text; this.note.textContent = text; this.say(text); }

  say(text) { this.root.querySelector('[role="status"]').textContent = text; }

  fold() { this.box.unfold(false); this.note.hidden = true; }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.box.step(step);
    else if (event.key === "Enter") this.enter(event);
    else if (event.key === "Escape" && !this.list.hidden && !this.dialog) this.fold();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  async enter(event) {
    const adds = this.root.dataset.collects !== undefined || event.ctrlKey || event.metaKey;
    const item = await this.box.chosen();
    if (!item) return;
    if (adds && item.code && this.root.dataset.collect) this.add(item);
    else this.open(item);
  }

  /** Put a code on the scratchpad; its own page is shown anew, with the search ready for the next code. */
  async add(item) {
    const there = await collect(this.root.dataset.collect, { ...item, pad: this.root.dataset.pad }, this.words.failed);
    if (!there) return;
    if (this.root.dataset.collects === undefined) { this.input.select(); return; }
    try { sessionStorage.setItem("codeward.collecting", "1"); } catch { /* the line has the focus then */ }
    location.assign(there);
    if (there.startsWith(location.pathname)) location.reload();
  }

  open(item) { location.assign(item.href.startsWith("/") && !item.all && !item.old ? `${item.href}${item.way ? "" : this.kept()}` : item.href); }
}

const finders = [...document.querySelectorAll("[data-finder]")].map((root) => new Finder(root));
const [first] = finders;
if (first) {
  const { key } = first.root.dataset;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const add = document.querySelector("form[data-collect]");
    if (key && event.key === key) first.focus();
    else if (add && event.key === first.root.dataset.collectKey) add.requestSubmit();
    else return;
    event.preventDefault();
  });
  for (const opener of document.querySelectorAll("[data-finder-open]")) {
    opener.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      first.focus();
    });
  }
  document.documentElement.dataset.finderReady = "";
}
