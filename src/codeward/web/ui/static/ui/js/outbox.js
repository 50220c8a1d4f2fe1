// What a page has to send and the server does not have yet, kept on this device until it does. Used by the charts, the
// codebook's margin, the lessons and practice exams: each sends in its own way, all keep in this one.
export const KEPT = {
  change: "codeward:change:",
  ownbook: "codeward:ownbook:",
  answer: "codeward:answer:",
  exam: "codeward:exam:",
};

export class Outbox {
  /** @param {string} prefix where this page's entries are kept: one of KEPT, with what it is of behind it */
  constructor(prefix) {
    this.prefix = prefix;
    this.counter = 0;
    this.memory = new Map(); // used where the device keeps nothing
  }

  /** Keep an entry. Its place is after all that were kept before, in this tab or another. Returns its key. */
  keep(id, value) {
    this.counter += 1;
    const place = `${Date.now().toString().padStart(15, "0")}-${String(this.counter).padStart(5, "0")}`;
    const key = `${this.prefix}${place}-${id}`;
    const text = JSON.stringify(value);
    try { localStorage.setItem(key, text); } catch { this.memory.set(key, text); }
    return key;
  }

  /** Every entry as [key, value], oldest first. What cannot be read is none. */
  entries() {
    const keys = [...this.memory.keys()];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i);
        if (key.startsWith(this.prefix)) keys.push(key);
      }
    } catch { /* the device keeps nothing: memory holds it */ }
    return keys.sort().map((key) => [key, this.read(key)]).filter(([, value]) => value);
  }

  read(key) {
    try { return JSON.parse(this.memory.get(key) ?? localStorage.getItem(key)); } catch { return null; }
  }

  forget(key) {
    this.memory.delete(key);
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }
}
