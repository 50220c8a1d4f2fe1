// One's own book on a page of the codebook: mark entries, instructions and terms, and see the marks again.
import { count, say } from "../../charts/js/dom.js";
import { toast } from "../../ui/js/toast.js";
import { Anchors } from "./anchors.js";
import { Dialog } from "./dialog.js";
import { Drawing } from "./draw.js";
import { Store } from "./store.js";

const data = JSON.parse(document.getElementById("ob-data").textContent);
const { words, allowed } = data;
let store = null;
let dialog = null;

const anchors = new Anchors(words, data.systems, allowed ? null : (anchor) => open(anchor));
const drawing = new Drawing(words, anchors, allowed ? null : { edit: (mark) => open(mark.anchor, mark), remove });

function announce(text) {
  const region = document.getElementById("ob-announcer");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 30);
}

const marksAt = (anchor) => [...store.marks().values()].filter((mark) => mark.anchor === anchor);

function open(anchor, editing = null) { dialog.open(anchor, marksAt(anchor), editing); }

function put(anchor, content, known) {
  store.put(anchor, content, known);
  if (content.kind === "highlight") announce(say(words.highlight_on, words[`colour_${content.colour}`]));
  else if (content.kind === "note") announce(words.note_saved);
  else announce(say(words.tab_saved, content.label));
}

/** Take marks out; Undo stays until it is dismissed. */
function remove(...marks) {
  store.remove(...marks);
  const [mark] = marks;
  const said = { highlight: words.highlight_off, note: words.note_removed, tab: say(words.tab_removed, mark.label) }[mark.kind];
  toast(said, "info", { label: words.undo, run: () => { for (const one of marks) store.restore(one); announce(words.restored); } });
}

function showStatus(state, number) {
  const place = document.getElementById("ob-status");
  const text = state === "not_saved" || state === "waiting" ? count(words, state, number) : words[state];
  const was = place.dataset.state;
  place.dataset.state = state;
  place.hidden = state === "saved";
  if (place.textContent !== text) place.textContent = text;
  if (state !== was && (state === "not_saved" || (was === "not_saved" && state === "saved"))) announce(text);
}

function refused(change, problem) {
  const reason = problem.way_out ? `${problem.error}. ${problem.way_out}` : problem.error;
  const text = change.content?.text;
  const again = text && anchors.places.has(change.content.anchor) && {
    label: words.write_again, run: () => { dialog.drafts.set(change.content.anchor, text); open(change.content.anchor); },
  };
  toast(say(words.refused, reason), "error", again || undefined);
}

/** The key marks where one is: the place that has the focus, else that under the pointer, else it goes to the button. */
function keys(event) {
  if (!data.keys.on || event.key !== data.keys.keys.mark || event.defaultPrevented || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const focused = event.target.closest?.("[data-cw-anchor]");
  const button = (focused && anchors.at(event.target)) || anchors.at([...document.querySelectorAll("[data-cw-anchor]:hover")].at(-1) ?? document.body);
  event.preventDefault();
  if (button) { anchors.stop(button); button.focus(); open(button.obAnchor); } else anchors.current?.focus();
}

function begin() {
  if (allowed) {
    drawing.draw(allowed.marks, allowed.tabs);
  } else if (anchors.places.size) {
    store = new Store(data, anchors.prefixes(), {
      onMarks: (marks) => drawing.draw([...marks.values()], store.allTabs()),
      onStatus: showStatus,
      onRefused: refused,
      onGone: () => toast(words.gone, "warning"),
      onCopied: () => toast(words.copied, "warning"),
      onWhy: (text) => toast(text, "warning"),
      onUnread: () => toast(words.not_read, "warning"),
    });
    dialog = new Dialog(data, anchors, { put, remove, drop: (...marks) => store.remove(...marks) });
    document.addEventListener("keydown", keys);
    store.begin();
  }
  document.documentElement.dataset.obReady = "";
}

begin();
