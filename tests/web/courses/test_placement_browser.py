"""The way of a newcomer in a browser, by keyboard: signed up, offered a placement, sent to the first lesson."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codeward.practice.placement import FIRST
from codeward.web.learning.models import Placement, Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Any, name: str) -> None:
    """Go to a link or button and press it, by keyboard."""
    found = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first
    found.focus()
    page.keyboard.press("Enter")


def test_a_newcomer_who_knows_nothing_is_sent_to_the_first_lesson(
    page: Any, axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    page.goto("/accounts/signup/")
    page.fill("input[name=email]", "new@example.org")
    for field in page.locator("input[type=password]").all():
        field.fill("a long and quiet walk 7")
    page.locator("input[type=password]").last.press("Enter")
    page.get_by_role("link", name="Account").wait_for()
    axe(page)
    screenshot(page, "placement-offered")
    press(page, "I already know some of this")
    page.wait_for_selector("text=12 to 30 questions")
    axe(page)
    screenshot(page, "placement-begin")
    press(page, "Begin the questions")
    for n in range(1, FIRST + 1):
        page.wait_for_selector(f"text=question {n} of at most 30")
        if n == 1:
            axe(page)
            screenshot(page, "placement-question")
        press(page, "I don’t know")
    page.wait_for_selector("h1:has-text('Where to begin')")
    axe(page)
    screenshot(page, "placement-result")
    press(page, "Open the lesson")
    page.wait_for_url("**/lessons/w0/")
    assert Placement.objects.get().ended_at is not None
    assert Response.objects.filter(source="placement", option="").count() == FIRST
