"""How the learning parts behave in the gallery: by keyboard, pointer and finger, at both widths."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gallery(page: Any) -> Any:
    """The gallery, its fonts loaded."""
    page.goto("/design")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def term(page: Any) -> Any:
    """The first term of the glossary's section."""
    return page.locator("#glossary-popover [data-term]").first


def open_ones(page: Any) -> list[str]:
    """The terms whose meaning is shown."""
    return list(page.locator(".gloss:popover-open .gloss-term").all_inner_texts())


def test_a_term_opens_on_keyboard_focus_and_escape_shuts_it(gallery: Any) -> None:
    term(gallery).evaluate("button => button.scrollIntoView({ block: 'center' })")
    gallery.locator("#week-strip").evaluate("section => { section.tabIndex = -1; section.focus(); }")
    gallery.keyboard.press("Tab")
    assert open_ones(gallery) == ["eschar"]
    gallery.keyboard.press("Escape")
    assert open_ones(gallery) == []
    assert gallery.evaluate("document.activeElement.textContent") == "eschar"
    gallery.keyboard.press("Enter")
    assert open_ones(gallery) == ["eschar"]


def test_going_on_by_tab_reaches_its_links_and_then_shuts_it(gallery: Any) -> None:
    gallery.locator("#week-strip").evaluate("section => { section.tabIndex = -1; section.focus(); }")
    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Tab")
    assert gallery.evaluate("document.activeElement.textContent") == "In the glossary"
    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Tab")
    assert gallery.evaluate("document.activeElement.textContent") == "billable code"
    assert open_ones(gallery) == ["billable code"]


def test_a_term_opens_on_hover_and_the_pointer_may_go_into_it(gallery: Any) -> None:
    term(gallery).hover()
    gallery.wait_for_selector(".gloss:popover-open")
    gallery.locator(".gloss:popover-open .gloss-means").hover()
    gallery.wait_for_timeout(400)
    assert open_ones(gallery) == ["eschar"]
    gallery.mouse.move(2, 2)
    gallery.wait_for_selector(".gloss:popover-open", state="detached")


def test_a_click_on_what_hover_opened_holds_it_open(gallery: Any) -> None:
    term(gallery).hover()
    gallery.wait_for_selector(".gloss:popover-open")
    term(gallery).click()
    gallery.mouse.move(2, 2)
    gallery.wait_for_timeout(400)
    assert open_ones(gallery) == ["eschar"]
    term(gallery).click()
    assert open_ones(gallery) == []


def test_a_meaning_stands_beside_its_word_and_on_a_phone_at_the_foot(gallery: Any) -> None:
    for size, viewport in SIZES.items():
        gallery.set_viewport_size(viewport)
        button = term(gallery)
        button.scroll_into_view_if_needed()
        button.click()
        word, box = button.bounding_box(), gallery.locator(".gloss:popover-open").bounding_box()
        if size == "1280":
            assert abs(box["y"] - (word["y"] + word["height"])) <= 8
            assert abs(box["x"] - word["x"]) <= 8
        else:
            assert box["width"] == viewport["width"]
            assert box["y"] + box["height"] == viewport["height"]
            gallery.get_by_role("button", name="Close").click()
            assert open_ones(gallery) == []
        gallery.keyboard.press("Escape")


def test_a_sheet_does_not_lie_over_its_own_word(gallery: Any) -> None:
    gallery.set_viewport_size(SIZES["390"])
    term(gallery).evaluate("button => button.scrollIntoView({ block: 'end' })")
    before = term(gallery).bounding_box()
    term(gallery).click()
    gallery.wait_for_selector(".gloss:popover-open")
    gallery.wait_for_function(
        "before => document.querySelector('#glossary-popover .term').getBoundingClientRect().y < before",
        arg=before["y"],
    )
    word, sheet = term(gallery).bounding_box(), gallery.locator(".gloss:popover-open").bounding_box()
    assert word["y"] + word["height"] <= sheet["y"]
