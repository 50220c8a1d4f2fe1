// How evidence is given: told until somebody has done it once, or says that they know.
const HOW = "codeward.evidence.known";

/** Whether this visit was told already. */
function quiet() {
  try { return sessionStorage.getItem(HOW) === "1"; } catch { return false; }
}

function keepQuiet() {
  try { sessionStorage.setItem(HOW, "1"); } catch { /* told again on the next chart */ }
}

export class Hint {
  constructor(box, pane) {
    this.box = box;
    box.querySelector("button").addEventListener("click", () => {
      const inside = box.contains(document.activeElement);
      box.remove();
      keepQuiet();
      if (inside) pane.focus();
    });
  }

  show(lines) { this.box.hidden = !lines.length || lines.some((line) => line.evidence.length) || quiet(); }
}
