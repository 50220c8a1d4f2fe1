// What was recently opened: kept on this device only, in localStorage, newest first.
const KEY = "codeward.codebook.recent";
const MOST = 12;

/** @returns {{system: string, code: string, title: string}[]} the entries recently opened, newest first */
export function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => one && typeof one.code === "string" && typeof one.system === "string") : [];
  } catch {
    return [];
  }
}

function write(rows) {
  try {
    localStorage.setItem(KEY, JSON.stringify(rows));
  } catch { /* a browser that keeps nothing: no list */ }
}

/** @param {{system: string, code: string, title: string}} entry what is open now */
export function remember({ system, code, title }) {
  const rest = recent().filter((one) => one.system !== system || one.code !== code);
  write([{ system, code, title }, ...rest].slice(0, MOST));
}

/** Forget all of it. */
export function forget() { write([]); }
