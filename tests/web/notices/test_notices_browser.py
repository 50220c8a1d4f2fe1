"""Notices in real Chromium: both widths, both themes, axe, by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.notices.models import Notice, Preference
from codeward.web.notices.off import Off, token
from codeward.web.notices.telling import tell
from tests.web.notices.kinds import SAFETY, STUDY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(alice: User, sign_in: Any) -> User:
    """Alice, signed in, with three notices, one of them read."""
    for key, title in (
        ("1", "Walk-in cough"),
        ("2", "A hip replaced after a fall on ice, with a long title"),
    ):
        tell(alice, STUDY, key, context={"title": title}, url="/charts/")
    tell(alice, SAFETY, "3", context={"title": "Your password"})
    Notice.objects.filter(key="1").update(read_at="2026-12-01T00:00Z")
    sign_in(alice)
    return alice


def test_the_page(page: Any, axe: Any, screenshot: Any, told: User) -> None:
    page.goto("/notices/")
    axe(page)
    screenshot(page, "notices")
    page.get_by_role("link", name="Notices: 2 new").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices/")
    page.get_by_role("button", name="Mark all as read").click()
    page.get_by_role("link", name="Notices", exact=True).wait_for()
    assert not Notice.objects.filter(read_at=None).exists()


def test_opening_one(page: Any, told: User) -> None:
    page.goto("/notices/")
    page.get_by_role("heading", name="News of A hip replaced").get_by_role("link").click()
    page.wait_for_url("**/charts/")
    page.get_by_role("link", name="Notices: 1 new").wait_for()
    assert Notice.objects.filter(read_at=None).count() == 1


def test_empty(page: Any, axe: Any, screenshot: Any, alice: User, sign_in: Any) -> None:
    sign_in(alice)
    page.goto("/notices/")
    expect(page.locator("li.told")).to_have_count(0)
    axe(page)
    screenshot(page, "notices-empty")


def test_what_comes_by_mail(page: Any, axe: Any, screenshot: Any, told: User) -> None:
    page.goto("/notices/settings")
    axe(page)
    screenshot(page, "notices-settings")
    page.get_by_role("radio", name=re.compile("Once a week.*study")).check()
    page.get_by_label("From").fill("22:00")
    page.get_by_role("button", name="Save").click()
    page.locator("[data-error-summary]").get_by_text("Say when quiet hours end").wait_for()
    axe(page)
    screenshot(page, "notices-settings-wrong")
    page.get_by_label("To", exact=True).fill("07:00")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("emails come as you chose").wait_for()
    assert Preference.objects.get().timing == "weekly"


def test_no_more_such_mail(page: Any, axe: Any, screenshot: Any, alice: User) -> None:
    page.goto(f"/notices/off/{token(Off(alice.public_id, STUDY.name))}")
    axe(page)
    screenshot(page, "notices-off")
    page.get_by_role("button", name="Stop these emails").click()
    page.get_by_text("You will not get emails about this anymore.").wait_for()
    axe(page)
    assert Preference.objects.get().timing == "never"
