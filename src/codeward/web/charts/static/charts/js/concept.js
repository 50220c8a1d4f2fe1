// An opened entry of the book: where it stands, its 7th characters, its instructions, what lies below it.
import { el, say } from "./dom.js";

/**
 * @param {{words: object, urls: object, dot: Function, open: Function, add: Function, back: Function,
 *   line: {id: string, code: string}|null, exchange: Function, label: (button: Element) => void}} tools
 */
export function drawConcept(box, entry, tools) {
  const { words } = tools;
  const level = (one) => el(
    "li", {}, el(
      "button", { type: "button", class: "code", title: one.description, onclick: () => tools.open(one.code) },
      entry.system === "icd10cm" && /^\d+$/.test(one.code) ? say(words.chapter, one.code) : one.code,
    ),
  );
  const parts = [
    el(
      "div", { class: "entry-top" },
      el("button", { type: "button", class: "button button-small", onclick: tools.back }, box.dataset.back),
      el("ol", { class: "breadcrumb", "aria-label": box.dataset.ancestors }, ...entry.ancestors.map(level)),
    ),
    el(
      "h3", { tabindex: "-1", class: "entry-title" },
      el("span", { class: "code code-large" }, entry.code), " ", el("span", {}, entry.description),
    ),
    entry.why ? el("p", { class: "meta entry-why" }, entry.why) : "",
  ];
  if (entry.seventh.length) parts.push(seventh(entry, tools));
  else {
    const act = entry.billable ? actions(tools) : null;
    act?.choose(entry.code);
    parts.push(el(
      "div", { class: "row" }, tools.dot(entry.billable), entry.gloss ? el("span", { class: "chip" }, words.own_words) : null,
      ...(act ? act.buttons : [el("span", { class: "meta" }, entry.missing ?? "")]),
    ));
  }
  if (entry.facts.length) parts.push(facts(entry, tools));
  parts.push(...entry.instructions.map((group) => instruction(group, tools)));
  if (entry.children.length) parts.push(below(entry, tools));
  box.replaceChildren(...parts);
}

/** The buttons that put a code into the answer: added, or in place of the line's code that was opened. */
function actions(tools) {
  const { words, line } = tools;
  const button = (run, primary) => el(
    "button", { type: "button", class: `button button-small${primary ? " button-primary" : ""}`, onclick: run },
  );
  let code = null;
  const add = button(() => { if (code && !add.hasAttribute("aria-disabled")) tools.add(code); }, !line);
  const exchange = line ? button(() => { if (code) tools.exchange(code); }, true) : null;
  const choose = (wanted) => {
    code = wanted;
    add.dataset.adds = wanted ?? "";
    if (wanted) tools.label(add);
    add.hidden = !wanted || wanted === line?.code;
    if (!exchange) return;
    exchange.textContent = say(say(words.exchange, line.code), wanted);
    exchange.hidden = !wanted || wanted === line.code;
  };
  choose(null);
  return { buttons: exchange ? [exchange, add] : [add], choose };
}

function seventh(entry, tools) {
  const chosen = entry.seventh.find((one) => one.code === entry.code) ?? null;
  const act = actions(tools);
  const wanted = () => form.querySelector("input:checked")?.value;
  const form = el(
    "fieldset", { class: "seventh" }, el("legend", { class: "label" }, tools.words.choose_seventh),
    el("div", { class: "row seventh-act" }, ...act.buttons),
    ...entry.seventh.map((one) => el(
      "label", {},
      el("input", {
        type: "radio", name: "seventh", value: one.code, checked: one === chosen, onchange: () => act.choose(one.code),
      }),
      el("span", { class: "code" }, one.character), el("span", {}, one.meaning), el("span", { class: "code meta" }, one.code),
    )),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || !wanted() || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    act.buttons[0].click();
  });
  if (chosen) act.choose(chosen.code);
  return form;
}

/** What the book knows of a procedure code: units, indicators, the meaning of the seven characters. */
function facts(entry, tools) {
  const said = (one) => [
    ...one.codes.map((code) => el("button", { type: "button", class: "code", onclick: () => tools.open(code) }, code)),
    one.value ? el("span", { class: entry.system === "icd10pcs" ? "code" : null }, one.value) : null,
    one.value && one.meaning ? " " : null, one.meaning || null,
  ];
  return el("dl", { class: "entry-facts dense" }, ...entry.facts.map((one) => el(
    "div", {}, el("dt", {}, one.label), el("dd", {}, ...said(one).filter(Boolean)),
  )));
}

function instruction(group, tools) {
  const { words } = tools;
  const from = group.own ? words.from_own : null;
  return el(
    "section", { class: `instruction instruction-${group.kind}` },
    el(
      "h4", {}, words[group.kind] ?? group.kind, " ",
      from ? el("span", { class: "from" }, from)
        : el("span", { class: "from" }, ...linked(say(words.from, group.from), [{ text: group.from, first: group.from }], tools)),
    ),
    el("ul", {}, ...group.items.map((item) => el("li", {}, ...linked(whole(item.text, group.kind, words), item.references, tools)))),
    group.authority ? authority(group.authority, tools) : null,
  );
}

/** The official text goes on from the instruction's name where it begins with a comma. */
const whole = (text, kind, words) => (text.startsWith(",") ? `${words[kind]}${text}` : text);

/** The text with each reference in it as a button that opens what it names. */
function linked(text, references, tools) {
  const parts = [];
  let done = 0;
  for (const reference of references) {
    const at = text.indexOf(reference.text, done);
    if (at < 0 || !reference.first) continue;
    parts.push(text.slice(done, at));
    const code = reference.first.replace(/[.-]+$/, "");
    parts.push(el("button", { type: "button", class: "code", onclick: () => tools.open(code) }, reference.text));
    done = at + reference.text.length;
  }
  parts.push(text.slice(done));
  return parts;
}

/** The guideline paragraph beside the instruction, fetched when it is opened. */
function authority(name, tools) {
  const text = el("p", { class: "meta" });
  const box = el("details", { class: "authority" }, el("summary", { class: "meta" }, say(tools.words.guideline, name)), text);
  box.addEventListener("toggle", async () => {
    if (!box.open || text.textContent) return;
    try {
      const response = await fetch(`${tools.urls.citation}?${new URLSearchParams({ c: name })}`, { credentials: "omit" });
      const found = await response.json();
      const page = el("a", { href: found.href, target: "_blank", rel: "noopener" }, name);
      text.replaceChildren(el("b", {}, `${found.title}. `), `${found.text} `, page);
    } catch { text.textContent = tools.words.search_failed; }
  });
  return box;
}

function below(entry, tools) {
  return el(
    "section", { class: "stack-tight" }, el("h4", { class: "label" }, tools.words.below),
    el("ul", { class: "concepts" }, ...entry.children.map((one) => el(
      "li", {},
      el(
        "button", { type: "button", class: "concept concept-button", onclick: () => tools.open(one.code) },
        el("span", { class: "code" }, one.code), el("span", { class: "title" }, one.description), tools.dot(one.billable),
      ),
    ))),
  );
}
