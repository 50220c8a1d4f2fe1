// Draw marks into the page: highlights with colour, line and sign; notes in the margin, or below their place where
// there is no margin; tabs at the edge.
import { count, el, icon, say } from "../../charts/js/dom.js";

export class Drawing {
  /** @param {object} words @param {import("./anchors.js").Anchors} anchors @param {object|null} act edit and remove */
  constructor(words, anchors, act) {
    this.words = words;
    this.anchors = anchors;
    this.act = act;
    this.slot = document.querySelector("[data-cw-margin]");
    this.wide = window.matchMedia("(min-width: 64rem)");
    this.drawn = new Map();
    this.printing = false;
    this.wide.addEventListener("change", () => this.again());
    // On paper a note stands below its place.
    window.addEventListener("beforeprint", () => { this.printing = true; this.again(); });
    window.addEventListener("afterprint", () => { this.printing = false; this.again(); });
    window.addEventListener("resize", () => requestAnimationFrame(() => this.align()));
    window.addEventListener("load", () => this.align());
    document.addEventListener("toggle", () => this.align(), true);
    const opener = document.getElementById("ob-tabs-open");
    const sheet = document.getElementById("ob-tabs-sheet");
    opener.addEventListener("click", () => sheet.showModal());
    sheet.addEventListener("click", (event) => { if (event.target.closest("a")) sheet.close(); });
  }

  get inMargin() { return Boolean(this.slot) && this.wide.matches && !this.printing; }

  again() { this.drawn.clear(); this.draw(this.last ?? [], this.lastTabs ?? []); }

  draw(marks, tabs) {
    this.last = marks;
    this.lastTabs = tabs;
    const at = new Map();
    for (const mark of marks) {
      if (!at.has(mark.anchor)) at.set(mark.anchor, []);
      at.get(mark.anchor).push(mark);
    }
    for (const [anchor, elements] of this.anchors.places) {
      const here = at.get(anchor) ?? [];
      const sign = JSON.stringify([here, this.inMargin]);
      if ((this.drawn.get(anchor) ?? JSON.stringify([[], this.inMargin])) === sign) continue;
      this.drawn.set(anchor, sign);
      elements.forEach((element, number) => this.place(anchor, element, here, number === 0));
    }
    this.margin(at);
    this.edge(tabs);
  }

  place(anchor, element, marks, first) {
    const host = this.anchors.host(element);
    const highlight = marks.findLast((mark) => mark.kind === "highlight");
    const text = this.anchors.textOf(element);
    if (highlight) text.dataset.obColour = highlight.colour;
    else delete text.dataset.obColour;
    host.querySelector(":scope > .ob-badges")?.remove();
    for (const old of element.querySelectorAll(":scope > .ob-note, :scope > header > .ob-note")) old.remove();
    if (!marks.length) return;
    const notes = marks.filter((mark) => mark.kind === "note");
    const badges = el("span", { class: "ob-badges", translate: "no" });
    if (highlight) {
      badges.append(el("span", { class: "ob-badge" }, icon("ob-highlight"), el("span", { class: "visually-hidden" }, say(this.words.highlighted, this.words[`colour_${highlight.colour}`]))));
    }
    for (const mark of marks.filter((one) => one.kind === "tab")) {
      badges.append(el("span", { class: "ob-badge ob-badge-tab", "data-ob-colour": mark.colour }, icon("ob-tab"), mark.label));
    }
    if (this.inMargin) {
      for (const mark of notes) {
        badges.append(el("a", { class: "ob-badge ob-badge-note", href: `#ob-n-${mark.id}`, "aria-label": say(this.words.note_at, this.anchors.name(anchor)) }, icon("ob-note")));
      }
    } else if (first) {
      const after = element.querySelector(":scope > .cb-line-head, :scope > header > .cb-title");
      const boxes = notes.map((mark) => this.note(mark, false));
      if (after) after.after(...boxes);
      else element.append(...boxes);
    }
    if (!badges.childNodes.length) return;
    const button = this.anchors.buttonAt.get(element);
    if (button) button.before(badges); else host.append(badges);
  }

  note(mark, inMargin) {
    const name = this.anchors.name(mark.anchor);
    const { entry, word } = this.anchors.parts(mark.anchor);
    const head = el("a", { class: "ob-note-where", href: `#${this.target(mark.anchor)}`, translate: "no" }, el("span", { class: "code" }, entry), word ? ` ${word}` : "");
    const buttons = this.act && el(
      "span", { class: "ob-note-acts no-print" },
      el("button", { type: "button", class: "button button-small button-quiet", "aria-label": say(this.words.edit_note, name), onclick: () => this.act.edit(mark) }, this.words.edit),
      el("button", { type: "button", class: "button button-small button-quiet", "aria-label": say(this.words.remove_note, name), onclick: () => this.act.remove(mark) }, this.words.remove),
    );
    return el(
      inMargin ? "li" : "div", { class: "ob-note", id: `ob-n-${mark.id}`, role: inMargin ? null : "note", "aria-label": inMargin ? null : say(this.words.note_at, name) },
      inMargin ? head : el("span", { class: "ob-note-sign" }, icon("ob-note")), el("p", { translate: "no" }, mark.text), buttons,
    );
  }

  /** The id that leads to a place; the element is given one where the page gave it none. */
  target(anchor) {
    const element = this.anchors.places.get(anchor)?.[0];
    if (!element) return "";
    if (!element.id) element.id = `ob-${anchor.replace(/[^A-Za-z0-9.]+/g, "-")}`;
    return element.id;
  }

  margin(at) {
    if (!this.slot) return;
    const notes = [];
    if (this.inMargin) {
      for (const anchor of this.anchors.places.keys()) {
        for (const mark of at.get(anchor) ?? []) if (mark.kind === "note") notes.push(mark);
      }
    }
    const sign = JSON.stringify(notes);
    if (this.marginSign !== sign) {
      this.marginSign = sign;
      this.slot.querySelector(".ob-margin")?.remove();
      this.items = [];
      if (notes.length) {
        this.items = notes.map((mark) => [mark, this.note(mark, true)]);
        this.slot.append(el(
          "section", { class: "ob-margin", "aria-labelledby": "ob-margin-name" },
          el("h2", { id: "ob-margin-name", class: "ob-margin-name" }, this.words.margin_notes), el("ol", {}, ...this.items.map(([, item]) => item)),
        ));
      }
    }
    this.align();
  }

  /** Each note stands beside its place where the margin is free there; those further up stand in a list at its top. */
  align() {
    if (!this.items?.length) return;
    const columns = this.slot.closest(".cb-columns");
    if (!columns) return;
    const aside = this.slot.parentElement;
    columns.classList.add("ob-columns");
    for (const [, item] of this.items) { item.classList.remove("ob-beside"); item.style.removeProperty("top"); }
    columns.style.removeProperty("min-height");
    const top = columns.getBoundingClientRect().top;
    const places = this.items.map(([mark, item]) => ({
      item, y: this.anchors.textOf(this.anchors.places.get(mark.anchor)[0]).getBoundingClientRect().top - top,
    })).sort((a, b) => a.y - b.y);
    // From the last one up: a note leaves the list while its place lies below what then fills the margin.
    let first = places.length;
    while (first > 0) {
      const { item, y } = places[first - 1];
      item.classList.add("ob-beside");
      if (y >= aside.getBoundingClientRect().bottom - top) { first -= 1; continue; }
      item.classList.remove("ob-beside");
      break;
    }
    const heading = this.slot.querySelector(".ob-margin-name");
    heading.classList.toggle("visually-hidden", first === 0);
    let free = aside.getBoundingClientRect().bottom - top + 8;
    for (const { item, y } of places.slice(first)) {
      const at = Math.max(y, free);
      item.style.top = `${at}px`;
      free = at + item.offsetHeight + 8;
    }
    if (first < places.length) columns.style.minHeight = `${free}px`;
  }

  edge(tabs) {
    const rail = document.getElementById("ob-tabs");
    const opener = document.getElementById("ob-tabs-open");
    const sign = JSON.stringify(tabs);
    if (this.tabsSign === sign) return;
    this.tabsSign = sign;
    rail.hidden = opener.hidden = !tabs.length;
    document.body.classList.toggle("ob-with-tabs", tabs.length > 0);
    opener.lastElementChild.textContent = count(this.words, "tabs", tabs.length);
    const made = (long) => tabs.map((mark) => {
      const here = this.anchors.places.has(mark.anchor);
      const href = here ? `#${this.target(mark.anchor)}` : mark.href || "#";
      const name = here ? this.anchors.parts(mark.anchor).entry : mark.anchor.split("/")[1];
      const link = el("a", { href, "data-ob-colour": mark.colour, title: long ? null : `${mark.label} (${name})`, translate: "no" }, el("span", {}, mark.label), long && el("span", { class: "code" }, name));
      return el("li", {}, link);
    });
    rail.querySelector("ol").replaceChildren(...made(false));
    document.querySelector("#ob-tabs-sheet ol").replaceChildren(...made(true));
  }
}
