"""The two pages of what happened and where one is signed in, as a person uses them: axe, both widths, both themes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.audit.recording import opened
from tests.web.accounts.test_devices import PHONE, signed_in
from tests.web.conftest import PASSWORD, make_user
from tests.web.test_pages_browser import check_looks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice_at_home(page: Any) -> Any:
    """Alice, signed in by the form after somebody guessed wrongly, on this browser and on a phone."""
    alice = make_user("alice@example.org", "Alice", time_zone="America/Chicago")
    make_user("bob@example.org", "Bob")
    signed_in(PHONE, "192.0.2.2")
    Client(REMOTE_ADDR="198.51.100.23").post(
        "/accounts/login/", {"login": alice.email, "password": "wrong horse battery"}
    )
    request: Any = RequestFactory().get("/")
    request.user = make_user("ruth@example.org", "Ruth Alvarez-Montgomery of the Evening Program")
    opened(request, alice, role="instructor")
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").wait_for()
    return page


def test_what_happened_is_read_from_the_account_page(alice_at_home: Any, axe: Any, screenshot: Any) -> None:
    page = alice_at_home
    page.goto("/account/")
    page.get_by_role("link", name="Your activity").click()
    page.get_by_role("heading", name="Your activity").wait_for()
    rows = page.get_by_role("row")
    assert "Signed in" in rows.nth(1).inner_text()
    opened_row = page.get_by_role("row", name="Opened the learner’s record")
    expect(opened_row).to_contain_text(
        "Ruth Alvarez-Montgomery of the Evening Program, instructor", use_inner_text=True
    )
    check_looks(page, axe, screenshot, "activity")


def test_the_phone_is_signed_out_from_here_by_keyboard(alice_at_home: Any, axe: Any, screenshot: Any) -> None:
    page = alice_at_home
    page.goto("/account/")
    page.get_by_role("link", name="Where you are signed in").click()
    page.get_by_text("Safari on iOS").first.wait_for()
    check_looks(page, axe, screenshot, "devices")
    page.get_by_role("button", name="Sign out Safari on iOS").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Is it still you?").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="That device is signed out.").wait_for()
    expect(page.get_by_text("Safari on iOS")).to_have_count(0)
    page.get_by_text("You are signed in on this device only.").wait_for()
    check_looks(page, axe, screenshot, "devices-one")
    assert User.objects.filter(email="alice@example.org").exists()
