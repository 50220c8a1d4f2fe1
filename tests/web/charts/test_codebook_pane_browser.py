"""The codebook of the workspace in Chromium: searching, opening an entry, and adding its code."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.charts import api
from codeward.web.charts.models import Attempt
from tests.web.charts.conftest import CHART
from tests.web.charts.workspace import add_code, codes, open_chart, search, select, wait_saved

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("key", ["Control+Enter", "Enter"])
def test_a_key_pressed_before_the_hits_come_waits_for_the_words_in_the_field(page: Any, key: str) -> None:
    open_chart(page)
    search(page, "I10")
    waiting: list[Any] = []
    page.route(lambda url: "/codebook/search" in url and "E11.9" in url, lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright marks the handler
    page.evaluate("document.querySelector('#codebook-search').select()")
    page.keyboard.type("E11.9")
    page.keyboard.press(key)  # at once: the hits on the page are still those of I10
    while not waiting:
        page.wait_for_timeout(20)
    assert codes(page) == []
    assert page.locator("#codebook-entry").is_hidden()
    waiting[0].continue_()
    if key == "Enter":
        page.wait_for_selector("#codebook-entry h3:focus")
        expect(page.locator("#codebook-entry h3 .code")).to_have_text("E11.9", use_inner_text=True)
        page.keyboard.press("Control+Enter")
    page.wait_for_selector(".line-code:text-is('E11.9')")
    assert codes(page) == ["E11.9"]


def test_a_key_pressed_before_a_search_that_fails_adds_nothing(page: Any) -> None:
    open_chart(page)
    search(page, "I10")
    page.route(lambda url: "/codebook/search" in url and "E11.9" in url, lambda route: route.abort())
    page.evaluate("document.querySelector('#codebook-search').select()")
    page.keyboard.type("E11.9")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#codebook-note:not([hidden])")
    assert codes(page) == []


def test_after_adding_the_list_is_folded_and_the_entry_says_that_its_code_is_in_the_answer(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    field = page.locator("#codebook-search")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert page.locator("#codebook-hits").is_hidden()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    button = page.locator("#codebook-entry [data-adds]")
    assert (button.inner_text(), button.get_attribute("aria-disabled")) == ("I10 is in the answer", "true")
    assert page.locator("#codebook-entry .breadcrumb").inner_text().split("\n")[0] == "Chapter 9"
    page.click("[data-part=remove]")
    assert (button.inner_text(), button.get_attribute("aria-disabled")) == ("Add I10", None)


def test_a_slow_search_shows_a_skeleton_and_a_failed_one_says_so(page: Any, context: Any) -> None:
    open_chart(page)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    context.route("**/codebook/search*", hold)
    page.fill("#codebook-search", "cough")
    page.wait_for_selector("#codebook-skeleton:not([hidden])", state="attached")
    held[0].abort()
    page.wait_for_selector("#codebook-note:has-text('did not respond')")
    assert page.locator("#codebook-skeleton").is_hidden()
    context.unroute("**/codebook/search*")
    page.fill("#codebook-search", "xylophonitis")
    page.wait_for_selector("#codebook-note:has-text('not the body part')")


def test_words_stay_selected_while_their_code_is_looked_up(page: Any) -> None:
    open_chart(page)
    document = api.charts()[CHART].physician_first()[0]
    word = document.text.split()[3]
    select(page, document.id, word)
    page.click("#attach button:text-is('New code')")
    assert page.locator("#codebook-held").inner_text().find(word) >= 0
    page.keyboard.type("R05.1")
    page.wait_for_selector("#codebook-hits [aria-selected=true]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("mark.evidence")
    assert page.locator("#codebook-held").is_hidden()
    wait_saved(page)
    [line] = api.answer_of(Attempt.objects.get())["lines"]
    assert [one["quote"] for one in line["evidence"]] == [word]


def test_what_led_to_a_code_is_told_again_where_the_code_is_read(page: Any) -> None:
    open_chart(page)
    search(page, "burning with urination")
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    said = page.locator("#codebook-entry .entry-why")
    expect(said).to_have_text("everyday word: burning with urination → dysuria")
    page.locator("#codebook-entry .breadcrumb button").last.click()
    expect(page.locator("#codebook-entry h3 .code")).to_have_text("R30")
    expect(said).to_have_count(0)


def test_another_7th_character_takes_the_place_of_the_first(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    search(page, "S52.531")
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    page.check("input[value='S52.531A']")
    page.click("#codebook-entry button:text-is('Add S52.531A')")
    page.click(".line-code:text-is('S52.531A')")
    page.check("input[value='S52.531D']")
    page.click("#codebook-entry button:text-is('Replace S52.531A by S52.531D')")
    page.wait_for_selector(".line-code:text-is('S52.531D')")
    assert codes(page) == ["I10", "S52.531D"]
    wait_saved(page)
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    assert codes(page) == ["I10", "S52.531D"]


def test_instructions_lead_to_what_they_name(page: Any) -> None:
    open_chart(page)
    search(page, "E11.22")
    page.keyboard.press("Enter")
    page.click(".instruction-use_additional .authority summary >> nth=0")
    page.wait_for_selector(".authority[open] b")
    page.click(".instruction-use_additional button.code:text-is('N18.1-N18.6')")
    page.wait_for_selector("#codebook-entry h3:has-text('N18.1')")
    page.click("#codebook-entry button:text-is('Back')")
    page.wait_for_selector("#codebook-entry h3:has-text('E11.22')")
    page.click(".breadcrumb button:text-is('E11')")
    page.wait_for_selector("#codebook-entry h3 .code:text-is('E11')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#codebook-entry h3:has-text('E11.22')")
    assert page.inner_text("#codebook-entry h3 .code") == "E11.22"
