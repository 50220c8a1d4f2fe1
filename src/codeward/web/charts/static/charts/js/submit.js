// Handing in: told once what will be graded, everything saved first, then a plain form goes to the result.
import { count, el, say } from "./dom.js";
import { lacking } from "./lines/fields.js";
import { toast } from "../../ui/js/toast.js";

/** @param {{model: object, saving: object, answer: object, words: object}} given */
export function handIn({ model, saving, answer, words }) {
  const dialog = document.getElementById("hand-in");
  const form = dialog.querySelector("form[data-submit]");
  for (const opener of document.querySelectorAll("[data-hand-in]")) {
    opener.addEventListener("click", () => {
      answer.settle();
      dialog.querySelector("[data-summary]").replaceChildren(...summary(model, words, answer).map((text) => el("li", {}, text)));
      dialog.showModal();
    });
  }
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    if (form.dataset.ready) return;
    event.preventDefault();
    const sent = (await saving.flush()) && (saving.state || (await saving.start().catch(() => false)));
    if (!sent) {
      dialog.close();
      toast(saving.entries().length ? count(words, "not_saved", saving.entries().length) : words.server_away, "warning");
      return;
    }
    form.action = saving.state.submit_url;
    form.dataset.ready = "yes";
    form.submit();
  });
}

/** How many lines each section has; of a list of diagnoses, how many codes. */
function counted(model, words, answer) {
  if (!model.lines.length) return [words.no_codes];
  if (!answer.claim.more) return [count(words, "codes", model.lines.length)];
  return [...answer.lists.keys()].map((kind) => count(words, `count_${kind}`, answer.section(kind).length));
}

/** The lines that lack what the chart asks of them, one sentence for each thing that is lacking. */
function gaps(model, words, answer) {
  const names = new Map();
  for (const line of model.lines) {
    for (const what of lacking(answer.claim, line, model)) names.set(what, [...(names.get(what) ?? []), answer.name(line)]);
  }
  return [...names].map(([what, lines]) => say(words[`lacks_${what}`], lines.join("; ")));
}

function summary(model, words, answer) {
  const told = [...counted(model, words, answer), ...gaps(model, words, answer)];
  const asked = model.queries.filter((query) => query.kind || query.about.trim());
  if (asked.length) told.push(count(words, "queries", asked.length));
  const unfinished = model.queries.filter((query) => !query.kind || !query.evidence.length).length;
  if (unfinished) told.push(count(words, "queries_unfinished", unfinished));
  const bare = model.lines.filter((line) => !line.evidence.length).map((line) => answer.name(line));
  if (bare.length) {
    told.push(say(bare.length === 1 ? words.without_evidence_one : words.without_evidence, bare.join(", "), bare.length));
  }
  const doubts = model.lines.filter((line) => line.doubt).map((line) => answer.name(line));
  if (doubts.length) told.push(say(words.with_doubt, doubts.join(", ")));
  return told;
}
