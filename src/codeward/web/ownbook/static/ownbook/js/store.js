// The marks of one page, and changes to them. Every change has an id of its own and waits in localStorage until the
// server has it; the server takes it once however often it is sent. What a page shows is what the server said last
// with the waiting changes on top, so a reload, a second tab or a dead server loses nothing.
import { KEPT, Outbox } from "../../ui/js/outbox.js";
import { newId, renewToken, writeHeaders } from "../../ui/js/sending.js";

const RETRY = [500, 1000, 2000, 5000, 10000];
const BATCH = 50;
const KEEPALIVE_BYTES = 60_000; // what browsers let outlive a page that is left
const TIMEOUT = 15_000;

export class Store {
  /**
   * @param {object} data what the page was given: release, learner, guest, urls
   * @param {string[]} prefixes beginnings of the anchors on the page
   * @param {{onMarks: Function, onStatus: Function, onRefused: Function, onGone: Function, onCopied: Function,
   *   onUnread: Function, onWhy: Function}} tell
   */
  constructor(data, prefixes, tell) {
    this.release = data.release;
    this.urls = data.urls;
    this.learner = data.learner;
    this.guest = data.guest;
    this.prefixes = prefixes;
    this.tell = tell;
    this.server = new Map();
    this.tabs = new Map();
    this.removed = new Map();
    this.outbox = new Outbox(KEPT.ownbook);
    this.failures = 0;
    this.running = null;
  }

  begin() {
    window.addEventListener("online", () => this.flush());
    window.addEventListener("offline", () => { if (this.waiting().length) { this.failures += 1; this.status(); } });
    window.addEventListener("storage", (event) => this.other(event));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.refresh();
    });
    this.draw();
    if (this.learner || this.waiting().length) this.refresh().then(() => this.flush());
  }

  /** Another tab keeps a change, or has got one confirmed. */
  other(event) {
    if (!event.key?.startsWith(this.outbox.prefix)) return;
    this.draw();
    if (event.newValue !== null) return;
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.refresh(), 100);
  }

  // -- what is shown ---------------------------------------------------------------------------------------------

  /** The marks as the learner knows them, by id; those of this page alone. */
  marks() { return this.fold(new Map(this.server)); }

  /** All tabs of the release, in book order; new ones last. */
  allTabs() {
    const found = this.fold(new Map(this.tabs));
    for (const mark of this.marks().values()) if (!found.has(mark.id)) found.set(mark.id, mark);
    return [...found.values()].filter((mark) => mark.kind === "tab");
  }

  fold(marks) {
    for (const { change } of this.waiting()) this.apply(marks, change);
    return marks;
  }

  apply(marks, change) {
    if (change.kind === "put") {
      const { content } = change;
      if (content.release !== this.release) return;
      if (content.kind === "tab" || marks !== this.tabs) {
        marks.set(change.mark, { ...marks.get(change.mark), ...content, id: change.mark, version: change.id });
      }
    } else if (change.kind === "remove") {
      const gone = marks.get(change.mark);
      if (gone) this.removed.set(change.mark, gone);
      marks.delete(change.mark);
    } else {
      const back = this.removed.get(change.mark);
      if (back) marks.set(change.mark, { ...back, version: change.id });
    }
  }

  draw() { this.tell.onMarks(this.marks()); this.status(); }

  // -- changes ---------------------------------------------------------------------------------------------------

  /** Make a mark, or change the one given. Returns its id. */
  put(anchor, content, known = null) {
    const mark = known?.id ?? newId();
    const whole = { release: this.release, anchor, kind: content.kind, colour: "", text: "", label: "", ...content };
    this.change([{ kind: "put", mark, base: known?.version ?? null, content: whole }]);
    return mark;
  }

  remove(...marks) { this.change(marks.map((mark) => ({ kind: "remove", mark: mark.id }))); }

  restore(mark) { this.removed.set(mark.id, mark); this.change([{ kind: "restore", mark: mark.id }]); }

  change(changes) {
    for (const one of changes) {
      const change = { id: newId(), ...one };
      this.outbox.keep(change.id, { owner: this.learner, guest: this.guest, change });
    }
    this.draw();
    this.flush();
  }

  /** Every change on this device, oldest first. */
  entries() {
    return this.outbox.entries().map(([key, value]) => ({ key, ...value })).filter((entry) => entry.change);
  }

  /** The changes of whoever works here. A guest's go to the account that signs in; another account's wait for it. */
  waiting() { return this.entries().filter((entry) => this.mine(entry)); }

  mine(entry) { return entry.owner === null || entry.guest || entry.owner === this.learner; }

  status() {
    const entries = this.entries();
    const waiting = entries.filter((entry) => this.mine(entry)).length;
    const others = entries.length - waiting;
    if (waiting) this.tell.onStatus(this.failures ? "not_saved" : "saving", waiting);
    else if (others) this.tell.onStatus("waiting", others);
    else this.tell.onStatus("saved", 0);
  }

  // -- sending ---------------------------------------------------------------------------------------------------

  /** Send what waits; resolves when nothing waits (true) or sending failed (false). */
  flush() {
    if (!this.running) this.running = this.work().finally(() => { this.running = null; });
    return this.running;
  }

  async work() {
    for (let batch = this.waiting().slice(0, BATCH); batch.length; batch = this.waiting().slice(0, BATCH)) {
      this.status();
      let outcome;
      try {
        outcome = await this.alone(() => this.send(batch));
      } catch {
        outcome = "failed";
      }
      if (outcome === "failed") {
        this.failures += 1;
        this.status();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.flush(), RETRY[Math.min(this.failures, RETRY.length) - 1]);
        return false;
      }
      this.failures = 0;
    }
    this.failures = 0;
    this.status();
    return true;
  }

  /** One tab at a time while nobody is known: two guests of one browser would each keep half of the marks. */
  alone(ask) {
    return this.learner || !navigator.locks ? ask() : navigator.locks.request("codeward:start", ask);
  }

  async send(batch) {
    const response = await this.post({ learner: this.learner, changes: batch.map(({ change }) => change) });
    if (response.status === 409) return this.stranger(await response.json());
    if (response.status === 400 || response.status === 404) return this.refused(batch, await response.json(), response.status);
    if (!response.ok) return this.failed(response);
    const said = await response.json();
    this.who(said);
    const accepted = new Set(said.accepted);
    for (const { key, change } of batch) {
      if (!accepted.has(change.id)) continue;
      this.apply(this.server, change);
      this.apply(this.tabs, change);
      this.outbox.forget(key);
    }
    if (said.copied.length) { this.tell.onCopied(); await this.refresh(); }
    this.draw();
    return "sent";
  }

  who(said) { this.learner = said.learner; this.guest = said.guest; }

  /** Somebody else works in this browser now. What is theirs is sent as theirs; what is not waits. */
  async stranger(said) {
    if (said.session !== "over") this.who(said); // signed out while away: asked below who is here now
    await this.refresh();
    return "sent";
  }

  /** The server takes one of them not at all: find it by sending them one by one; tell, and let it go. */
  async refused(batch, problem, status) {
    if (batch.length === 1) {
      this.outbox.forget(batch[0].key);
      if (status === 404) this.tell.onGone();
      else this.tell.onRefused(batch[0].change, problem);
      await this.refresh();
      return "sent";
    }
    for (const one of batch) {
      const outcome = await this.send([one]);
      if (outcome === "failed") return outcome;
    }
    return "sent";
  }

  /** Not taken: too many at once, or a token that signing in has changed. It is tried again. */
  async failed(response) {
    if (response.status !== 403 && response.status !== 429) return "failed";
    const problem = await response.json().catch(() => null);
    if (problem?.error && this.saidWhy !== problem.error) {
      this.saidWhy = problem.error;
      this.tell.onWhy(problem.error);
    }
    if (!problem) await renewToken();
    return "failed";
  }

  post(body) {
    const text = JSON.stringify(body);
    return fetch(this.urls.changes, {
      method: "POST", headers: writeHeaders(), body: text, credentials: "same-origin",
      keepalive: text.length < KEEPALIVE_BYTES, signal: AbortSignal.timeout(TIMEOUT),
    });
  }

  /** Ask the server what stands. */
  async refresh() {
    const query = new URLSearchParams([["release", this.release], ...this.prefixes.map((one) => ["prefix", one])]);
    try {
      const response = await fetch(`${this.urls.marks}?${query}`, { credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT) });
      if (!response.ok) throw new Error(String(response.status));
      const said = await response.json();
      this.who(said);
      this.server = new Map(said.marks.map((mark) => [mark.id, mark]));
      this.tabs = new Map(said.tabs.map((mark) => [mark.id, mark]));
    } catch {
      if (!this.server.size && !this.told) { this.told = true; this.tell.onUnread(); }
    }
    this.draw();
  }
}
