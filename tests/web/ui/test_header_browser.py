"""The header: one line for everybody on every screen, its pages behind Menu on a phone, by keyboard too."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from codeward.web.accounts.models import User
from tests.web.conftest import SIZES
from tests.web.signed_in import in_browser, with_second_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The brief: a page begins at most 96 px below the top of a phone's window.
HIGHEST = 96


@pytest.fixture
def entered(context: Any, live_server: Any, alice: User, staff: User, sign_in: Any) -> Callable[[str], None]:
    """``entered(who)``: the browser is nobody's, a learner's or that of somebody who runs the school."""

    def enter(who: str) -> None:
        if who == "learner":
            sign_in(alice)
        elif who == "staff":
            in_browser(context, live_server, with_second_step(staff))

    return enter


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("who", ["nobody", "learner", "staff"])
def test_a_page_begins_high_on_a_phone(width: int, who: str, page: Any, entered: Any) -> None:
    entered(who)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto("/charts/")
    assert page.locator("h1").bounding_box()["y"] <= HIGHEST
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    menu = page.get_by_role("button", name="Menu")
    assert menu.bounding_box()["height"] >= 44
    assert page.get_by_role("link", name="Codebook", exact=True).is_hidden()
    menu.click()
    links = page.locator(".site-nav").get_by_role("link").all()
    assert len(links) >= 4
    boxes = [link.bounding_box() for link in links]
    assert all(box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)


def test_the_menu_is_used_by_keyboard_alone(page: Any, axe: Any, entered: Any) -> None:
    entered("learner")
    page.set_viewport_size(SIZES["390"])
    page.goto("/progress/")
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    axe(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.site-nav') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".site-nav").is_hidden()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Menu"
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Charts", exact=True).press("Enter")
    page.wait_for_url("**/charts/")


@pytest.mark.parametrize("width", [1280, 1024, 768])
@pytest.mark.parametrize("who", ["nobody", "staff"])
def test_the_pages_stand_in_one_line_beside_the_name(width: int, who: str, page: Any, entered: Any) -> None:
    entered(who)
    page.set_viewport_size({"width": width, "height": 720})
    page.goto("/charts/")
    assert page.locator(".site-header").bounding_box()["height"] <= 60
    assert page.get_by_role("button", name="Menu").is_hidden()
    boxes = [link.bounding_box() for link in page.locator(".site-header :is(a, button):visible").all()]
    assert all(one["x"] + one["width"] <= two["x"] + 1 for one, two in itertools.pairwise(boxes))
    assert boxes[-1]["x"] + boxes[-1]["width"] <= width
