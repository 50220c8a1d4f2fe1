// Keys. Single characters can be switched off or changed in the account (WCAG 2.1.4); the others always work.

const typing = (target) => target.closest?.('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]');

/** @param {{keys: {on: boolean, keys: object}, actions: object}} given actions by name, see main.js */
export function listen({ keys, actions }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "F6") actions.pane(event.shiftKey ? -1 : 1);
    else if ((event.ctrlKey || event.metaKey) && /^[1-9]$/.test(event.key)) {
      if (!actions.document(Number(event.key))) return;
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") actions.save();
    else if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.target.closest?.("form")) actions.add();
    else if (event.key === "Escape") { if (!actions.escape()) return; }
    else if (event.key === "Enter" && !event.ctrlKey) { if (!actions.enter(event)) return; }
    else if (event.ctrlKey || event.altKey || event.metaKey || !keys.on || typing(event.target)) return;
    else if (event.key === keys.keys.search) actions.search();
    else if (event.key === keys.keys.evidence) actions.evidence();
    else if (event.key === keys.keys.doubt) actions.doubt();
    else if (event.key === keys.keys.help) actions.help();
    else return;
    event.preventDefault();
  });
}
