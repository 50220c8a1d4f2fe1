// What was opened lately: kept on this device only, in localStorage, newest first.
const KEY = "codeward.codebook.recent";
const MOST = 12;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => one && typeof one.code === "string") : [];
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
  const rest = read().filter((one) => one.system !== system || one.code !== code);
  write([{ system, code, title }, ...rest].slice(0, MOST));
}

/** Fill the list of the desk. @param {HTMLElement?} place a section with a <ul> and a button to clear */
export function showRecent(place) {
  if (!place) return;
  const rows = read();
  const list = place.querySelector("ul");
  list.replaceChildren(...rows.map((one) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "cb-row";
    link.translate = false;
    link.href = `${place.dataset.base}${encodeURIComponent(one.system)}/${encodeURIComponent(one.code)}`;
    const code = document.createElement("span");
    code.className = "code";
    code.textContent = one.code;
    const title = document.createElement("span");
    title.className = "title";
    title.textContent = one.title;
    link.append(code, title);
    item.append(link);
    return item;
  }));
  place.hidden = rows.length === 0;
  place.querySelector("button")?.addEventListener("click", () => {
    write([]);
    showRecent(place);
  }, { once: true });
}
