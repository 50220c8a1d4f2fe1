"""The doors as people meet them: signed out while away, locked, the second step before what counts; axe, looks."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from playwright.sync_api import expect

from codeward.web.accounts import idle, tokens
from codeward.web.accounts.api import lock
from codeward.web.accounts.models import User
from codeward.web.charts import api
from codeward.web.charts.models import Attempt
from tests.web.charts.workspace import add_code, codes, open_chart, wait_saved
from tests.web.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody's session ends after half an hour without use."""

    def rule(request: HttpRequest) -> timedelta | None:
        return timedelta(minutes=30)

    monkeypatch.setattr(idle, "_rules", [rule])


def leave_alone(minutes: int) -> None:
    """Let every session be unused for so long."""
    for row in Session.objects.all():
        held = row.get_decoded()
        held["used_at"] = int(time.time()) - minutes * 60
        row.session_data = Session.get_session_store_class()().encode(held)
        row.save()


@pytest.mark.usefixtures("staff_rule")
def test_away_from_the_workspace_nothing_is_lost(
    page: Any, alice: User, sign_in: Any, axe: Any, screenshot: Any
) -> None:
    sign_in(alice)
    open_chart(page)
    add_code(page, "I10")
    wait_saved(page)
    leave_alone(45)
    page.get_by_role("combobox").first.fill("E11.9")
    page.wait_for_selector("text=E11.9")
    page.keyboard.press("Control+Enter")
    # The save is refused (409), the change waits on this device, and a word says so.
    page.wait_for_selector("#toasts .notice")
    waits = "Object.keys(localStorage).filter((key) => key.startsWith('codeward:change:')).length"
    assert page.evaluate(waits) == 1
    assert len(api.answer_of(Attempt.objects.get())["lines"]) == 1
    page.goto("/accounts/login/?next=" + page.evaluate("location.pathname") + "&away=1")
    page.get_by_text("You were signed out because you were away").wait_for()
    axe(page)
    screenshot(page, "login-away")
    page.get_by_label("Email").fill("alice@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#workspace[data-ready]")
    wait_saved(page)
    assert codes(page) == ["I10", "E11.9"]
    assert page.evaluate(waits) == 0
    assert [line["code"] for line in api.answer_of(Attempt.objects.get())["lines"]] == ["I10", "E11.9"]


@pytest.mark.usefixtures("staff_rule")
def test_a_form_sent_too_late_is_shown_again(
    page: Any, alice: User, sign_in: Any, axe: Any, screenshot: Any
) -> None:
    sign_in(alice)
    page.goto("/account/")
    page.get_by_label("Name shown").fill("Alice of Alder Street")
    leave_alone(45)
    page.get_by_role("button", name="Save the profile").click()
    page.get_by_role("heading", name="You were signed out").wait_for()
    expect(page.locator("textarea")).to_have_value("Alice of Alder Street")
    axe(page)
    screenshot(page, "was-idle")
    page.get_by_role("link", name="Sign in and continue").click()
    page.get_by_label("Email").fill("alice@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account/")


def test_somebody_who_is_locked_reads_why(
    page: Any, alice: User, bob: User, axe: Any, screenshot: Any
) -> None:
    lock(alice, bob, "Two people used this account at once. Write to us and we sort it out.")
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("alice@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Show the password").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    axe(page)
    screenshot(page, "login-password-shown")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="This account is locked").wait_for()
    assert "Two people used this account" in page.inner_text("main")
    axe(page)
    screenshot(page, "locked")


def test_deleting_asks_for_the_second_step(
    page: Any, alice: User, sign_in: Any, axe: Any, screenshot: Any
) -> None:
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    sign_in(alice)
    page.goto("/account/delete")
    page.get_by_label("Type DELETE to confirm").fill("DELETE")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Code from your authenticator app").fill("000000")
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_text("Incorrect code.", exact=True).wait_for()
    assert User.objects.filter(pk=alice.pk).exists()
    axe(page)
    screenshot(page, "delete-second-step")
    page.goto("/accounts/password/change/")
    page.get_by_label("Code from your authenticator app").wait_for()
    axe(page)
    screenshot(page, "password-change-second-step")


def test_going_back_opens_the_workspace_as_it_was_saved(page: Any, alice: User, sign_in: Any) -> None:
    """No cache keeps it (no-store), so the server draws it anew."""
    sign_in(alice)
    open_chart(page)
    add_code(page, "I10")
    wait_saved(page)
    page.goto("/charts/")
    page.go_back()
    page.wait_for_selector("#workspace[data-ready]")
    assert codes(page) == ["I10"]


def test_going_back_after_signing_out_shows_nothing_of_anybody(page: Any, alice: User, sign_in: Any) -> None:
    sign_in(alice)
    page.goto("/account/")
    page.get_by_text("alice@example.org").first.wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()
    page.go_back()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert "alice@example.org" not in page.content()


def test_a_one_time_link_leads_to_the_second_step(page: Any, alice: User) -> None:
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    page.goto(f"/start/{tokens.issue(alice)}")
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/accounts/2fa/authenticate/")
    assert page.get_by_role("button", name="Sign out").count() == 0  # not in yet
