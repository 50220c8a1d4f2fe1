// The places of a page that can be marked: their elements, their words, the button at each.
import { el, icon, say } from "../../charts/js/dom.js";

// Where the words of a place stand inside its element, for the pages of the codebook; else the element itself.
const FACES = [
  ":scope > [data-cw-face]", ":scope > header .cb-title > span:last-child", ":scope > .cb-line-head > .title",
  ":scope > .cb-term-text > span:first-child", ":scope > span:first-child",
];

export class Anchors {
  /**
   * @param {object} words @param {string[]} systems what can be marked
   * @param {Function|null} open called with an anchor and its button; null: nothing is marked
   */
  constructor(words, systems, open) {
    this.words = words;
    this.places = new Map(); // anchor -> elements
    this.faces = new Map();
    this.buttonAt = new Map();
    this.buttons = [];
    for (const element of document.querySelectorAll("[data-cw-anchor]")) {
      const anchor = element.dataset.cwAnchor;
      if (!systems.includes(anchor.split("/")[0])) continue;
      if (!this.places.has(anchor)) this.places.set(anchor, []);
      this.places.get(anchor).push(element);
      if (open) this.addButton(anchor, element, open);
    }
    if (!this.buttons.length) return;
    this.buttons[0].tabIndex = 0;
    document.addEventListener("focusin", (event) => this.follow(event.target));
  }

  /** The element whose text it is. What the page wrote into it stands in a span of its own, apart from our signs. */
  face(element) {
    if (this.faces.has(element)) return this.faces.get(element);
    const face = FACES.map((selector) => element.querySelector(selector)).find(Boolean) ?? element;
    const text = el("span", { class: "ob-text" }, ...face.childNodes);
    face.classList.add("ob-face");
    face.prepend(text);
    this.faces.set(element, face);
    return face;
  }

  /** Where our signs and the button stand: behind the words, in the index behind the code that follows them. */
  host(element) {
    const face = this.face(element);
    return face.parentElement.matches(".cb-term-text") ? face.parentElement : face;
  }

  textOf(element) { return this.face(element).querySelector(":scope > .ob-text"); }

  addButton(anchor, element, open) {
    const button = el("button", {
      type: "button", class: "ob-button no-print", tabindex: -1, "aria-haspopup": "dialog",
      "aria-label": say(this.words.mark, this.name(anchor)), onclick: () => open(anchor, button), onkeydown: (event) => this.move(event, button),
    }, icon("ob-mark"));
    button.obAnchor = anchor;
    this.host(element).append(button);
    this.buttons.push(button);
    this.buttonAt.set(element, button);
  }

  /** Only one mark button is a stop of the Tab key: that of the place where one is. The arrows go on to the others. */
  follow(target) {
    const button = target.closest?.(".ob-button") ?? this.at(target);
    if (button) this.stop(button);
  }

  at(target) {
    const element = target.closest?.("[data-cw-anchor]");
    return element ? this.buttonAt.get(element) ?? null : null;
  }

  stop(button) {
    for (const one of this.buttons) if (one.tabIndex === 0 && one !== button) one.tabIndex = -1;
    button.tabIndex = 0;
  }

  get current() { return this.buttons.find((button) => button.tabIndex === 0); }

  move(event, button) {
    const at = this.buttons.indexOf(button);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: this.buttons.length - 1 }[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.buttons[Math.max(0, Math.min(next, this.buttons.length - 1))].focus();
  }

  /** A place in words: "S72.0, Excludes1 2". */
  name(anchor) {
    const { entry, word } = this.parts(anchor);
    return word ? `${entry}, ${word}` : entry;
  }

  parts(anchor) {
    const [, system, entry, kind, number, column] = /^([^/]*)\/([^#:]*)(?:#(.*)-(\d+)|:(.*))?$/.exec(anchor) ?? [null, "", anchor];
    const words = this.text(anchor);
    // A term's id is its path in small letters: people read its words.
    const shown = system.startsWith("icd10cm-") && words ? words : entry;
    const word = kind ? `${this.words[`kind_${kind}`] ?? kind} ${number}` : (column ?? "").replaceAll("_", " ");
    return { entry: shown, word };
  }

  /** The words that stand there. */
  text(anchor) {
    const element = this.places.get(anchor)?.[0];
    if (!element) return "";
    const copy = this.textOf(element).cloneNode(true);
    for (const apart of copy.querySelectorAll(".visually-hidden, .no-print, [data-cw-anchor]")) apart.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  /** The beginnings of all anchors of the page, few enough to ask for. */
  prefixes() {
    const all = [...this.places.keys()];
    const cut = (length) => [...new Set(all.map((anchor) => anchor.slice(0, anchor.indexOf("/") + 1 + length)))];
    for (const length of [3, 1, 0]) if (cut(length).length <= 40) return cut(length);
    return [];
  }
}
