// Saving: every change is one operation with an id of its own. It waits in localStorage until the server has it;
// the server takes it once however often it is sent. So a reload, a second tab or a dead server loses nothing.
import { newId, writeHeaders } from "./dom.js";

const RETRY = [500, 1000, 2000, 5000, 10000];
const BATCH = 100;

export class Saving {
  /**
   * @param {{chart: string, startUrl: string, state: object|null}} where
   * @param {{onAnswer: Function, onPending: Function, onStatus: Function, onRefused: Function, onClosed: Function}} tell
   */
  constructor(where, tell) {
    this.chart = where.chart;
    this.startUrl = where.startUrl;
    this.state = where.state;
    this.tell = tell;
    this.prefix = `codeward:change:${where.chart}:`;
    this.counter = 0;
    this.memory = new Map(); // used where the device keeps nothing
    this.failures = 0;
    this.running = null;
    this.closed = false;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("storage", (event) => {
      if (event.key && event.key.startsWith(this.prefix)) this.tell.onPending(this.pending());
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.refresh();
    });
  }

  begin() {
    if (this.state) this.tell.onAnswer(this.state.answer);
    this.tell.onPending(this.pending());
    if (this.pending().length) this.flush();
    else this.status();
  }

  /** Keep changes and send them. */
  change(operations) {
    if (this.closed) { this.tell.onClosed(); return; }
    for (const operation of operations) {
      const kept = { id: newId(), ...operation };
      this.counter += 1;
      const place = `${Date.now().toString().padStart(15, "0")}-${String(this.counter).padStart(5, "0")}`;
      this.keep(`${this.prefix}${place}-${kept.id}`, { attempt: this.state?.attempt ?? null, operation: kept });
    }
    this.tell.onPending(this.pending());
    this.flush();
  }

  keep(key, value) {
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(key, text);
    } catch {
      this.memory.set(key, text);
    }
  }

  entries() {
    const keys = [...this.memory.keys()];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i);
        if (key.startsWith(this.prefix)) keys.push(key);
      }
    } catch { /* the device keeps nothing: memory holds it */ }
    keys.sort();
    const found = [];
    for (const key of keys) {
      const entry = this.read(key);
      if (entry && (entry.attempt === null || !this.state || entry.attempt === this.state.attempt)) {
        found.push([key, entry.operation]);
      }
    }
    return found;
  }

  read(key) {
    try {
      return JSON.parse(this.memory.get(key) ?? localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  forget(key) {
    this.memory.delete(key);
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }

  pending() { return this.entries().map(([, operation]) => operation); }

  status() {
    const waiting = this.entries().length;
    if (!waiting) this.tell.onStatus("saved", 0);
    else this.tell.onStatus(this.failures ? "not_saved" : "saving", waiting);
  }

  /** Send what waits; resolves when nothing waits (true) or sending failed (false). */
  flush() {
    if (!this.running) this.running = this.work().finally(() => { this.running = null; });
    return this.running;
  }

  async work() {
    this.status();
    while (this.entries().length) {
      const batch = this.entries().slice(0, BATCH);
      let outcome;
      try {
        outcome = await this.send(batch);
      } catch {
        outcome = "failed";
      }
      if (outcome === "closed") return false;
      if (outcome === "failed") {
        this.failures += 1;
        this.status();
        this.later();
        return false;
      }
      this.failures = 0;
      this.tell.onPending(this.pending());
      this.status();
    }
    this.failures = 0;
    this.status();
    return true;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY[Math.min(this.failures, RETRY.length) - 1]);
  }

  async send(batch) {
    if (!this.state && !(await this.start())) return "failed";
    const response = await this.post(this.state.operations_url, { operations: batch.map(([, operation]) => operation) });
    if (response.status === 409) return this.close(batch);
    if (response.status === 404) {
      // The session is another one now: begin anew, and what waits goes there.
      this.state = null;
      return (await this.start()) ? "again" : "failed";
    }
    if (response.status === 400) return this.refused(batch, await response.json());
    if (!response.ok) return "failed";
    const said = await response.json();
    this.state = said;
    const accepted = new Set(said.accepted);
    for (const [key, operation] of batch) if (accepted.has(operation.id)) this.forget(key);
    this.tell.onAnswer(said.answer);
    return "sent";
  }

  /** The server takes one of them not at all: find it by sending them one by one; tell, and let it go. */
  async refused(batch, problem) {
    if (batch.length === 1) {
      this.forget(batch[0][0]);
      this.tell.onRefused(`${problem.error}. ${problem.way_out}`);
      return "sent";
    }
    for (const one of batch) {
      const outcome = await this.send([one]);
      if (outcome === "failed" || outcome === "closed") return outcome;
    }
    return "sent";
  }

  close(batch) {
    this.closed = true;
    for (const [key] of batch) this.forget(key);
    this.tell.onClosed();
    return "closed";
  }

  post(url, body) {
    return fetch(url, {
      method: "POST", headers: writeHeaders(), body: JSON.stringify(body), credentials: "same-origin",
      signal: AbortSignal.timeout(15000),
    });
  }

  async start() {
    const response = await this.post(this.startUrl, {});
    if (!response.ok) return false;
    this.state = await response.json();
    this.tell.onAnswer(this.state.answer);
    return true;
  }

  /** Look what other tabs have sent. */
  async refresh() {
    if (!this.state || this.closed || this.running) return;
    try {
      const response = await fetch(this.state.operations_url, { credentials: "same-origin" });
      if (!response.ok) return;
      const said = await response.json();
      this.state = said;
      this.tell.onAnswer(said.answer);
      if (said.state !== "open") { this.closed = true; this.tell.onClosed(); }
    } catch { /* offline: nothing to merge yet */ }
  }
}
