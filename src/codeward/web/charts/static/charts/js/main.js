// The workspace: three panes that talk through one answer.
import { Answer } from "./model.js";
import { AnswerPane } from "./answer.js";
import { Codebook } from "./codebook.js";
import { announce, count, el, say } from "./dom.js";
import { listen } from "./keys.js";
import { Record } from "./record.js";
import { Saving } from "./saving.js";
import { splitter } from "./splitter.js";
import { toast } from "../../ui/js/toast.js";

const data = JSON.parse(document.getElementById("workspace-data").textContent);
const { words } = data;
const root = document.getElementById("workspace");
const panes = ["record", "codebook", "answer"];
const titles = new Map();
const model = new Answer(titles);
let held = null; // the words selected in the record

const saving = new Saving(
  { chart: data.chart, startUrl: data.urls.start, state: data.state },
  {
    onAnswer: (answer) => { model.confirm(answer); draw(); },
    onPending: (operations) => { model.setPending(operations); draw(); },
    onStatus: showStatus,
    onRefused: (text) => toast(text, "error"),
    onClosed: () => toast(words.closed, "warning"),
  },
);

const record = new Record(document.getElementById("pane-record"), {
  documents: data.documents, words, onSelection: (selection) => { held = selection; drawAttach(); },
});

const codebook = new Codebook(document.getElementById("pane-codebook"), {
  urls: data.urls, words, codingDate: data.coding_date, titles, onAdd: add,
});

const answer = new AnswerPane(document.getElementById("pane-answer"), {
  model, words, firstPrincipal: data.first_principal, change: (operations) => saving.change(operations),
  open: (code) => { showPane("codebook"); codebook.open(code); },
  reveal: (evidence) => { showPane("record"); record.reveal(evidence); },
  onChosen: () => { drawMarks(); drawAttach(); },
});

function add(code) {
  const evidence = held;
  answer.add(code, evidence);
  if (evidence) { record.leave(); record.clearSelection(); }
  toast(say(words.added, code, model.lines.findIndex((line) => line.code === code) + 1), "success");
}

function draw() {
  answer.draw();
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
    for (const one of owner.evidence) {
      marks.push({
        document: one.document, start: one.start, end: one.end, code: owner.code ?? words.query, lit: owner.id === chosen,
      });
    }
  }
  record.setMarks(marks);
}

/** What can be done with the selected words: attach them to a code or a query, or find a new code for them. */
function drawAttach() {
  const bar = document.getElementById("attach");
  bar.hidden = !held;
  if (!held) return;
  const chosen = answer.line;
  const order = [...model.lines].sort((a, b) => (b === chosen) - (a === chosen));
  const button = (label, run, primary = false) => el(
    "button", { type: "button", class: `button button-small${primary ? " button-primary" : ""}`, onclick: run }, label,
  );
  bar.querySelector("[data-buttons]").replaceChildren(
    ...order.map((line) => button(say(words.attach_to, line.code), () => attach({ line: line.id }, line.code), line === chosen)),
    ...model.queries.map((query) => button(say(words.attach_to, words.query), () => attach({ query: query.id }, words.query))),
    button(words.new_code, () => { showPane("codebook"); codebook.focusSearch(true); }, !order.length),
  );
}

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
  if (focus) document.querySelector(`#pane-${name} h2`).focus();
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
    help: () => document.getElementById("keys").showModal(),
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
      return false;
    },
    enter: (event) => {
      if (!record.mode || !held || !record.box.contains(event.target)) return false;
      const line = answer.line;
      if (line) attach({ line: line.id }, line.code);
      else { announce(words.choose_code); showPane("codebook"); codebook.focusSearch(true); }
      return true;
    },
  },
});

for (const tab of document.querySelectorAll("[data-pane-tab]")) {
  tab.addEventListener("click", () => showPane(tab.dataset.paneTab, true));
}
for (const bar of document.querySelectorAll('[role="separator"]')) splitter(bar, bar.parentElement);
for (const opener of document.querySelectorAll("[data-dialog]")) {
  opener.addEventListener("click", () => document.getElementById(opener.dataset.dialog).showModal());
}
for (const form of document.querySelectorAll("form[data-submit]")) {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    answer.settle();
    if (!model.lines.length && !model.queries.length && !window.confirm(words.submit_empty)) return;
    const sent = (await saving.flush()) && (saving.state || (await saving.start().catch(() => false)));
    if (!sent) { toast(count(words, "not_saved", saving.entries().length), "warning"); return; }
    form.action = saving.state.submit_url;
    form.dataset.ready = "yes";
    form.submit();
  });
}
window.addEventListener("pagehide", () => answer.settle());
showPane(root.dataset.show);
saving.begin();
root.dataset.ready = "yes";
