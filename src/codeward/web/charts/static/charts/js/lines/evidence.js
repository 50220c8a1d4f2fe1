// What a line or a query is based on: the words of the record that were marked for it.
import { announce, count, el, say } from "../dom.js";

/** Evidence of an owner, or as `more` says another `list` of words, such as a query's indicators. */
export function evidence(pane, owner, target, name, more = {}) {
  const { words } = pane;
  const { list, none, part, counted } = {
    list: owner.evidence, none: words.no_evidence, part: "evidence", counted: "evidence", ...more,
  };
  if (!list.length && !more.none) {
    return el("button", {
      type: "button", class: "link meta line-evidence", "data-kind": part, "data-part": part,
      "aria-label": say(words.prove, name), onclick: () => { pane.choose(owner.id); pane.prove(); },
    }, none);
  }
  if (!list.length) return el("span", { class: "meta line-evidence", "data-kind": part }, none);
  const key = `${owner.id}:${part}`;
  const box = el(
    "details", { class: "line-evidence", "data-kind": part, open: pane.opened.has(key) },
    el("summary", { class: "meta", "data-part": part }, count(words, counted, list.length)),
    el("ul", { class: "stack-tight" }, ...list.map((one) => el(
      "li", { class: "quote" },
      el("button", { type: "button", class: "quote-words", onclick: () => pane.reveal(one) }, one.quote),
      el("button", {
        type: "button", class: "button button-small button-quiet", "aria-label": `${words.take_off}: ${one.quote}`,
        onclick: () => {
          pane.change([{ kind: "detach_evidence", ...target, evidence: one.id }]);
          announce(say(words.detached, name));
        },
      }, words.take_off),
    ))),
  );
  box.addEventListener("toggle", () => { if (box.open) pane.opened.add(key); else pane.opened.delete(key); });
  return box;
}
