// The grid of questions: one Tab stop, arrows between the cells, Home and End. Without script every cell is a stop.
function start(grid) {
  const cells = [...grid.querySelectorAll("a")];
  const here = cells.find((cell) => cell.hasAttribute("aria-current")) ?? cells[0];
  for (const cell of cells) cell.tabIndex = cell === here ? 0 : -1;
}

/** How many cells stand in the first row, as the page is now. */
function columns(cells) {
  const top = cells[0].getBoundingClientRect().top;
  const next = cells.findIndex((cell) => cell.getBoundingClientRect().top > top + 1);
  return next < 0 ? cells.length : next;
}

document.addEventListener("keydown", (event) => {
  const grid = event.target.closest?.("[data-cells]");
  if (!grid || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const cells = [...grid.querySelectorAll("a")];
  const at = cells.indexOf(event.target);
  const wide = columns(cells);
  const ahead = document.dir === "rtl" ? -1 : 1;
  const to = { ArrowRight: at + ahead, ArrowLeft: at - ahead, ArrowDown: at + wide, ArrowUp: at - wide, Home: 0, End: cells.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  if (!cells[to]) return;
  cells[at].tabIndex = -1;
  cells[to].tabIndex = 0;
  cells[to].focus();
});

const startAll = () => document.querySelectorAll("[data-cells]").forEach(start);
startAll();
document.addEventListener("htmx:afterSettle", startAll);
