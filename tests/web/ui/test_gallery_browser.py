"""Every part of the gallery, in every state it is shown in: on a desk and on a phone, light and dark.

A part that somebody adds is looked at without a line here. What is asserted are facts of layout: nothing overflows or
is cut off, targets suit a hand, nothing is covered, what is read first is seen first, text and edges can be seen, and
axe finds nothing. No test compares pixels: a font's new hinting is no fault (docs/decisions/0028-the-design-system.md).
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.web.conftest import SIZES
from tests.web.ui.looking import faults, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_keeps_the_facts_of_the_look(size: str, theme: str, page: Any, axe: Any) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(SIZES[size])
    page.goto("/design")
    phone = size == "390"
    assert page.locator(".part").count() >= 20
    axe(page)
    found = faults(page, phone=phone) + opened(page, phone=phone)
    assert found == [], "\n".join(" | ".join(one) for one in found)


def test_every_part_shows_where_the_keyboard_is(page: Any) -> None:
    page.goto("/design")
    page.keyboard.press("Tab")
    unmarked = page.evaluate(
        """controls => [...document.querySelectorAll(controls)]
        .filter(one => one.checkVisibility() && !one.matches(':disabled') && one.tabIndex >= 0)
        .filter(one => {
          one.focus();
          // Where a whole row is the target, the row has the ring.
          let rung = false;
          for (let at = one, up = 0; at && up < 4 && !rung; at = at.parentElement, up += 1) {
            rung = [null, '::before', '::after'].some(part => {
              const style = getComputedStyle(at, part);
              return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            });
          }
          return !rung;
        }).map(one => one.outerHTML.slice(0, 120))""",
        ".part :is(a[href], button, input, select, textarea, summary, [tabindex])",
    )
    assert unmarked == []


def test_the_window_is_a_phones_at_its_smallest_too(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/design")
    wide = [one for one in faults(page) if one[1] in ("overflow", "cut off")]
    assert wide == []


FAULTS = {
    "overflow": "part.querySelector('.button').style.minWidth = '3000px'",
    "cut off": "Object.assign(part.querySelector('h2').style, {width: '9px', overflow: 'hidden', textWrap: 'nowrap'})",
    "target": "Object.assign(part.querySelector('.button').style, {minHeight: '0', height: '12px', padding: '0'})",
    "covered": "part.append(Object.assign(document.createElement('div'), {className: 'no', textContent: '.'}));"
    "Object.assign(part.querySelector('.no').style, {position: 'absolute', inset: '0'});"
    "part.style.position = 'relative'",
    "order": "Object.assign(part.style, {display: 'flex', flexDirection: 'column-reverse'})",
    "contrast": "part.querySelector('h2').style.color = 'rgb(170 170 170)'",
    "edge": "part.querySelector('.button:not(.button-primary)').style.borderColor = 'rgb(230 230 230)'",
}


@pytest.mark.parametrize("fact", FAULTS)
def test_each_fact_can_fail(fact: str, page: Any) -> None:
    page.goto("/design")
    page.evaluate(f"() => {{ const part = document.getElementById('button'); {FAULTS[fact]}; }}")
    assert fact in {found for part, found, _ in faults(page, "#button") if part == "button"}


OPERATED = (
    r'role="(?:tablist|combobox|listbox|menu|switch|slider|separator|radiogroup)"|popovertarget=|<dialog\b'
)


def test_what_is_operated_in_its_own_way_says_its_keys(client: Client) -> None:
    page = client.get("/design").content.decode()
    silent = []
    for part in re.split(r'(?=<section class="[^"]*\bpart\b)', page)[1:]:
        body = part.split("</section>", 1)[0] if part.count("<section") == 1 else part
        if re.search(OPERATED, body) and not re.search(r'class="keys"', body):
            silent.append(re.search(r'id="([^"]+)"', part)[1])  # type: ignore[index]
    assert silent == []
