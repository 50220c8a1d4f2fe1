// A line between two panes that can be moved by mouse, touch and keyboard (WAI-ARIA window splitter), and by
// clicks alone for who cannot drag (WCAG 2.5.7): each click goes on to the next of three places.
const STEP = 2;
const SLACK = 4; // px that a click may tremble

const near = (one, other) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) < SLACK;

/** @param {HTMLElement} bar role=separator; data-property names the CSS variable, data-min and data-max percent */
export function splitter(bar, box) {
  const property = bar.dataset.property;
  const [low, high] = [Number(bar.dataset.min), Number(bar.dataset.max)];
  const standing = bar.getAttribute("aria-orientation") === "vertical";
  const name = `codeward:splitter:${property}`;
  let value = Number(bar.getAttribute("aria-valuenow"));

  const set = (wanted, keep = true) => {
    value = Math.min(high, Math.max(low, wanted));
    box.style.setProperty(property, `${value}%`);
    bar.setAttribute("aria-valuenow", String(Math.round(value)));
    if (keep) { try { localStorage.setItem(name, String(value)); } catch { /* kept for this page only */ } }
  };
  let kept = null;
  try { kept = Number(localStorage.getItem(name)); } catch { /* nothing kept */ }
  set(kept || value, false);

  bar.addEventListener("keydown", (event) => {
    const less = standing ? "ArrowLeft" : "ArrowUp";
    const more = standing ? "ArrowRight" : "ArrowDown";
    if (event.key === less) set(value - STEP);
    else if (event.key === more) set(value + STEP);
    else if (event.key === "Home") set(low);
    else if (event.key === "End") set(high);
    else return;
    event.preventDefault();
  });
  const places = [low + (high - low) * 0.2, Number(bar.getAttribute("aria-valuenow")), high - (high - low) * 0.2];
  let pressed = null;
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    pressed = event;
    event.preventDefault();
    bar.focus();
  });
  bar.addEventListener("pointerup", (event) => {
    if (pressed && near(pressed, event)) set(places.find((place) => place > value + 1) ?? places[0]);
    pressed = null;
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId) || !pressed || near(pressed, event)) return;
    const frame = box.getBoundingClientRect();
    set(standing ? ((event.clientX - frame.left) / frame.width) * 100 : ((event.clientY - frame.top) / frame.height) * 100);
  });
}
