"""The test tools themselves can fail."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_what_is_wrong(page: Any, axe: Any) -> None:
    page.goto("/accounts/login/")
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('input[type=email]').removeAttribute('placeholder')")
    with pytest.raises(AssertionError, match="label"):
        axe(page)


def test_a_page_that_scrolls_sideways_is_found(page: Any, screenshot: Any) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.width = '2000px'")
    with pytest.raises(AssertionError, match="scrolls sideways"):
        screenshot(page, "tool-check")


def test_toasts_are_told_and_can_be_undone(page: Any) -> None:
    page.goto("/design")
    page.get_by_role("button", name="Show a toast").click()
    assert "Removed E11.9" in page.inner_text("#toasts")
    page.get_by_role("button", name="Undo").click()
    assert page.inner_text("#toasts").strip() == ""


def test_a_confirmation_gives_way_to_the_next_and_what_waits_for_an_answer_stays(page: Any) -> None:
    page.goto("/design")
    page.get_by_role("button", name="Show a toast").click()
    for text, kind in (("Added I10", "success"), ("Not sent", "error"), ("Added E11.9", "success")):
        page.evaluate(
            "(d) => document.body.dispatchEvent(new CustomEvent('toast', { detail: d }))",
            {"text": text, "kind": kind},
        )
    told = page.locator("#toasts > *").all_inner_texts()
    assert [one.splitlines()[0] for one in told] == ["Removed E11.9", "Not sent", "Added E11.9"]


def test_the_theme_can_be_chosen_by_keyboard_alone(page: Any) -> None:
    page.goto("/")
    page.get_by_role("button", name="Dark").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(18, 21, 24)"


def test_the_first_tab_stop_skips_to_the_content(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_fonts_are_used(page: Any) -> None:
    page.goto("/design")
    page.evaluate("document.fonts.ready.then(() => true)")
    faces = page.evaluate("[...document.fonts].map(face => [face.family, face.status])")
    loaded = {family.strip('"') for family, status in faces if status == "loaded"}
    assert {"Source Sans 3", "Source Serif 4", "Source Code Pro"} <= loaded


def test_the_browsers_time_zone_reaches_the_server(page: Any, context: Any) -> None:
    page.goto("/")
    page.wait_for_function("document.cookie.includes('cw_tz')")
    assert any(cookie["name"] == "cw_tz" for cookie in context.cookies())
