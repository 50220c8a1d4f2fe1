// Menus and tooltips. Both work without this file, by <details> and by :hover and :focus; here are their keys.

// A menu: arrows walk it, Home and End go to its ends, Escape and leaving it close it.
for (const menu of document.querySelectorAll("[data-menu]")) {
  const summary = menu.querySelector("summary");
  const items = () => [...menu.querySelectorAll(".menu-item")];
  const go = (to) => items().at(to)?.focus();
  menu.addEventListener("keydown", (event) => {
    const at = items().indexOf(document.activeElement);
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      summary.focus();
    } else if (event.key === "ArrowDown") {
      menu.open = true;
      go((at + 1) % items().length);
    } else if (event.key === "ArrowUp") {
      menu.open = true;
      go(at < 0 ? -1 : at - 1);
    } else if (menu.open && event.key === "Home") go(0);
    else if (menu.open && event.key === "End") go(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  // At the right edge of the window the list hangs from its other end.
  menu.addEventListener("toggle", () => {
    const list = menu.querySelector(".menu-list").getBoundingClientRect();
    if (menu.open && list.right > document.documentElement.clientWidth) menu.classList.add("menu-end");
  });
}
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});

// A tooltip: Escape puts it away until the pointer or the focus comes anew; at an edge of the window it moves inward.
for (const tip of document.querySelectorAll("[data-tip]")) {
  const said = tip.querySelector(".tip-said");
  const back = () => { delete tip.dataset.gone; };
  const place = () => {
    said.style.marginLeft = "0";
    const box = said.getBoundingClientRect();
    const over = Math.max(0, box.right + 8 - document.documentElement.clientWidth) || Math.min(0, box.left - 8);
    said.style.marginLeft = `${-over}px`;
    if (box.top < 0) tip.classList.add("tip-below");
  };
  tip.addEventListener("pointerenter", place);
  tip.addEventListener("focusin", place);
  tip.addEventListener("pointerleave", back);
  tip.addEventListener("focusout", back);
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const tip of document.querySelectorAll("[data-tip]:hover, [data-tip]:focus-within")) tip.dataset.gone = "";
});
