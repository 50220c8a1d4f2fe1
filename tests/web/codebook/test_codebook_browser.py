"""The codebook in real Chromium: every page with axe on both widths, the live parts by keyboard, paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from tests.web.codebook.pages import ON, PAGES

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
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find-here"
    page.keyboard.type("pink eye")
    page.wait_for_selector("#find-here-list [role=option] .code:has-text('H10')")
    expect(page.locator("#find-here")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cb-entry")
    code = page.locator("#cb-entry").get_attribute("data-code")
    page.wait_for_load_state("load")  # the page's script has noted what was opened
    page.goto("/codebook/")
    expect(page.locator("#cb-recent .code")).to_have_text([str(code)])
    page.keyboard.press("/")
    expect(page.locator("#find-here-list [role=option] .code")).to_have_text([str(code)])
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("#cb-recent")).to_be_hidden()


def test_enter_waits_for_the_answer_to_the_words_in_the_field(page: Any) -> None:
    page.goto("/codebook/")
    page.keyboard.press("/")
    page.keyboard.type("gout")
    page.wait_for_selector("#find-here-list [role=option] .code:has-text('M10')")
    page.keyboard.press("Control+a")
    page.keyboard.type("scurvy")
    page.keyboard.press("Enter")  # before the pause of 150 ms is over: the old first hit still stands there
    page.wait_for_selector("#cb-entry")
    expect(page.locator("#cb-entry")).to_have_attribute("data-code", "E54")


def test_everywhere_the_key_opens_the_search_and_never_steals_a_character(page: Any) -> None:
    page.goto("/charts/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog.finder-dialog[open]")
    page.keyboard.type("a/b")
    expect(page.locator("#find-page")).to_have_value("a/b")
    page.keyboard.press("Control+a")
    page.keyboard.type("J1885")
    page.wait_for_selector("#find-page-list [role=option] .code:has-text('J1885')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/codebook/hcpcs/J1885")
    page.goto("/charts/")
    page.locator("[data-finder-open]").click()
    page.wait_for_selector("dialog.finder-dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.finder-dialog:not([open])", state="attached")


def test_who_switched_single_keys_off_has_no_key_for_the_search(
    page: Any, alice: User, sign_in: Callable[[User], None]
) -> None:
    alice.shortcuts = {"on": False}
    alice.save()
    sign_in(alice)
    page.goto("/charts/")
    page.wait_for_selector("html[data-finder-ready]")
    page.keyboard.press("/")
    expect(page.locator("dialog.finder-dialog[open]")).to_have_count(0)
    alice.shortcuts = {"on": True, "keys": {"search": "s"}}
    alice.save()
    page.goto("/charts/")
    page.wait_for_selector("html[data-finder-ready]")
    page.keyboard.press("s")
    page.wait_for_selector("dialog.finder-dialog[open]")


def test_the_search_can_be_used_by_everybody(page: Any, axe: Callable[[Any], None]) -> None:
    for size in ({"width": 1280, "height": 720}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)
        for scheme, address in (("light", "/charts/"), ("dark", "/codebook/icd10cm/E11.22")):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            page.keyboard.press("/")
            page.keyboard.type("asthma")
            page.wait_for_selector("[role=option] .code:has-text('J45')")
            assert page.evaluate(WIDE) <= 0
            axe(page)


def test_a_big_category_fits_in_two_screens(page: Any) -> None:
    page.goto(f"/codebook/icd10cm/E11?{ON}")
    assert page.evaluate("document.documentElement.scrollHeight") <= 2 * 720
    rows = page.locator(".cb-depth-2:visible > .cb-line-head").evaluate_all(
        "all => all.map(e => e.offsetHeight)"
    )
    assert len(rows) > 3
    assert len(set(rows)) <= 2  # lines of one line and of two: all of a kind are equally high


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
    expect(page.locator("a.concept").first).to_have_attribute("href", "/codebook/icd10cm/E11.22")
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
    expect(page.locator("#c-J45\\.20")).to_be_visible()


def test_the_index_is_found_while_typing_and_leads_to_the_second_step(page: Any) -> None:
    page.goto("/codebook/index/")
    page.locator("#cb-q").press_sequentially("fracture femur neck", delay=2)
    page.wait_for_selector("#cb-found .cb-verified a")
    page.locator("#cb-found .cb-verified a").first.click()
    page.wait_for_selector(".cb-verify")
    page.get_by_role("link", name="Back to the Index").click()
    page.wait_for_url("**/codebook/index/F*")
    assert page.evaluate("document.querySelector(':target') !== null")


def test_a_reader_pins_the_date_that_pages_open_with_and_lets_it_go(page: Any) -> None:
    page.goto("/codebook/icd10cm/G35")
    page.locator("#cb-on").fill("2024-01-15")
    page.get_by_role("button", name="Set").click()
    page.get_by_role("button", name="Always open with this date").click()
    page.wait_for_url("**/codebook/icd10cm/G35")
    expect(page.get_by_text("Pages open with Jan. 15, 2024.")).to_be_visible()
    page.goto("/codebook/icd10cm/E11.9")
    expect(page.locator("#cb-on")).to_have_value("2024-01-15")
    expect(page.get_by_text("ICD-10-CM FY2024")).to_be_visible()
    page.get_by_role("button", name="Open with today").click()
    page.wait_for_url("**/codebook/icd10cm/E11.9")
    assert page.locator("#cb-on").input_value() == page.evaluate("new Date().toLocaleDateString('en-CA')")


def test_on_paper_nothing_of_an_entry_stays_folded(page: Any) -> None:
    page.goto(f"/codebook/icd10cm/E11?{ON}")
    folded = page.locator("details.fold-bare:not([open])")
    assert folded.count() > 3
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator("#c-E11\\.311")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert folded.count() > 3


def test_a_code_that_was_put_on_the_scratchpad_says_so_and_leads_there(page: Any) -> None:
    page.goto("/codebook/icd10cm/R05.1")
    button = page.get_by_role("button", name="Add to scratchpad")
    button.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="In the scratchpad · open")
    link.wait_for()
    expect(button).to_have_count(0)
    assert page.evaluate("document.activeElement.textContent") == "In the scratchpad · open"
    link.click()
    page.wait_for_url("**/scratchpad/**")
    expect(page.locator("main")).to_contain_text("R05.1", use_inner_text=True)
