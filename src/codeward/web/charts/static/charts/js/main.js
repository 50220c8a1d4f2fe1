// The workspace: three panes that talk through one answer.
import { Answer } from "./model.js";
import { AnswerPane } from "./answer.js";
import { Codebook } from "./codebook.js";
import { announce, count, el, narrow, say } from "./dom.js";
import { folding } from "./fold.js";
import { listen } from "./keys.js";
import { Record } from "./record.js";
import { Saving } from "./saving.js";
import { handIn } from "./submit.js";
import { splitter } from "./splitter.js";
import { modules } from "./tools/index.js";
import { toast } from "../../ui/js/toast.js";

const data = JSON.parse(document.getElementById("workspace-data").textContent);
const { words } = data;
const root = document.getElementById("workspace");
const panes = ["record", "codebook", "answer"];
const titles = new Map();
const model = new Answer(titles);
let held = null; // the words selected in the record
const watchers = []; // called when words were selected or let go of, or another pane is shown

const saving = new Saving(
  { chart: data.chart, startUrl: data.urls.start, state: data.state },
  {
    onAnswer: (said) => { model.confirm(said); draw(); answer.exempt(); },
    onPending: (operations) => { model.setPending(operations); draw(); },
    onStatus: showStatus,
    onRefused: (text) => toast(text, "error"),
    onClosed: () => toast(words.closed, "warning", {
      label: words.to_charts, run: () => window.location.assign(data.urls.list),
    }),
    onStranger: () => toast(words.stranger, "warning", {
      label: words.reload, run: () => window.location.reload(),
    }),
  },
);

const record = new Record(document.getElementById("pane-record"), {
  documents: data.documents, words, onSelection: (selection) => { held = selection; drawAttach(); },
});

const codebook = new Codebook(document.getElementById("pane-codebook"), {
  urls: data.urls, words, codingDate: data.coding_date, systems: data.claim.systems, titles, onAdd: add,
  onExchange: (line, code) => { if (narrow()) showPane("answer"); answer.exchange(line, code); },
});

const answer = new AnswerPane(document.getElementById("pane-answer"), {
  model, words, urls: data.urls, claim: data.claim, codingDate: data.coding_date, keys: data.keys, query: data.query,
  firstPrincipal: data.first_principal, change: (operations) => saving.change(operations),
  open: (line) => { showPane("codebook"); book.unfold(); codebook.openLine(line); },
  reveal: (evidence) => { showPane("record"); record.reveal(evidence); },
  prove: () => { showPane("record"); record.enter(); },
  onChosen: () => { drawMarks(); drawAttach(); },
});

const book = folding(root, codebook, words);

function add(code, system) {
  const evidence = held;
  answer.add(code, evidence, system);
  if (!codebook.opened) book.fold();
  if (evidence) { record.leave(); record.clearSelection(); }
}

function draw() {
  answer.draw();
  codebook.mark(new Set(model.lines.map((line) => line.code)));
  drawMarks();
  drawAttach();
  for (const place of document.querySelectorAll("[data-answer-count]")) {
    place.textContent = say(words.answer_count, "", model.lines.length);
  }
}

function drawMarks() {
  const chosen = answer.line?.id;
  const marks = [];
  for (const owner of [...model.lines, ...model.queries]) {
    for (const one of [...owner.evidence, ...(owner.indicators ?? [])]) {
      marks.push({
        document: one.document, start: one.start, end: one.end, code: owner.code ?? answer.queries.name(owner), lit: owner.id === chosen,
      });
    }
  }
  record.setMarks(marks);
}

/** The line that selected words go to first. While steps are shown, these name the line that lacks evidence. */
function best() { return (answer.quiet ? answer.lacking : null) ?? answer.line; }

/** What can be done with the selected words: attach them to a code or a query, or find a new code for them. */
function drawAttach() {
  const bar = document.getElementById("attach");
  bar.hidden = !held;
  for (const run of watchers) run();
  const waiting = document.getElementById("codebook-held");
  waiting.hidden = !held;
  if (!held) return;
  const { lacking } = answer;
  waiting.querySelector("q").textContent = held.quote;
  waiting.querySelector("[data-held-for]").textContent = lacking ? say(words.held_lacking, answer.name(lacking)) : words.held_next;
  const chosen = best();
  const order = [...model.lines].sort((a, b) => (b === chosen) - (a === chosen));
  const button = (label, run, primary = false, title = "") => el(
    "button", { type: "button", class: `button button-small${primary ? " button-primary" : ""}`, onclick: run },
    label, title ? el("span", { class: "attach-title" }, title) : null,
  );
  bar.querySelector("[data-buttons]").replaceChildren(
    ...order.map((line) => {
      const name = answer.name(line);
      return button(say(words.attach_to, name), () => attach({ line: line.id }, name), line === chosen, titles.get(line.code)?.description);
    }),
    ...model.queries.flatMap((query) => {
      const name = answer.queries.name(query);
      return [
        button(say(words.query_as_mention, name), () => attach({ query: query.id }, name)),
        button(say(words.query_as_indicator, name), () => attach({ query: query.id, part: "indicator" }, name)),
      ];
    }),
    button(words.new_code, () => { showPane("codebook"); codebook.focusSearch(true); }, !order.length),
  );
}

// A press on a button of the bar must not take the selection away before the click.
document.getElementById("attach").addEventListener("mousedown", (event) => event.preventDefault());
document.querySelector("#codebook-held button").addEventListener("click", () => record.clearSelection());

function attach(target, name) {
  if (!held) return;
  answer.attach(target, held, name);
  record.leave();
  record.clearSelection();
}

function showStatus(state, waiting) {
  const text = state === "not_saved" ? count(words, "not_saved", waiting) : words[state];
  for (const place of document.querySelectorAll("[data-save-state]")) {
    if (place.textContent !== text) place.textContent = text;
    place.dataset.saveState = state;
  }
}

function showPane(name, focus = false) {
  root.dataset.show = name;
  for (const tab of document.querySelectorAll("[data-pane-tab]")) {
    if (tab.dataset.paneTab === name) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
  for (const run of watchers) run();
  if (!focus) return;
  if (name === "record") record.focus();
  else if (name === "codebook") codebook.focus();
  else answer.focus();
}

function currentPane() {
  const inside = document.activeElement?.closest?.(".pane");
  return inside ? inside.id.replace("pane-", "") : null;
}

listen({
  keys: data.keys,
  actions: {
    search: () => { showPane("codebook"); codebook.focusSearch(); },
    evidence: () => { showPane("record"); record.enter(); },
    doubt: () => { if (currentPane() === "answer" && answer.chosen) answer.doubt(answer.chosen); },
    help: () => { const keys = document.getElementById("keys"); if (!keys.open) keys.showModal(); },
    pane: (step) => {
      const at = panes.indexOf(currentPane());
      showPane(panes[at < 0 ? 0 : (at + step + panes.length) % panes.length], true);
    },
    document: (number) => { showPane("record"); return record.showNumber(number); },
    save: async () => {
      answer.settle();
      announce((await saving.flush()) ? words.saved : count(words, "not_saved", saving.entries().length));
    },
    add: () => { if (codebook.opened) codebook.addOpened(); else codebook.addActive(); },
    escape: () => {
      if (record.mode) { record.leave(); record.clearSelection(); announce(words.evidence_off); return true; }
      if (held) { record.clearSelection(); return true; }
      if (book.can && document.activeElement === codebook.input) { book.fold(); showPane("answer", true); return true; }
      return false;
    },
    enter: (event) => {
      if (!record.mode || !held || !record.box.contains(event.target)) return false;
      const line = best();
      if (line) attach({ line: line.id }, answer.name(line));
      else { announce(words.choose_code); showPane("codebook"); codebook.focusSearch(true); }
      return true;
    },
  },
});

for (const tab of document.querySelectorAll("[data-pane-tab]")) {
  tab.addEventListener("click", () => showPane(tab.dataset.paneTab));
}
for (const bar of document.querySelectorAll('[role="separator"]')) splitter(bar, bar.parentElement);
for (const opener of document.querySelectorAll("[data-dialog]")) {
  opener.addEventListener("click", () => document.getElementById(opener.dataset.dialog).showModal());
}
// The words in hand, for who shows the next step: what they are, the line they go to, and when that changes.
const hand = {
  get words() { return held; },
  attach: (line) => attach({ line: line.id }, answer.name(line)),
  watch: (run) => { watchers.push(run); },
};
handIn({ model, saving, answer, words });
for (const register of modules) register({ record, codebook, answer, model, saving, words, data, showPane, hand });
window.addEventListener("pagehide", () => answer.settle());
// Back from the result: the page as it was left would show an attempt that is closed.
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
showPane(root.dataset.show);
saving.begin();
if (model.lines.length) book.fold();
for (const text of data.said) toast(text, "error");
root.dataset.ready = "yes";
