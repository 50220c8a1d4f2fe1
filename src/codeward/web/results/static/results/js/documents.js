// The record on the result page: documents as tabs, and the marks of one row lit. The server made the marks.
const SIDES = ["mine", "key", "wrong", "mention"];

export class Documents {
  constructor(root) {
    this.root = root;
    this.pane = root.querySelector(".record-scroll");
    this.tabs = [...root.querySelectorAll('[role="tab"]')];
    this.panels = [...root.querySelectorAll(".result-document")];
    this.marks = [...this.pane.querySelectorAll("mark")];
    for (const mark of this.marks) mark.dataset.kind = mark.className;
    root.querySelector('[role="tablist"]').hidden = false;
    for (const panel of this.panels) {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", `tab-${panel.dataset.document}`);
    }
    this.tabs.forEach((tab, place) => {
      tab.addEventListener("click", () => this.show(tab.dataset.document));
      tab.addEventListener("keydown", (event) => this.key(event, place));
    });
    this.show(this.tabs[0].dataset.document);
  }

  show(id, focus = false) {
    for (const tab of this.tabs) {
      const on = tab.dataset.document === id;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      if (on && focus) tab.focus();
      if (on) { // only the row of tabs moves, never the page
        const list = tab.parentElement;
        list.scrollLeft = Math.min(list.scrollLeft, tab.offsetLeft - list.offsetLeft);
        list.scrollLeft = Math.max(list.scrollLeft, tab.offsetLeft - list.offsetLeft + tab.offsetWidth - list.clientWidth);
      }
    }
    for (const panel of this.panels) panel.classList.toggle("away", panel.dataset.document !== id);
    this.pane.scrollTop = 0;
  }

  key(event, place) {
    const last = this.tabs.length - 1;
    const to = { ArrowRight: place === last ? 0 : place + 1, ArrowLeft: place ? place - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(this.tabs[to].dataset.document, true);
  }

  /** Whose mark of `row` this is: the sides that it serves. */
  sides(mark, row) {
    return SIDES.filter((side) => mark.dataset[side]?.split(" ").includes(row));
  }

  /** Show the marks of `row` alone, lit; of every row when it is null. */
  light(row) {
    for (const mark of this.marks) {
      if (row === null) { mark.className = mark.dataset.kind; continue; }
      const sides = this.sides(mark, row);
      const kind = { mine: "", key: "evidence-key", wrong: "evidence-wrong", mention: "evidence-key" };
      if (!sides.length) mark.className = "off";
      else if (sides.includes("mine") && sides.includes("key")) mark.className = "evidence evidence-both lit";
      else mark.className = `evidence ${kind[sides[0]]} lit`;
    }
  }

  /** Bring the first mark of `row` into sight; where asked, that of one side whose words begin `words`. */
  reveal(row, side = null, id = null, words = null, page = false) {
    const fits = (mark) => {
      const sides = this.sides(mark, row);
      return side ? sides.includes(side) : sides.length > 0;
    };
    const found = this.marks.filter(fits);
    const inDocument = id ? found.filter((mark) => mark.closest(".result-document").dataset.document === id) : found;
    const mark = inDocument.find((one) => words === null || words.startsWith(one.textContent)) ?? inDocument[0];
    if (!mark) return;
    this.show(mark.closest(".result-document").dataset.document);
    const offset = mark.getBoundingClientRect().top - this.pane.getBoundingClientRect().top;
    this.pane.scrollTop += offset - this.pane.clientHeight / 3;
    if (page) mark.scrollIntoView({ block: "center" });
  }
}
