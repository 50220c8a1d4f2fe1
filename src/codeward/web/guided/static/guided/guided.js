// The guided chart: after each step the eye and the screen reader are led to what came of it. All else is plain forms.
let then = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  then = event.target.closest("[data-then]")?.dataset.then ?? "";
  if (event.target.matches("input")) then = "";
});
document.addEventListener("htmx:afterSettle", () => {
  if (!then) return;
  const place = document.getElementById(then) ?? document.getElementById("now");
  then = "";
  if (!place) return;
  place.focus({ preventScroll: true });
  const box = place.getBoundingClientRect();
  if (box.top < 0 || box.bottom + 120 > window.innerHeight) place.scrollIntoView({ block: "center" });
});
