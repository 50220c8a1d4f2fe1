// The record: documents as tabs, rendered without changing their text; marks of evidence; selecting words.
import { announce, el, say } from "./dom.js";
import { nodeAt, placeInText, toPoints, toUnits, trimmed, whole, wordsOf } from "./text.js";

export class Record {
  /** @param {{documents: {id: string, text: string, styled: [number, number, string][]}[], words: object, onSelection: Function}} given */
  constructor(root, given) {
    this.root = root;
    this.words = given.words;
    this.onSelection = given.onSelection;
    this.texts = new Map(given.documents.map((one) => [one.id, one.text]));
    // Headings and columns, as the server sees them: [from, to, class] in UTF-16 units.
    this.styled = new Map(given.documents.map(({ id, text, styled }) => (
      [id, styled.map(([start, end, name]) => [toUnits(text, start), toUnits(text, end), name])])));
    this.tabs = [...root.querySelectorAll('[role="tab"]')];
    this.boxes = new Map([...root.querySelectorAll(".record")].map((box) => [box.dataset.document, box]));
    this.marks = [];
    this.drawn = new Map();
    this.mode = null; // evidence mode: {words, anchor, focus}
    this.held = null; // the words selected last, kept while the learner looks for their code
    this.tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => this.show(tab.dataset.document));
      tab.addEventListener("keydown", (event) => this.tabKey(event, place));
    });
    for (const box of this.boxes.values()) box.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("selectionchange", () => this.selected());
    this.dragging = false; // the pointer is down in the record: what is selected may still grow
    root.addEventListener("pointerdown", (event) => { this.dragging = this.box.contains(event.target); });
    for (const kind of ["pointerup", "pointercancel"]) window.addEventListener(kind, () => this.dropped());
    this.current = this.tabs[0].dataset.document;
    for (const id of this.boxes.keys()) this.draw(id);
  }

  get box() { return this.boxes.get(this.current); }

  focus() { this.box.focus({ preventScroll: true }); }

  show(id, focus = false) {
    this.leave();
    this.current = id;
    for (const tab of this.tabs) {
      const on = tab.dataset.document === id;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !on;
      if (on) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
      if (on && focus) tab.focus();
    }
  }

  showNumber(number) {
    const tab = this.tabs[number - 1];
    if (tab) this.show(tab.dataset.document, true);
    return Boolean(tab);
  }

  tabKey(event, place) {
    const last = this.tabs.length - 1;
    const to = { ArrowRight: place === last ? 0 : place + 1, ArrowLeft: place ? place - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(this.tabs[to].dataset.document, true);
  }

  /** Mark what serves as evidence: [{document, start, end, code, lit}], offsets in code points. */
  setMarks(marks) {
    this.marks = marks;
    for (const id of this.boxes.keys()) this.draw(id);
  }

  draw(id) {
    const text = this.texts.get(id);
    const marks = this.marks.filter((mark) => mark.document === id);
    const state = JSON.stringify(marks);
    if (this.drawn.get(id) === state) return; // leave the reader's selection alone
    this.drawn.set(id, state);
    const spans = marks.map((mark) => ({ ...mark, from: toUnits(text, mark.start), to: toUnits(text, mark.end) }));
    const styled = this.styled.get(id);
    const cuts = new Set([0, text.length]);
    for (const span of spans) { cuts.add(span.from); cuts.add(span.to); }
    for (const [from, to] of styled) { cuts.add(from); cuts.add(to); }
    const points = [...cuts].sort((a, b) => a - b);
    const parts = document.createDocumentFragment();
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [from, to] = [points[i], points[i + 1]];
      let node = document.createTextNode(text.slice(from, to));
      const style = styled.find(([a, b]) => from >= a && to <= b)?.[2];
      if (style) node = el("span", { class: style }, node);
      const over = spans.filter((span) => from >= span.from && to <= span.to);
      if (over.length) {
        const lit = over.some((span) => span.lit) ? " lit" : "";
        node = el("mark", { class: `evidence${lit}`, title: over.map((span) => span.code).join(", ") }, node);
      }
      parts.append(node);
    }
    this.boxes.get(id).replaceChildren(parts);
    if (this.held?.document === id) this.lit(this.held);
  }

  /** Bring evidence into sight. */
  reveal(evidence) {
    if (this.current !== evidence.document) this.show(evidence.document);
    const [node] = nodeAt(this.box, toUnits(this.texts.get(evidence.document), evidence.start) + 1);
    (node.parentElement ?? this.box).scrollIntoView({ block: "center" });
  }

  /** The words now selected in a document, or null. Offsets in code points. */
  selection() {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    const box = this.box;
    if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
    const text = this.texts.get(this.current);
    const [from, to] = trimmed(
      text,
      placeInText(box, range.startContainer, range.startOffset),
      placeInText(box, range.endContainer, range.endOffset),
    );
    if (from >= to) return null;
    const [start, end] = whole(text, from, to);
    return {
      document: this.current, start: toPoints(text, start), end: toPoints(text, end), quote: text.slice(start, end),
    };
  }

  /** Words stay selected while the learner looks for a code: only a click into the record lets go of them. */
  selected() {
    const now = this.selection();
    if (now) this.hold(now);
    else if (this.box.contains(document.getSelection()?.anchorNode ?? null)) {
      clearTimeout(this.letting);
      // A touch on a button collapses the selection before the button hears of it.
      this.letting = setTimeout(() => { if (!this.selection()) this.hold(null); }, 250);
    }
  }

  hold(selection) {
    clearTimeout(this.letting);
    this.held = selection;
    this.lit(selection);
    if (!this.dragging) this.onSelection(selection);
  }

  /** The pointer was let go: only now may anything appear that lies over the words. */
  dropped() {
    if (!this.dragging) return;
    this.dragging = false;
    this.onSelection(this.held);
    if (this.held) this.clear(document.getSelection().rangeCount ? document.getSelection().getRangeAt(0) : null);
  }

  /** Bring the end of `range` out from under the bar that lies over the end of the pane. */
  clear(range) {
    const bar = this.root.querySelector(".attach");
    if (!range || bar.hidden) return;
    const below = range.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
    if (below > -8) this.box.closest(".pane-body").scrollBy(0, below + 16);
  }

  /** Show the held words where the browser's own selection has gone elsewhere. */
  lit(selection) {
    if (!window.CSS?.highlights) return;
    if (!selection) { CSS.highlights.delete("held"); return; }
    const text = this.texts.get(selection.document);
    const box = this.boxes.get(selection.document);
    const range = document.createRange();
    range.setStart(...nodeAt(box, toUnits(text, selection.start)));
    range.setEnd(...nodeAt(box, toUnits(text, selection.end)));
    CSS.highlights.set("held", new Highlight(range));
  }

  clearSelection() {
    const chosen = document.getSelection();
    if (chosen && this.box.contains(chosen.anchorNode)) chosen.removeAllRanges();
    this.hold(null);
  }

  // Evidence mode: the keyboard's way to select. Arrows go by word and line, Shift extends, Enter attaches.
  enter() {
    const found = wordsOf(this.texts.get(this.current));
    if (!found.length) return;
    const at = this.lastWord?.document === this.current ? this.lastWord.place : 0;
    this.mode = { words: found, anchor: Math.min(at, found.length - 1), focus: Math.min(at, found.length - 1) };
    this.box.classList.add("choosing");
    this.box.focus({ preventScroll: true });
    this.root.querySelector("[data-evidence-hint]").hidden = false;
    this.point(`${this.words.evidence_on} `);
  }

  leave() {
    if (!this.mode) return;
    this.lastWord = { document: this.current, place: this.mode.focus };
    this.mode = null;
    this.box.classList.remove("choosing");
    this.root.querySelector("[data-evidence-hint]").hidden = true;
  }

  /** Select from the anchor to the word in focus, and say it, after `first`. */
  point(first = "") {
    const { words, anchor, focus } = this.mode;
    const [low, high] = anchor <= focus ? [anchor, focus] : [focus, anchor];
    const box = this.box;
    const [startNode, startOffset] = nodeAt(box, words[low][0]);
    const [endNode, endOffset] = nodeAt(box, words[high][1]);
    document.getSelection().setBaseAndExtent(startNode, startOffset, endNode, endOffset);
    // Held at once: the browser tells of a selection later, and Enter may come before.
    const chosen = this.selection();
    if (chosen) this.hold(chosen);
    const range = document.createRange();
    range.setStart(...nodeAt(box, words[focus][0]));
    range.setEnd(...nodeAt(box, words[focus][1]));
    const rect = range.getBoundingClientRect();
    const frame = box.closest(".pane-body").getBoundingClientRect();
    if (rect.top < frame.top + 32) box.closest(".pane-body").scrollBy(0, rect.top - frame.top - 64);
    const end = Math.min(frame.bottom, this.root.querySelector(".attach:not([hidden])")?.getBoundingClientRect().top ?? frame.bottom);
    if (rect.bottom > end - 32) box.closest(".pane-body").scrollBy(0, rect.bottom - end + 64);
    announce(first + say(this.words.selected, this.texts.get(this.current).slice(words[low][0], words[high][1])));
  }

  rect(place) {
    const [from, to] = this.mode.words[place];
    const range = document.createRange();
    range.setStart(...nodeAt(this.box, from));
    range.setEnd(...nodeAt(this.box, to));
    return range.getClientRects()[0];
  }

  /** The nearest word on the line above (-1) or below (1). */
  vertical(step) {
    const { words, focus } = this.mode;
    const from = this.rect(focus);
    let best = focus;
    let line = null;
    for (let i = focus + step; i >= 0 && i < words.length; i += step) {
      const rect = this.rect(i);
      if (Math.abs(rect.top - from.top) < 4) continue;
      if (line === null) { line = rect.top; best = i; }
      if (Math.abs(rect.top - line) > 4) break;
      if (Math.abs(rect.left - from.left) <= Math.abs(this.rect(best).left - from.left)) best = i;
    }
    return best;
  }

  key(event) {
    if (!this.mode || event.ctrlKey || event.altKey || event.metaKey) return;
    const { words, focus } = this.mode;
    const rtl = getComputedStyle(this.box).direction === "rtl";
    const to = {
      ArrowRight: focus + (rtl ? -1 : 1), ArrowLeft: focus + (rtl ? 1 : -1), Home: 0, End: words.length - 1,
    }[event.key] ?? (event.key === "ArrowDown" ? this.vertical(1) : event.key === "ArrowUp" ? this.vertical(-1) : undefined);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.mode.focus = Math.max(0, Math.min(words.length - 1, to));
    if (!event.shiftKey) this.mode.anchor = this.mode.focus;
    this.point();
  }
}
