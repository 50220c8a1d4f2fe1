// The list of the codebook's front page of what was recently opened on this device.
import { forget, recent } from "../ui/js/recent.js";

/** Fill the list. @param {HTMLElement?} place a section with a <ul> and a button to clear */
export function showRecent(place) {
  if (!place) return;
  const rows = recent();
  place.querySelector("ul").replaceChildren(...rows.map((one) => row(place.dataset.base, one)));
  place.hidden = rows.length === 0;
  place.querySelector("button")?.addEventListener("click", () => { forget(); showRecent(place); }, { once: true });
}

function row(base, one) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.className = "row-link";
  link.translate = false;
  link.href = `${base}${encodeURIComponent(one.system)}/${encodeURIComponent(one.code)}`;
  for (const [name, text] of [["code", one.code], ["title", one.title]]) {
    const part = document.createElement("span");
    part.className = name;
    part.textContent = text;
    link.append(part);
  }
  item.append(link);
  return item;
}
