// A line between two panes that can be moved by mouse, touch and keyboard (WAI-ARIA window splitter).
const STEP = 2;

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
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const frame = box.getBoundingClientRect();
    set(standing ? ((event.clientX - frame.left) / frame.width) * 100 : ((event.clientY - frame.top) / frame.height) * 100);
  });
}
