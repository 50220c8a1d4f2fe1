"""Facts of layout, asked of a page in Chromium: what the look tests of the gallery and of pages assert."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["PARTS", "TOUCH", "faults", "opened"]

FACTS = (Path(__file__).parent / "facts.js").read_text(encoding="utf-8")
PARTS = ".part"
# What a thumb uses on a phone is 44 px high; everything else is 24 px at least (WCAG 2.5.8).
TOUCH = ", ".join(
    (
        ".action-bar .button",
        ".bottom-bar a",
        ".bottom-bar button",
        ".rail-list a",
        ".site-nav a",
        ".site-menu",
        ".tick input",
        ".switch",
        ".wizard-actions .button",
    )
)
Fault = tuple[str, str, str]


def faults(page: Any, root: str = PARTS, *, phone: bool = False) -> list[Fault]:
    """Each fault of the parts that match `root`: the part, the fact that fails, the element and by how much."""
    return [tuple(one) for one in page.evaluate(FACTS, {"root": root, "touch": TOUCH if phone else ""})]


OVER = """root => [...document.querySelectorAll(`${root} details`)].filter(one => {
  one.open = true;
  const over = [...one.children].some(child => getComputedStyle(child).position === 'absolute');
  if (over) { one.open = false; one.dataset.lookedAtAlone = ''; }
  return over;
}).length"""
CLOSED = "root => document.querySelectorAll(`${root} details`).forEach(one => { one.open = false; })"
SHUT = """root => [...document.querySelectorAll(`${root} [popover], ${root} dialog`)]
.filter(one => one.id && !one.checkVisibility()).map(one => one.id)"""


def opened(page: Any, root: str = PARTS, *, phone: bool = False) -> list[Fault]:
    """The same with what can be opened open: every fold at once; each menu, popover and dialog alone."""
    # A fold whose inside lies over the page is a menu.
    menus = page.evaluate(OVER, root)
    found = faults(page, root, phone=phone)
    page.evaluate(CLOSED, root)
    for number in range(menus):
        menu = page.locator(f"{root} details[data-looked-at-alone]").nth(number)
        name = menu.evaluate("(one, n) => { one.open = true; return (one.id ||= `looked-at-${n}`); }", number)
        found += faults(page, f"#{name}", phone=phone)
        menu.evaluate("one => { one.open = false; }")
    for name in page.evaluate(SHUT, root):
        one = page.locator(f"#{name}")
        one.evaluate("one => one.matches('dialog') ? one.showModal() : one.showPopover()")
        found += faults(page, f"#{name}", phone=phone)
        one.evaluate("one => one.matches('dialog') ? one.close() : one.hidePopover()")
    return found
