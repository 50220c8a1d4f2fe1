// Answers of a lesson or a drill. Each is kept on this device until the server has it, is sent under a key of its own
// (so that twice sent is once answered), and its question is then shown as the server says it stands. Without script
// the same forms are sent the plain way.
import { KEPT, Outbox } from "../ui/js/outbox.js";
import { newId, renewToken, writeHeaders } from "../ui/js/sending.js";
import { toast } from "../ui/js/toast.js";

const RETRY = [500, 1000, 2000, 5000, 10000];
const TIMEOUT = 15_000;
const FORM = "form[data-ask]";

const DRILL = "form.lesson-drill-form";
const left = (ask) => `codeward:drill:${location.pathname}${location.search}:${ask}`;

/** Where the open question of a drill can be had again; nothing once it was answered. Kept until the tab is closed. */
function keep(form) {
  const open = form.querySelector(".ask-open") && !form.querySelector("[data-next]");
  try {
    if (open) sessionStorage.setItem(left(form.dataset.ask), form.dataset.state);
    else sessionStorage.removeItem(left(form.dataset.ask));
  } catch { /* the device keeps nothing */ }
}

function read(ask) {
  try { return sessionStorage.getItem(left(ask)); } catch { return null; }
}

export class Answers {
  /** @param {HTMLElement} root holds the forms; its data: of (what they are of), owner (who answers), words */
  constructor(root) {
    this.root = root;
    this.owner = root.dataset.owner;
    this.words = JSON.parse(root.querySelector("script[data-words]").textContent);
    this.outbox = new Outbox(`${KEPT.answer}${root.dataset.of}:`);
    this.failures = 0;
    this.running = null;
    root.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => { if (this.waiting().length) { this.failures += 1; this.status(); } });
    window.addEventListener("storage", (event) => this.other(event));
    this.status();
    if (this.waiting().length) this.flush();
    for (const form of root.querySelectorAll(DRILL)) this.goOn(form);
  }

  /** A drill goes on with the question that was open when its page was left, to look something up or by mistake. */
  async goOn(form) {
    const left = read(form.dataset.ask);
    if (!left) { keep(form); return; }
    try {
      const response = await fetch(left, { credentials: "same-origin", headers: { "X-Part": "1" } });
      if (response.ok) this.show(form.dataset.ask, await response.text(), false);
    } catch { /* offline: the page has a question of its own */ }
  }

  /** What waits of whoever works here. A guest's answers go to the account that signs in; an account's wait for it. */
  waiting() { return this.outbox.entries().filter(([, one]) => !one.owner || one.owner === this.owner); }

  submit(event) {
    const form = event.target.closest(FORM);
    if (!form) return;
    event.preventDefault();
    const fields = new FormData(form, event.submitter);
    const id = newId();
    fields.set("key", id);
    fields.delete("csrfmiddlewaretoken");
    const body = new URLSearchParams(fields).toString();
    this.outbox.keep(id, { owner: this.owner, url: form.getAttribute("action"), ask: form.dataset.ask, body });
    form.setAttribute("aria-busy", "true");
    this.flush();
  }

  /** An entry of the codebook was opened beside a look-up: the server says whether it is the one. */
  async reached(id, code) {
    const form = document.getElementById(id);
    if (!form || form.matches(DRILL) || form.querySelector(".ask-right")) return;
    const fields = new FormData(form);
    fields.set("act", "reached");
    fields.set("answer", code);
    fields.set("key", newId());
    const body = new URLSearchParams(fields);
    const headers = { ...writeHeaders(), "Content-Type": "application/x-www-form-urlencoded", "X-Part": "1" };
    try {
      const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers, credentials: "same-origin" });
      if (response.status === 200) this.show(form.dataset.ask, await response.text(), true);
    } catch { /* the code can still be typed */ }
  }

  /** Another tab has got an answer through: its question stands differently now. */
  other(event) {
    if (!event.key?.startsWith(this.outbox.prefix)) return;
    this.status();
    const kept = event.newValue === null ? JSON.parse(event.oldValue ?? "null") : null;
    if (kept) this.refresh(kept.ask);
  }

  async refresh(ask) {
    const form = this.form(ask);
    if (!form) return;
    try {
      const response = await fetch(form.dataset.state, { credentials: "same-origin", headers: { "X-Part": "1" } });
      if (response.ok) this.show(ask, await response.text(), false);
    } catch { /* offline: the page says so already */ }
  }

  flush() {
    if (!this.running) this.running = this.work().finally(() => { this.running = null; });
    return this.running;
  }

  async work() {
    for (let [one] = this.waiting(); one; [one] = this.waiting()) {
      this.status();
      let done = false;
      try { done = await this.alone(() => this.send(...one)); } catch { done = false; }
      if (!done) {
        this.failures += 1;
        this.status();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), RETRY[Math.min(this.failures, RETRY.length) - 1]);
        return;
      }
      this.failures = 0;
    }
    this.status();
  }

  /** One tab at a time: two guests of one browser would each keep half of the work. */
  alone(send) { return navigator.locks ? navigator.locks.request("codeward:start", send) : send(); }

  async send(key, kept) {
    if (this.outbox.read(key) === null) return true; // another tab has sent it meanwhile
    const response = await fetch(kept.url, {
      method: "POST", body: kept.body, credentials: "same-origin", keepalive: true, signal: AbortSignal.timeout(TIMEOUT),
      headers: { ...writeHeaders(), "Content-Type": "application/x-www-form-urlencoded", "X-Part": "1" },
    });
    if (response.ok) {
      const part = await response.text();
      this.owner ||= response.headers.get("X-Owner") ?? "";
      this.outbox.forget(key);
      this.show(kept.ask, part, true);
      return true;
    }
    const problem = await response.json().catch(() => null);
    if ([400, 404, 410, 422].includes(response.status)) { // it will never be taken: say so, and let it go
      this.outbox.forget(key);
      this.form(kept.ask)?.removeAttribute("aria-busy");
      toast(problem?.error ?? this.words.refused, "warning");
      return true;
    }
    if (problem?.error && this.told !== problem.error) { this.told = problem.error; toast(problem.error, "warning"); }
    if (response.status === 403 && !problem) await renewToken();
    return false;
  }

  form(ask) { return this.root.querySelector(`${FORM}[data-ask="${CSS.escape(ask)}"]`); }

  /** Put the question as it now stands in the place of the one on the page. */
  show(ask, html, tell) {
    const old = this.form(ask);
    const made = new DOMParser().parseFromString(html, "text/html").body.firstElementChild; // inert: no script of it runs
    if (!old || !made) return;
    const focused = old.contains(document.activeElement);
    old.replaceWith(made);
    if (made.matches(DRILL)) keep(made);
    made.dispatchEvent(new CustomEvent("learn:shown", { bubbles: true, detail: { ask, tell } }));
    if (!tell || !focused) return;
    const next = made.querySelector("[data-next]") ?? made.querySelector("button[value=check], button[value=next], [data-verdict], a, button");
    if (next && !next.matches("a, button, input")) next.tabIndex = -1;
    next?.focus({ preventScroll: true });
  }

  status() {
    const many = this.waiting().length;
    const line = document.querySelector("[data-save-state]");
    if (!line) return;
    const late = many > 0 && this.failures > 0;
    line.hidden = !late;
    line.textContent = late ? (many === 1 ? this.words.waiting_one : this.words.waiting.replace("%n", String(many))) : "";
  }
}

const root = document.querySelector("[data-answers]");
export const answers = root ? new Answers(root) : null;
