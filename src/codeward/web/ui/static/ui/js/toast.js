// A toast: a short message above the page, read out by screen readers. It stays until dismissed when it has an action.
// What only confirms gives way to the next confirmation, so that ten codes in a row never pile up over the answer.
const LIFETIME = 6000;
const CONFIRMS = ["info", "success"];

/**
 * @param {string} text what to say, already in the reader's language
 * @param {"info"|"success"|"warning"|"error"} kind
 * @param {{label: string, run: () => void}=} action a button, such as Undo
 * @returns {() => void} removes the toast
 */
export function toast(text, kind = "info", action) {
  const box = document.createElement("div");
  box.className = `notice notice-${kind}`;
  const words = document.createElement("div");
  words.textContent = text;
  box.append(words);
  const remove = () => box.remove();
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = action.label;
    button.addEventListener("click", () => { action.run(); remove(); });
    const away = document.createElement("button");
    away.type = "button";
    away.className = "button button-small button-quiet";
    away.textContent = document.getElementById("toasts").dataset.dismiss;
    away.addEventListener("click", remove);
    box.append(button, away);
  } else {
    setTimeout(remove, LIFETIME);
    if (CONFIRMS.includes(kind)) {
      for (const earlier of document.querySelectorAll("#toasts > [data-confirms]")) earlier.remove();
      box.dataset.confirms = "";
    }
  }
  document.getElementById("toasts").append(box);
  return remove;
}
