// The room of a sitting. Every question is fetched once, so that going from one to another needs no network; every change
// is kept on this device and sent at once; the clock is the school's. Without script the same pages work as plain forms.
import { Beside } from "../courses/beside.js";
import { toast } from "../ui/js/toast.js";
import { Question } from "./question.js";
import { Saver } from "./saver.js";

const root = document.querySelector("[data-room], [data-exam-review]");
const words = JSON.parse(document.getElementById("exam-words").textContent);
const saver = new Saver(root, words);
const timer = root.querySelector("[data-timer]");
const room = root.matches("[data-room]");
const questions = new Map();
const PAUSE = 700; // typing is sent once it rests for that long
let here = room ? Number(root.dataset.here) : 0;
let leaving = false;

const toResult = () => { leaving = true; window.location.assign(root.dataset.result); };

saver.addEventListener("told", ({ detail }) => {
  if (detail.state !== "open") { toResult(); return; }
  if (timer && detail.left !== null) timer.dispatchEvent(new CustomEvent("timer:set", { bubbles: true, detail: { left: detail.left, paused: detail.paused } }));
});
saver.addEventListener("closed", ({ detail }) => { toast(`${detail.error}. ${detail.way_out}`, "warning"); setTimeout(toResult, 1500); });
document.addEventListener("timer:over", () => { keepAll(); saver.say(words.over); setTimeout(async () => { await saver.flush(); await saver.ask(); }, 1200); setTimeout(() => saver.ask(), 7000); });
document.addEventListener("timer:wake", () => { saver.flush(); saver.ask(); });

// -- what is kept ---------------------------------------------------------------------------------------------------------
const pending = new Map(); // what is being typed, by place
saver.typing = () => pending.size > 0;

function keep(question) {
  clearTimeout(pending.get(question.place));
  pending.delete(question.place);
  const change = question.change();
  if (change) saver.keep(change); else saver.status();
  drawCell(question);
}

function keepAll() { for (const one of questions.values()) keep(one); }

function later(question) {
  clearTimeout(pending.get(question.place));
  pending.set(question.place, setTimeout(() => keep(question), PAUSE));
  saver.status();
}

function drawCell(question) {
  const cell = root.querySelectorAll("[data-cells] a")[question.place - 1];
  if (!cell) return;
  cell.classList.toggle("cell-answered", question.answered);
  cell.classList.toggle("cell-flagged", question.flagged);
  const said = [words.cell.replace("%n", String(question.place)), question.answered ? words.answered : words.open];
  if (question.flagged) said.push(words.flagged);
  cell.setAttribute("aria-label", said.join(", "));
  const cells = [...root.querySelectorAll("[data-cells] a")];
  const many = [cells.filter((one) => one.matches(".cell-answered")).length, cells.filter((one) => !one.matches(".cell-answered")).length, cells.filter((one) => one.matches(".cell-flagged")).length];
  root.querySelectorAll(".cells-legend dd").forEach((dd, n) => { dd.textContent = String(many[n]); });
}

function take(section) {
  const made = new Question(section);
  questions.set(made.place, made);
  for (const [, kept] of saver.waiting()) if (kept.place === made.place) made.put(kept);
  drawCell(made);
}

if (room) {
  for (const section of root.querySelectorAll(".exam-q")) take(section);
  fetchAll();
}
saver.addEventListener("older", ({ detail }) => {
  questions.get(detail.place)?.put(detail.row);
  if (questions.has(detail.place)) drawCell(questions.get(detail.place));
  paint();
  toast(words.older.replace("%n", String(detail.place)), "warning");
});
saver.status();
saver.flush();

/** The other questions, once: they wait hidden, in their order. */
async function fetchAll() {
  if (!here) return;
  try {
    const response = await fetch(root.dataset.all, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html"); // inert: no script of it runs
    const box = root.querySelector("[data-questions]");
    const mine = box.querySelector(".exam-q");
    for (const section of page.querySelectorAll(".exam-q")) {
      const place = Number(section.dataset.place);
      if (place === here) continue;
      section.hidden = true;
      alone(section, place);
      if (place < here) box.insertBefore(section, mine); else box.append(section);
      take(section);
    }
    root.dataset.ready = "1";
  } catch { /* offline: links load the pages later */ }
}

/** On a page of its own a question has the buttons to go on. */
function alone(section, place) {
  const go = root.querySelector(".exam-go").cloneNode(true);
  const [back, next] = go.querySelectorAll("button");
  back.disabled = place === 1;
  section.querySelector(".exam-go").replaceWith(go);
  section.querySelector(".exam-q-title").classList.add("exam-q-alone");
  next.firstChild.textContent = place === Number(root.dataset.count) ? words.to_review : words.to_next;
}

// -- going from one to another --------------------------------------------------------------------------------------------
function show(place, push = true) {
  const next = questions.get(place);
  if (!here || !next) return false;
  const old = questions.get(here);
  if (old) { keep(old); old.section.hidden = true; }
  next.section.hidden = false;
  here = place;
  root.querySelectorAll("[data-cells] a").forEach((cell, n) => { if (n + 1 === place) cell.setAttribute("aria-current", "step"); else cell.removeAttribute("aria-current"); });
  const url = root.querySelectorAll("[data-cells] a")[place - 1].href;
  if (push) window.history.pushState({ place }, "", url);
  const title = words.place.replace("%n", String(place)).replace("%m", root.dataset.count);
  document.title = document.title.replace(/^[^,·]*/, title);
  const head = next.section.querySelector(".exam-q-title");
  head.tabIndex = -1;
  head.focus();
  next.section.scrollIntoView({ block: "nearest" });
  paint();
  return true;
}

async function leave(url) {
  keepAll();
  leaving = true;
  await Promise.race([saver.flush(), new Promise((done) => { setTimeout(done, 2000); })]);
  window.location.assign(url);
}

window.addEventListener("popstate", (event) => { if (!event.state || !show(event.state.place, false)) window.location.reload(); });
if (room && here) window.history.replaceState({ place: here }, "");

root.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-question]");
  if (!form) return;
  event.preventDefault();
  const place = Number(form.closest(".exam-q").dataset.place);
  keep(questions.get(place));
  const step = Number(event.submitter?.dataset.go ?? 0);
  if (!step) return;
  if (step > 0 && place === Number(root.dataset.count)) { leave(root.dataset.review); return; }
  if (!show(place + step)) leave(root.querySelectorAll("[data-cells] a")[place + step - 1].href);
});

root.addEventListener("click", (event) => {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const cell = event.target.closest("[data-cells] a");
  if (cell) {
    const place = [...root.querySelectorAll("[data-cells] a")].indexOf(cell) + 1;
    if (!here) { const to = document.getElementById(`q${place}`); if (to) { event.preventDefault(); to.scrollIntoView(); to.querySelector("input, select, textarea")?.focus({ preventScroll: true }); } return; }
    if (questions.has(place)) { event.preventDefault(); show(place); return; }
    event.preventDefault();
    leave(cell.href);
    return;
  }
  const link = event.target.closest("[data-to-review], a[data-plain]");
  if (link) { event.preventDefault(); leave(link.href); return; }
  const question = questions.get(Number(event.target.closest(".exam-q")?.dataset.place));
  if (!question) return;
  if (event.target.closest("[data-add-line]")) question.addLine().querySelector("[data-field]").focus();
  if (event.target.closest("[data-highlight]") && question.highlight()) { keep(question); paint(); }
  if (event.target.closest("[data-highlight-clear]")) { question.marks = []; keep(question); paint(); }
});

root.addEventListener("input", (event) => {
  const question = questions.get(Number(event.target.closest(".exam-q")?.dataset.place));
  if (!question) return;
  if (event.target.matches("input[type=radio], input[type=checkbox], select")) keep(question);
  else later(question);
});

// -- highlights, keys, the books ------------------------------------------------------------------------------------------
function paint() {
  if (!globalThis.CSS?.highlights) return;
  const shown = [...questions.values()].filter((one) => !one.section.hidden);
  CSS.highlights.set("exam-mine", new Highlight(...shown.flatMap((one) => one.ranges())));
}
paint();

root.addEventListener("keydown", (event) => {
  const section = event.target.closest(".exam-q");
  if (!section || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const question = questions.get(Number(section.dataset.place));
  const options = [...section.querySelectorAll(`input[name="${question.name}"]`)];
  if (/^[1-9]$/.test(event.key) && question.kind !== "query" && options[event.key - 1]) { options[event.key - 1].focus(); options[event.key - 1].click(); }
  else if (event.key === "n" && here) section.querySelector("[data-go='1']").click();
  else if (event.key === "p" && here) section.querySelector("[data-go='-1']").click();
  else if (event.key === "f") question.form.elements[`${question.name}-flag`].click();
  else if (event.key === "h") section.querySelector("[data-highlight]").click();
  else return;
  event.preventDefault();
});

/** The books beside the question: a search of one's own, since the pages in the pane leave theirs out. */
class Books extends Beside {
  head() {
    const head = super.head();
    const form = document.createElement("form");
    form.action = new URL(this.first, window.location.href).pathname;
    form.className = "exam-book-find";
    const on = new URL(this.first, window.location.href).searchParams.get("on");
    const field = document.createElement("input");
    Object.assign(field, { type: "search", name: "q", className: "input", autocomplete: "off", value: this.at.searchParams.get("q") ?? "" });
    field.setAttribute("aria-label", this.words.search);
    const day = Object.assign(document.createElement("input"), { type: "hidden", name: "on", value: on });
    const go = Object.assign(document.createElement("button"), { className: "button button-small", textContent: this.words.find });
    form.append(field, day, go);
    head.append(form);
    return head;
  }
}

const pane = document.getElementById("exam-book");
if (pane) {
  const beside = new Books(pane, words, () => {});
  root.querySelector("[data-book]").addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || !beside.fits()) return;
    event.preventDefault();
    beside.open(event.currentTarget.href, root.querySelector(".exam-q:not([hidden]) form"), event.currentTarget);
  });
}

// -- the time at each question, and leaving -------------------------------------------------------------------------------
let since = performance.now();
setInterval(() => {
  const now = performance.now();
  const gone = Math.min((now - since) / 1000, 5);
  since = now;
  if (document.visibilityState !== "visible") return;
  const at = here ? questions.get(here) : questions.get(Number(document.activeElement?.closest(".exam-q")?.dataset.place));
  if (at) at.seconds += gone;
}, 1000);
setInterval(() => { if (room && here && questions.has(here)) keep(questions.get(here)); }, 30_000);
window.addEventListener("pagehide", () => { if (!leaving) keepAll(); });

const review = root.matches("[data-exam-review]") ? root.querySelector("form") : null;
review?.addEventListener("submit", async (event) => {
  if (!saver.waiting().length || review.dataset.sent) return;
  event.preventDefault(); // what this device still holds goes first
  await saver.flush();
  if (saver.waiting().length) return;
  review.dataset.sent = "1";
  review.requestSubmit(event.submitter);
});
