"""The codebook in real Chromium: every page with axe on both widths, the live parts by keyboard, paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.codebook.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The pages that people look at most, as pictures for a reader of the build.
PICTURED = ("search", "category", "index", "neoplasm", "pcs", "em")
# Made of the same parts as others: axe need not read these too.
ALIKE = ("search-nothing", "chapter", "code", "hcpcs", "drugs", "pcs-done", "units", "diff")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """selector => [...document.querySelectorAll(selector)].filter(e => e.offsetParent)
    .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
TARGETS = "button, input:not([type=hidden]), select, summary, nav a, a.button, a.code"


def test_every_page_can_be_used_by_everybody(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    for number, (name, address) in enumerate(PAGES.items()):
        phone, dark = number % 2 == 0, number % 4 < 2
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(address)
        assert page.evaluate(WIDE) <= 0, f"{name} scrolls sideways on a phone"
        assert page.evaluate(SMALL, TARGETS) == [], name
        if not phone:
            page.set_viewport_size({"width": 1280, "height": 720})
        if name not in ALIKE:
            axe(page)
        if name in PICTURED:
            screenshot(page, f"codebook-{name}", full=False)


def test_search_while_typing_then_open_then_found_among_the_latest(page: Any) -> None:
    page.goto("/codebook/")
    assert page.locator("#cb-recent").is_hidden()
    page.locator("#cb-q").press_sequentially("pink eye", delay=5)
    page.wait_for_selector("#cb-hits a.concept[href*='H10']")
    page.wait_for_function("document.getElementById('cb-count').textContent.includes('shown')")
    page.locator("#cb-hits a.concept").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#cb-entry")
    code = page.locator("#cb-entry").get_attribute("data-code")
    page.goto("/codebook/")
    assert page.locator("#cb-recent .code").all_inner_texts() == [code]
    page.get_by_role("button", name="Clear").click()
    assert page.locator("#cb-recent").is_hidden()


def test_a_code_is_built_by_keyboard(page: Any) -> None:
    page.goto("/codebook/pcs/")
    page.keyboard.press("0")  # a single character does nothing before the builder has the focus (WCAG 2.1.4)
    page.locator("#step").focus()
    for place, character in enumerate("0dtj", 1):
        page.wait_for_selector(f"#step:has-text('Character {place}')")
        page.keyboard.press(character)
    page.wait_for_selector("#step:has-text('Character 5')")
    assert page.evaluate("document.activeElement.id") == "step"
    page.keyboard.press("4")  # device and qualifier have one lawful value each: the code is settled
    page.wait_for_selector(".cb-done a:focus")
    assert (
        page.locator(".cb-done-title").inner_text()
        == "Resection of Appendix, Percutaneous Endoscopic Approach"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/codebook/icd10pcs/0DTJ4ZZ")


def test_the_builder_works_without_scripts(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/codebook/pcs/?code=0DTJ")
    page.locator(".cb-values a", has_text="Percutaneous Endoscopic").click()
    page.locator(".cb-done").wait_for()
    page.goto("/codebook/?q=E11.22")
    assert page.locator("a.concept").first.get_attribute("href") == "/codebook/icd10cm/E11.22"
    context.close()


def test_a_calculator_leads_to_its_answer_or_to_the_field_that_is_wrong(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/codebook/tools/units?code=J1885")
    page.get_by_label("Dose given").fill("much")
    page.get_by_label("Container sizes").fill("60 mg")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_dose[aria-invalid]:focus")
    page.get_by_label("Dose given").fill("40 mg")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cb-claim")
    assert page.evaluate("document.getElementById('cb-answer').getBoundingClientRect().top") < 600


def test_a_deep_link_marks_its_instruction(page: Any) -> None:
    page.goto(f"{PAGES['category']}#excludes1-2")
    marked = page.evaluate("getComputedStyle(document.querySelector(':target')).backgroundColor")
    plain = page.evaluate("getComputedStyle(document.getElementById('excludes1-1')).backgroundColor")
    assert marked != plain
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 720


def test_a_category_on_paper_reads_like_the_book(page: Any) -> None:
    page.goto(PAGES["category"])
    page.emulate_media(media="print")
    assert page.locator(".cb-frame").is_hidden()
    assert page.locator(".cb-side").is_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.cb-main')).columnCount") == "2"
    assert page.locator("#c-J45\\.20").is_visible()


def test_the_index_is_found_while_typing_and_leads_to_the_second_step(page: Any) -> None:
    page.goto("/codebook/index/")
    page.locator("#cb-q").press_sequentially("fracture femur neck", delay=2)
    page.wait_for_selector("#cb-found .cb-verified a")
    page.locator("#cb-found .cb-verified a").first.click()
    page.wait_for_selector(".cb-verify")
    page.get_by_role("link", name="Back to the index").click()
    page.wait_for_url("**/codebook/index/F*")
    assert page.evaluate("document.querySelector(':target') !== null")


def test_a_reader_pins_the_date_that_pages_open_with_and_lets_it_go(page: Any) -> None:
    page.goto("/codebook/icd10cm/G35")
    page.locator("#cb-on").fill("2024-01-15")
    page.get_by_role("button", name="Set").click()
    page.get_by_role("button", name="Always open with this date").click()
    page.wait_for_url("**/codebook/icd10cm/G35")
    assert page.get_by_text("Pages open with Jan. 15, 2024.").is_visible()
    page.goto("/codebook/icd10cm/E11.9")
    assert page.locator("#cb-on").input_value() == "2024-01-15"
    assert page.get_by_text("ICD-10-CM FY2024").is_visible()
    page.get_by_role("button", name="Open with today").click()
    page.wait_for_url("**/codebook/icd10cm/E11.9")
    assert page.locator("#cb-on").input_value() == page.evaluate("new Date().toLocaleDateString('en-CA')")
