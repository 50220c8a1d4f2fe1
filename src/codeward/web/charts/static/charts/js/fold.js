// The codebook of a claim folded to its search field while it is not used, so that the lines have the room.
/** @param {HTMLElement} root the workspace @param {object} codebook @param {object} words */
export function folding(root, codebook, words) {
  const button = root.querySelector("#book-fold");
  const set = (folded) => {
    if (!button) return;
    root.toggleAttribute("data-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
    const label = folded ? words.unfold : words.fold;
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  button?.addEventListener("click", () => set(!root.hasAttribute("data-folded")));
  codebook.input.addEventListener("input", () => set(false));
  codebook.input.addEventListener("keydown", (event) => { if (event.key === "ArrowDown" || event.key === "ArrowUp") set(false); });
  // Coming back to a search that shows something shows it; an empty field stays one line.
  codebook.input.addEventListener("focus", () => { if (codebook.opened || !codebook.finder.list.hidden) set(false); });
  return { fold: () => set(true), unfold: () => set(false), get can() { return Boolean(button); } };
}
