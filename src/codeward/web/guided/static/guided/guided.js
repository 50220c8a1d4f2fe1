// The guided chart: after each step the eye and the screen reader are led to what came of it. All else is plain forms.
let then = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  then = event.target.closest("[data-then]")?.dataset.then ?? "";
  if (event.target.matches("input")) then = "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (!then) return;
  const place = document.getElementById(then) ?? document.getElementById("now");
  const step = place?.id === "now";
  then = "";
  if (!place) return;
  place.focus({ preventScroll: true });
  // A step is shown with all that it asks; of what is taller than the window its beginning.
  const shown = (step && place.closest(".walk-step, .guide-finish")) || place;
  const box = shown.getBoundingClientRect();
  const block = box.height > window.innerHeight ? "start" : "center";
  if (box.top < 0 || box.bottom + 120 > window.innerHeight) shown.scrollIntoView({ block });
});
