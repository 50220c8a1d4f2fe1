// What is improper in a query, told while it is written: the server's rules, asked when the writing rests.
import { writeHeaders } from "../../../ui/js/sending.js";
import { el } from "../dom.js";

const REST = 700;
const TIMEOUT = 10_000;

export class Hints {
  /** @param {{tools: object, given: object}} parts */
  constructor(parts) {
    Object.assign(this, parts);
    this.words = parts.given.words;
    this.asked = new Map(); // query → what was asked last, as text
    this.timers = new Map();
  }

  /** After each draw: ask about each query that has changed since. */
  look() {
    const standing = new Set(this.tools.model.queries.map((query) => query.id));
    for (const id of [...this.asked.keys()]) if (!standing.has(id)) this.asked.delete(id);
    for (const query of this.tools.model.queries) {
      const body = JSON.stringify(shape(query));
      if (this.asked.get(query.id) === body) continue;
      this.asked.set(query.id, body);
      clearTimeout(this.timers.get(query.id));
      this.timers.set(query.id, setTimeout(() => this.ask(query.id, body), REST));
    }
  }

  async ask(id, body) {
    const query = JSON.parse(body);
    if (!query.kind && !query.text) { this.show(id, []); return; }
    try {
      const response = await fetch(this.given.hints, {
        method: "POST", headers: writeHeaders(), body, credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT),
      });
      if (!response.ok || this.asked.get(id) !== body) return;
      this.show(id, (await response.json()).hints);
    } catch { /* away: nothing is told, and nothing is lost */ }
  }

  show(id, hints) {
    const box = this.tools.answer.queries.box(id);
    if (!box) return;
    let place = box.querySelector(".query-hints");
    if (!place) {
      place = el("div", { class: "query-hints", role: "status", hidden: true });
      box.querySelector(":scope > .button").before(place);
    }
    const said = hints.map((one) => one.change);
    if (place.dataset.said === JSON.stringify(said)) return;
    place.dataset.said = JSON.stringify(said);
    place.hidden = !said.length;
    place.replaceChildren(
      el("p", { class: "label" }, this.words.hints), el("ul", {}, ...said.map((text) => el("li", {}, text))),
    );
  }
}

/** A query as an answer holds it. */
function shape(query) {
  const spans = (list) => list.map(({ document, start, end }) => ({ document, start, end }));
  return {
    kind: query.kind, to: query.to, text: query.about.trim(), options: query.options,
    evidence: spans(query.evidence), indicators: spans(query.indicators),
  };
}
