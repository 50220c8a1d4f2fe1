// Saving: every change is one operation with an id of its own. It waits in localStorage until the server has it;
// the server takes it once however often it is sent. So a reload, a second tab or a dead server loses nothing.
// Entries are kept by chart, each with the attempt it belongs to; those made before there was one belong to the
// attempt that this browser then starts.
import { KEPT, Outbox } from "../../ui/js/outbox.js";
import { newId, renewToken, writeHeaders } from "../../ui/js/sending.js";

const RETRY = [500, 1000, 2000, 5000, 10000];
const BATCH = 100;
const KEEPALIVE_BYTES = 60_000; // what browsers let outlive a page that is left
const TIMEOUT = 15_000;
const LEAVING = 5_000; // after that long the page was not left after all: the link was a download

const sentence = ({ error, way_out: wayOut }) => (wayOut ? `${error}. ${wayOut}` : error);

export class Saving {
  /**
   * @param {{chart: string, startUrl: string, state: object|null}} where
   * @param {{onAnswer: Function, onPending: Function, onStatus: Function, onRefused: Function, onClosed: Function,
   *   onStranger: Function}} tell
   */
  constructor(where, tell) {
    this.chart = where.chart;
    this.startUrl = where.startUrl;
    this.state = where.state;
    this.tell = tell;
    this.outbox = new Outbox(`${KEPT.change}${where.chart}:`);
    this.failures = 0;
    this.running = null;
    this.closed = false;
    this.leaving = false;
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", () => this.leave());
    window.addEventListener("offline", () => { if (this.entries().length) { this.failures += 1; this.status(); } });
    window.addEventListener("storage", (event) => this.other(event));
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

  /**
   * The page is being left. The next one may be made by the server before it has what is on its way there, so that
   * stays kept here for it: sent twice, an operation counts once.
   */
  leave() {
    this.leaving = true;
    setTimeout(() => { this.leaving = false; this.flush(); }, LEAVING);
  }

  /** Another tab keeps a change, or has got one confirmed. */
  other(event) {
    if (!event.key || !event.key.startsWith(this.outbox.prefix)) return;
    if (event.newValue !== null) { this.tell.onPending(this.pending()); this.status(); return; }
    // It is with the server now: show what the server says before letting go of it here.
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.refresh(), 100);
  }

  /** Keep changes and send them. */
  change(operations) {
    if (this.closed) { this.tell.onClosed(); return; }
    for (const operation of operations) {
      const kept = { id: newId(), ...operation };
      this.outbox.keep(kept.id, { attempt: this.state?.attempt ?? null, operation: kept });
    }
    this.tell.onPending(this.pending());
    this.flush();
  }

  entries() {
    // What another attempt holds is not this one's, such as of whoever used this device before.
    return this.outbox.entries()
      .filter(([, entry]) => entry.attempt === null || entry.attempt === this.state?.attempt)
      .map(([key, entry]) => [key, entry.operation]);
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
      if (["closed", "stranger", "left"].includes(outcome)) return false;
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
    if (response.status === 409) return this.conflict(batch, await response.json().catch(() => ({})));
    if (response.status === 404) return this.stranger();
    if (response.status === 400) return this.refused(batch, await response.json());
    if (!response.ok) return this.failed(response);
    const said = await response.json();
    if (this.leaving) return "left";
    const accepted = new Set(said.accepted);
    for (const [key, operation] of batch) if (accepted.has(operation.id)) this.outbox.forget(key);
    this.take(said);
    return "sent";
  }

  /** Somebody was signed out while away: what waits stays for when they are back. Else the attempt is handed in. */
  conflict(batch, said) {
    return said.session === "over" ? this.stranger() : this.close(batch);
  }

  /** Take the server's word, unless a later one was heard already. */
  take(said) {
    if (this.state?.attempt === said.attempt && said.revision < this.state.revision) return;
    this.state = said;
    this.tell.onAnswer(said.answer);
  }

  /** Not taken: too many at once, or signing in has changed token or session. Tell the reason once; it is tried again. */
  async failed(response) {
    if (![403, 409, 429].includes(response.status)) return "failed";
    const problem = await response.json().catch(() => null);
    if (problem?.error && this.told !== problem.error) {
      this.told = problem.error;
      this.tell.onRefused(sentence(problem));
    }
    if (!problem) await renewToken();
    return "failed";
  }

  /** The attempt is not this session's: somebody signed out. What waits stays on the device until they are back. */
  stranger() {
    this.failures = 1;
    this.status();
    if (!this.away) this.tell.onStranger();
    this.away = true;
    return "stranger";
  }

  /** The server takes one of them not at all: find it by sending them one by one; tell, and let it go. */
  async refused(batch, problem) {
    if (batch.length === 1) {
      this.outbox.forget(batch[0][0]);
      this.tell.onRefused(sentence(problem));
      return "sent";
    }
    for (const one of batch) {
      const outcome = await this.send([one]);
      if (["failed", "closed", "left"].includes(outcome)) return outcome;
    }
    return "sent";
  }

  close(batch) {
    this.closed = true;
    for (const [key] of batch) this.outbox.forget(key);
    this.tell.onClosed();
    return "closed";
  }

  post(url, body) {
    const text = JSON.stringify(body);
    return fetch(url, {
      method: "POST", headers: writeHeaders(), body: text, credentials: "same-origin",
      keepalive: text.length < KEEPALIVE_BYTES, signal: AbortSignal.timeout(TIMEOUT),
    });
  }

  /** Begin the attempt. One tab at a time: two guests of one browser would each keep half of the work. */
  async start() {
    const ask = async () => {
      const response = await this.post(this.startUrl, {});
      if (!response.ok) { await this.failed(response); return false; }
      this.take(await response.json());
      return true;
    };
    return navigator.locks ? navigator.locks.request("codeward:start", ask) : ask();
  }

  /** Look what other tabs have sent. */
  async refresh() {
    if (this.running) await this.running;
    if (this.closed) return;
    if (!this.state) { if (this.entries().length) await this.flush(); return; }
    try {
      const response = await fetch(this.state.operations_url, { credentials: "same-origin" });
      if (!response.ok) return;
      const said = await response.json();
      this.take(said);
      if (said.state !== "open") { this.closed = true; this.tell.onClosed(); }
    } catch { /* offline: nothing to merge yet */ }
    this.tell.onPending(this.pending());
    this.status();
  }
}
