"""The scratchpad in real Chromium, by keyboard alone: collect from an entry and from the search, order, check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.ui.looking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODES = ".sp-code a.code"


def test_codes_are_collected_ordered_and_removed_by_keyboard(page: Any) -> None:
    page.goto("/codebook/icd10cm/Z37.0")
    page.wait_for_selector("html[data-finder-ready]")
    page.keyboard.press("a")
    page.wait_for_selector(".toasts :text('Z37.0 was added')")
    page.keyboard.press("/")
    page.keyboard.type("O80")
    page.keyboard.press("Control+Enter")  # before the hits are there: it waits for them
    page.wait_for_selector(".toasts :text('O80 was added')")
    assert page.url.endswith("/Z37.0")
    page.goto("/scratchpad/")
    assert page.locator(CODES).all_inner_texts() == ["Z37.0", "O80"]
    expect(page.get_by_text("Z37.0 comes after O80")).to_be_visible()
    page.locator(".sp-line").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_selector(".sp-line:first-child .sp-code a:text-is('O80')")
    page.wait_for_selector(
        ".sp-line:first-child:focus"
    )  # by the page's script, which runs after the list is there
    page.keyboard.press("Delete")
    page.wait_for_selector(".sp-lines:not(:has(.sp-line ~ .sp-line))")
    page.wait_for_selector(".sp-line:focus")  # the line that took its place
    page.keyboard.press("/")
    page.wait_for_selector("#find-here:focus")
    page.keyboard.type("99213")
    page.wait_for_selector("[role=option] .code:has-text('99213')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sp-code a:text-is('99213')")
    page.wait_for_selector("#find-here:focus")
    assert page.locator(CODES).all_inner_texts() == ["Z37.0", "99213"]


def test_the_page_can_be_used_by_everybody(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    page.goto("/scratchpad/")
    axe(page)
    for path in ("icd10cm/E11.22", "icd10cm/E10.9", "icd10cm/E11", "cpt/99213", "hcpcs/J1885"):
        page.goto(f"/codebook/{path}")
        page.get_by_role("button", name="Add to scratchpad").click()
        page.wait_for_selector(".toasts .notice-success")
    for size, scheme in ((1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")):
        page.set_viewport_size({"width": size, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto("/scratchpad/")
        page.locator(".sp-edit summary").last.click()
        assert (
            page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        )
        axe(page)
    screenshot(page, "scratchpad")


def test_a_stay_takes_poa_and_discharge_status_by_its_forms(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    page.goto("/codebook/icd10cm/I21.4")
    page.get_by_role("button", name="Add to scratchpad").click()
    page.wait_for_selector(".toasts .notice-success")
    page.goto("/scratchpad/")
    page.get_by_label("Kind of claim").select_option("inpatient")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_label("Discharge status").fill("01")
    page.get_by_label("Age in years").fill("61")
    page.get_by_label("Sex").select_option("male")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_selector(".sp-head :text('discharge status 01')")
    page.get_by_text("Date and present on admission").click()
    page.get_by_label("Present on admission (POA)").select_option("W")
    page.locator(".sp-edit").get_by_role("button", name="Save").click()
    page.wait_for_selector(".findings :text('I21.4 with W')")
    for size, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": size, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.locator(".sp-edit").evaluate("one => { one.open = true; }")
        assert faults(page, "main", phone=size == 390) == []
        axe(page)
    screenshot(page, "scratchpad-stay")
