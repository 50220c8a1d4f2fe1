// A lesson: answers, where its reader is, words marked in a record, the codebook beside the text.
import { answers } from "./answers.js";
import { Beside } from "./beside.js";
import { writeHeaders } from "../ui/js/sending.js";

const root = document.querySelector(".reader");
const sections = [...root.querySelectorAll("[data-section]")];
const PAUSE = 2000; // a place is kept once it was looked at for that long
const AWAKE = 60_000;

// -- where one is ---------------------------------------------------------------------------------------------------
let here = null;
let timer = null;
let kept = "";

function keepPlace() {
  const section = here?.dataset.section;
  if (!section || document.visibilityState !== "visible") return;
  kept = section;
  const headers = { ...writeHeaders(), "Content-Type": "application/x-www-form-urlencoded" };
  fetch(root.dataset.place, { method: "POST", headers, body: new URLSearchParams({ section }), credentials: "same-origin", keepalive: true })
    .catch(() => { kept = ""; });
}

const rail = new Map([...root.querySelectorAll("[data-rail]")].map((li) => [li.dataset.rail, li.querySelector("a")]));
const next = document.querySelector("[data-next-part]");

function look() {
  const line = window.innerHeight / 3;
  const now = sections.filter((section) => section.getBoundingClientRect().top <= line).at(-1) ?? sections[0];
  if (now === here) return;
  here = now;
  for (const [slug, link] of rail) {
    if (slug === here.dataset.section) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const after = sections[sections.indexOf(here) + 1];
  next.hidden = !after;
  if (after) next.href = `#${after.id}`;
  clearTimeout(timer);
  timer = setTimeout(() => { if (here.dataset.section !== kept) keepPlace(); }, PAUSE);
}

let waiting = false;
const later = () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; look(); }); } };
window.addEventListener("scroll", later, { passive: true });
window.addEventListener("resize", later);
look();
// Reading is learning too: while something moves on the page, the server hears of it once a minute.
let moved = false;
for (const kind of ["scroll", "keydown", "pointerdown"]) window.addEventListener(kind, () => { moved = true; }, { passive: true });
setInterval(() => { if (moved) { moved = false; keepPlace(); } }, AWAKE);
for (const link of rail.values()) link.addEventListener("click", () => { const box = link.closest("[popover]"); if (box?.matches(":popover-open")) box.hidePopover(); });

// -- what was answered ----------------------------------------------------------------------------------------------
root.addEventListener("learn:shown", () => {
  const forms = [...root.querySelectorAll("form[data-ask][data-asked]")];
  const sum = (name) => forms.reduce((all, form) => all + Number(form.dataset[name] ?? 0), 0);
  const count = document.querySelector("[data-count]");
  count.textContent = count.dataset.said.replace("%n", String(sum("answered"))).replace("%m", String(sum("asked")));
  for (const section of sections) {
    const open = [...section.querySelectorAll("form[data-asked]")];
    const done = open.length > 0 && open.every((form) => form.dataset.answered === form.dataset.asked);
    rail.get(section.dataset.section)?.parentElement.classList.toggle("done", done);
  }
});

// -- words marked in a record ---------------------------------------------------------------------------------------
document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed) return;
  const node = chosen.anchorNode instanceof Element ? chosen.anchorNode : chosen.anchorNode?.parentElement;
  const record = node?.closest("[data-mark-from]");
  const field = record?.closest("form")?.querySelector("[data-mark-to]");
  if (field) field.value = chosen.toString().trim().slice(0, field.maxLength);
});

// -- the codebook beside the text -----------------------------------------------------------------------------------
const words = JSON.parse(root.querySelector("script[data-words]").textContent);
const beside = new Beside(document.getElementById("lesson-book"), words, (form, code) => answers?.reached(form, code));
root.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-lookup]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || !beside.fits()) return;
  event.preventDefault();
  beside.open(link.href, link.closest("form"), link);
});
