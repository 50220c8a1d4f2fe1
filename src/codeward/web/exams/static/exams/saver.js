// Changes of a sitting: kept on this device first, sent as they come, each under a key of its own, so that what is sent
// twice counts once. A newer answer from another device is shown instead. Offline nothing is lost: it is sent later.
import { KEPT, Outbox } from "../ui/js/outbox.js";
import { newId, renewToken, writeHeaders } from "../ui/js/sending.js";

const RETRY = [500, 1000, 2000, 5000, 10000];
const TIMEOUT = 15_000;
const AT_ONCE = 100;
const MOST = 50_000; // characters of one request: a browser sends no more once a page is left

export class Saver extends EventTarget {
  constructor(root, words) {
    super();
    this.url = root.dataset.changes;
    this.words = words;
    this.outbox = new Outbox(`${KEPT.exam}${root.dataset.sitting}:`);
    this.line = document.querySelector("[data-save-state]");
    this.failures = 0;
    this.running = null;
    this.typing = () => false;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => { if (this.waiting().length) { this.failures += 1; this.status(); } });
  }

  waiting() { return this.outbox.entries(); }

  keep(change) {
    const key = newId();
    this.outbox.keep(key, { key, ...change });
    this.status();
    this.flush();
  }

  flush() {
    if (!this.running) this.running = this.work().finally(() => { this.running = null; });
    return this.running;
  }

  async work() {
    for (let some = this.waiting(); some.length; some = this.waiting()) {
      this.status();
      let done = false;
      try { done = await this.send(fitting(some)); } catch { done = false; }
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

  async send(some) {
    const response = await fetch(this.url, {
      method: "POST", body: JSON.stringify({ changes: some.map(([, one]) => one) }), credentials: "same-origin",
      headers: writeHeaders(), signal: AbortSignal.timeout(TIMEOUT), keepalive: true,
    });
    const told = await response.json().catch(() => null);
    if (response.ok && told) {
      for (const [key] of some) this.outbox.forget(key);
      this.tell("told", told);
      for (const [place, row] of Object.entries(told.older)) this.tell("older", { place: Number(place), row });
      return true;
    }
    if (response.status === 409 && told) { // the time is over: the server keeps what came late
      for (const [key] of some) this.outbox.forget(key);
      this.tell("closed", told);
      return true;
    }
    if (response.status === 400 && told) { // it will never be taken
      for (const [key] of some) this.outbox.forget(key);
      this.say(this.words.refused);
      return true;
    }
    if (response.status === 404) this.away = true; // signed out meanwhile: what is kept waits
    if (response.status === 403 && told) this.said = `${told.error}. ${told.way_out}`;
    if (response.status === 403 && !told) await renewToken();
    return false;
  }

  /** How it stands at the school: for a page that slept, and for its clock. */
  async ask() {
    try {
      const response = await fetch(this.url, { credentials: "same-origin" });
      if (response.ok) this.tell("told", await response.json());
    } catch { /* offline: the page counts on */ }
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }

  say(text) { if (this.line) this.line.textContent = text; }

  status() {
    const many = this.waiting().length;
    const late = many > 0 && this.failures > 0;
    this.line?.toggleAttribute("data-late", late);
    if (late) this.say(this.away ? this.words.away : this.said ?? this.words.offline.replace("%n", String(many)));
    else this.say(many || this.typing() ? this.words.saving : this.words.saved);
    if (!late) { this.away = false; this.said = undefined; }
  }
}

/** The oldest that fit into one request, one at least. */
function fitting(some) {
  let size = 0;
  const fits = some.slice(0, AT_ONCE).filter(([, one], n) => { size += JSON.stringify(one).length; return n === 0 || size < MOST; });
  return fits;
}
