"""The page that checks a claim in real Chromium: by keyboard alone, on every size, in both themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_claim_is_entered_checked_tried_and_changed_by_keyboard(page: Any) -> None:
    page.goto("/scrub")
    page.get_by_label("Diagnosis A: Code").focus()
    page.keyboard.type("O80")
    page.keyboard.press("Tab")
    page.keyboard.type("Z37.0")
    page.get_by_label("First day").fill("2026-05-12")
    page.get_by_label("Diagnosis C: Code").focus()
    page.keyboard.type("Z37.0")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".sc-found")).to_be_focused()
    expect(page.locator(".sc-found")).to_contain_text("Z37.0 is listed twice")
    page.get_by_role("button", name="Without Z37.0").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What if: Without Z37.0")).to_be_visible()
    expect(page.locator(".sc-tried")).to_be_focused()
    expect(page.locator(".sc-tried")).to_contain_text("Z37.0 is listed twice")
    page.get_by_role("button", name="Make this change").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sc-tried")).to_have_count(0)
    expect(page.locator(".sc-found")).not_to_contain_text("listed twice")
    expect(page.get_by_label("Diagnosis B: Code")).to_have_value("Z37.0")
    expect(page.get_by_label("Diagnosis C: Code")).to_have_value("")


def test_it_works_without_script(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto("/scrub")
        page.get_by_label("Diagnosis A: Code").fill("J01")
        page.get_by_label("First day").fill("2026-05-12")
        page.get_by_role("button", name="Check the claim").click()
        expect(page.locator(".sc-found")).to_contain_text("J01 cannot be billed on this date")
        page.get_by_role("button", name="Hospital inpatient").click()
        expect(page.get_by_label("Diagnosis A: Code")).to_have_value("J01")
        expect(page.get_by_label("Discharge status")).to_be_visible()
    finally:
        context.close()


@pytest.mark.one_database
@pytest.mark.parametrize("kind", ["professional", "inpatient"])
def test_the_page_can_be_used_by_everybody(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any], kind: str
) -> None:
    for size, scheme in ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")):
        page.set_viewport_size({"width": size, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(f"/scrub?example={kind}")
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
        axe(page)
    page.locator(".sc-offers button").first.click()
    expect(page.locator(".sc-tried")).to_be_visible()
    axe(page)
    screenshot(page, f"scrub-{kind}")
