// Handing in: told once what will be graded, everything saved first, then a plain form goes to the result.
import { count, el, say } from "./dom.js";
import { toast } from "../../ui/js/toast.js";

/** @param {{model: object, saving: object, answer: object, words: object}} given */
export function handIn({ model, saving, answer, words }) {
  const dialog = document.getElementById("hand-in");
  const form = dialog.querySelector("form[data-submit]");
  for (const opener of document.querySelectorAll("[data-hand-in]")) {
    opener.addEventListener("click", () => {
      answer.settle();
      dialog.querySelector("[data-summary]").replaceChildren(...summary(model, words).map((text) => el("li", {}, text)));
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

function summary(model, words) {
  const told = [model.lines.length ? count(words, "codes", model.lines.length) : words.no_codes];
  const asked = model.queries.filter((query) => query.kind || query.about.trim());
  if (asked.length) told.push(count(words, "queries", asked.length));
  const unfinished = model.queries.filter((query) => !query.kind || !query.evidence.length).length;
  if (unfinished) told.push(count(words, "queries_unfinished", unfinished));
  const bare = model.lines.filter((line) => !line.evidence.length).map((line) => line.code);
  if (bare.length) told.push(say(words.without_evidence, bare.join(", ")));
  const doubts = model.lines.filter((line) => line.doubt).map((line) => line.code);
  if (doubts.length) told.push(say(words.with_doubt, doubts.join(", ")));
  return told;
}
