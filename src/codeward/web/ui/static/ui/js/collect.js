// Put a code on the scratchpad without leaving the page: a form that says so, or the search by Ctrl+Enter.
import { toast } from "./toast.js";

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["x-csrftoken"] ?? "";

/**
 * @param {string} address of the endpoint
 * @param {{system: string, code: string, pad?: string}} given
 * @param {string=} failed what to say where the school does not answer
 * @returns {Promise<?string>} where the code stands now; null where it was refused, which the reader was told
 */
export async function collect(address, { system, code, pad = "" }, failed = "✕") {
  const body = new URLSearchParams({ system, code, pad });
  const response = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!response?.ok) {
    toast(answer?.error ? `${answer.error}. ${answer.way_out ?? ""}` : failed, "error");
    return null;
  }
  toast(answer.said, "success");
  return answer.href;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("form[data-collect]");
  if (!form || !window.fetch) return;
  event.preventDefault();
  const given = new FormData(form);
  const there = await collect(form.dataset.collect, { system: given.get("system"), code: given.get("code") });
  if (there === null || !form.dataset.collected) return;
  // What is done is not offered again: the way there stands in its place.
  const link = document.createElement("a");
  Object.assign(link, { href: there, className: "button button-small no-print", textContent: form.dataset.collected });
  const held = form.contains(document.activeElement) || document.activeElement === document.body;
  form.replaceWith(link);
  if (held) link.focus();
});
