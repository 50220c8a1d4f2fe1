// What every page does: tell the server the browser's time zone, let messages be dismissed, show a password on demand.
import "./learn/gloss.js";
import "./parts.js";
import { toast } from "./toast.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
  // By https the name says that it is this very host's, as with all our cookies.
  const [before, secure] = location.protocol === "https:" ? ["__Host-", "; secure"] : ["", ""];
  document.cookie = `${before}cw_tz=${zone}; path=/; max-age=31536000; samesite=lax${secure}`;
}

// A server may ask for a toast in an htmx answer: HX-Trigger: {"toast": {"kind": "success", "text": "…"}}
document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail.kind));

// A password can be looked at before it is sent: the button says so by its pressed state. It is hidden again on sending.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  if (!input) continue;
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
}

// A printed page shows what is folded away on the screen.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:is(.fold, .behind, .fold-bare):not([open])")];
  for (const one of opened) one.open = true;
});
window.addEventListener("afterprint", () => { for (const one of opened) one.open = false; });

// What is wrong with a form is read first, after a page as after a part of one.
const toSummary = (root) => root.querySelector("[data-error-summary]")?.focus();
toSummary(document);
document.body.addEventListener("htmx:load", (event) => toSummary(event.detail.elt));

// On a phone the tabs scroll sideways: the one that one is on comes into sight.
for (const here of document.querySelectorAll('.cb-nav [aria-current="page"], .tabs [aria-current="page"]')) {
  const strip = here.closest(".cb-nav, .tabs");
  const [inside, around] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
  if (inside.left < around.left || inside.right > around.right) strip.scrollLeft += inside.left - around.left - 16;
}
