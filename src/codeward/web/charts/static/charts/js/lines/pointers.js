// The diagnoses that a service was done for: letters as on the CMS-1500 (item 24E), in the order of pressing, four at most.
import { announce, el, say } from "../dom.js";

export class Pointers {
  constructor(pane, line) {
    this.pane = pane;
    this.id = line.id;
    this.name = "pointers";
    this.group = el("div", { class: "pointers", role: "group", onkeydown: (event) => this.key(event) });
    this.node = el("div", { class: "line-field field-pointers" }, el("span", { class: "meta" }, pane.words.points), this.group);
  }

  /** The pointers whose diagnosis is there. */
  standing(line) { return line.pointers.filter((id) => this.pane.model.line(id)); }

  fill(line) {
    const { pane } = this;
    const { words } = pane;
    const chosen = this.standing(line);
    this.group.setAttribute("aria-label", say(words.points_of, pane.name(line)));
    const offered = pane.model.of("diagnosis").slice(0, pane.claim.most.letters);
    const at = Math.max(0, offered.findIndex((one) => one.id === this.at));
    this.group.replaceChildren(...(offered.length ? offered.map((one, place) => {
      const rank = chosen.indexOf(one.id) + 1;
      const said = `${pane.letter(one.id)}, ${one.code} ${pane.model.titles.get(one.code)?.description ?? ""}`;
      return el(
        "button", {
          type: "button", class: "point", "data-part": `point-${one.id}`, "data-diagnosis": one.id, title: said,
          tabindex: place === at ? "0" : "-1", "aria-pressed": String(rank > 0),
          "aria-label": rank ? say(words.pointer_rank, said, rank) : said, onclick: () => this.toggle(one.id),
        },
        pane.letter(one.id), rank && chosen.length > 1 ? el("sup", { "aria-hidden": "true" }, String(rank)) : null,
      );
    }) : [el("span", { class: "meta" }, words.points_none)]));
  }

  /** Point to a diagnosis, or no longer; `only` adds and never takes away. */
  toggle(id, only = false) {
    const { pane } = this;
    const line = pane.model.line(this.id);
    if (!line || !id) return;
    this.at = id;
    const now = this.standing(line);
    const there = now.includes(id);
    if (there && only) return;
    if (!there && now.length >= pane.claim.most.pointers) { announce(pane.words.points_most); pane.warn(pane.words.points_most); return; }
    const pointers = there ? now.filter((one) => one !== id) : [...now, id];
    pane.change([{ kind: "set_pointers", line: line.id, pointers }]);
    const letters = pointers.map((one) => pane.letter(one)).join(", ");
    announce(letters ? say(say(pane.words.points_set, pane.name(line)), letters) : say(pane.words.points_cleared, pane.name(line)));
  }

  /** The diagnosis with that number, from 1. */
  toggleNumber(number) { this.toggle(this.pane.model.of("diagnosis")[number - 1]?.id); }

  key(event) {
    const buttons = [...this.group.querySelectorAll("button")];
    const at = buttons.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    this.at = next.dataset.diagnosis;
    next.focus();
  }
}
