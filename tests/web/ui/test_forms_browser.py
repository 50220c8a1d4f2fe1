"""Forms by keyboard: what is wrong has the focus and leads to its field; groups, switch, days; a form in steps."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement.id"


def test_a_form_that_came_back_is_mended_by_keyboard_alone(page: Any, axe: Any) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("nobody")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Sign up").press("Enter")
    summary = page.locator("[data-error-summary]")
    assert summary.evaluate("one => document.activeElement === one")
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "id_email"
    expect(page.get_by_label("Email")).to_have_attribute("aria-invalid", "true")


def test_a_radio_group_is_one_stop_and_its_rows_are_its_targets(page: Any) -> None:
    page.goto("/design")
    group = page.get_by_role("radiogroup", name="How do you want to learn?").first
    group.get_by_role("radio", name="In a class").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "id_p-way_2"
    expect(group.get_by_role("radio", name="Both")).to_be_checked()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.name") != "p-way"
    box = group.get_by_text("At your own pace.").bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(group.get_by_role("radio", name="On my own")).to_be_checked()


def test_a_switch_is_turned_by_space_and_its_word_follows(page: Any) -> None:
    page.goto("/design")
    switch = page.get_by_role("switch", name="Remind me by mail").first
    word = page.locator("#switch .switch-word").first
    assert (switch.is_checked(), word.inner_text()) == (True, "On")
    switch.focus()
    page.keyboard.press("Space")
    assert (switch.is_checked(), word.inner_text()) == (False, "Off")


def test_a_day_and_a_time_are_typed(page: Any) -> None:
    page.goto("/design")
    page.get_by_label("First day").first.focus()
    page.keyboard.type("11022026")
    expect(page.locator("#id_p-starts")).to_have_value("2026-11-02")
    page.get_by_role("group", name="Exam").first.get_by_label("Time").focus()
    page.keyboard.type("0930AM")
    expect(page.locator("#id_p-exam_1")).to_have_value("09:30")


@pytest.mark.parametrize("size", SIZES)
def test_a_form_in_steps_is_left_and_taken_up_again(size: str, page: Any, axe: Any) -> None:
    page.set_viewport_size(SIZES[size])
    page.goto("/design/wizard/start")
    page.get_by_label("Name").fill("Alice")
    page.get_by_label("Email address").fill("alice@example.org")
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.wait_for_url("**/plan")
    axe(page)
    page.get_by_label("Saturday").check()
    page.get_by_role("button", name="Save for later").press("Enter")
    page.wait_for_url("**/design")
    page.goto("/design/wizard/start")
    assert page.url.endswith("/plan")
    expect(page.get_by_label("Saturday")).to_be_checked()
    page.get_by_role("button", name="Save and go on").press("Enter")
    assert page.locator("[data-error-summary]").evaluate("one => document.activeElement === one")
    page.get_by_label("Both").check()
    page.get_by_label("First day").fill("2026-10-01")
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.wait_for_url("**/review")
    axe(page)
    assert "Oct. 1, 2026" in page.inner_text(".wizard")
    page.get_by_role("link", name="Change About you").press("Enter")
    page.wait_for_url("**/you")
    expect(page.get_by_label("Name")).to_have_value("Alice")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_is_wrong_is_read_first_in_a_part_of_a_page_too(page: Any) -> None:
    page.goto("/design")
    page.evaluate(
        """() => {
          const part = document.createElement('div');
          part.innerHTML = '<div tabindex="-1" data-error-summary id="came-later">One thing to fix</div>';
          document.body.append(part);
          part.dispatchEvent(new CustomEvent('htmx:load', { bubbles: true, detail: { elt: part } }));
        }"""
    )
    assert page.evaluate(FOCUSED) == "came-later"
