"""The guidelines in real Chromium: found and read by keyboard, ours and the publisher's side by side, axe clean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_section_is_found_and_read_by_keyboard(
    page: Any, axe: Callable[[Any], None], edition: None
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/codebook/guidelines/?on=2026-05-12")
    axe(page)
    page.locator("#g-q").focus()
    page.keyboard.type("printed rule")
    page.keyboard.press("Enter")
    found = page.locator(".cited-around a").first
    expect(found).to_contain_text("I.C.9.a")
    found.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("I.C.9.a")
    ours, theirs = (
        page.locator(f"section[aria-labelledby=g-{one}]").bounding_box() for one in ("ours", "official")
    )
    assert ours["y"] == theirs["y"]
    assert ours["x"] + ours["width"] < theirs["x"]
    axe(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    axe(page)
    page.get_by_role("link", name="II.H").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Uncertain diagnosis")
    page.locator("a[rel=prev]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Rule G")
