"""Whole ways through signing up, in, resetting and the second step, as people go them, with axe on each page."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.mail.models import OutboxMail
from tests.web.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def link_in_newest_mail() -> str:
    """The path of the link in the mail that was written last."""
    found = re.search(r"http://127\.0\.0\.1:8000(\S+)", OutboxMail.objects.first().body)  # type: ignore[union-attr]
    assert found is not None
    return found[1]


def totp_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_sign_up_confirm_and_reset(page: Any, axe: Any, screenshot: Any) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("carol@example.org")
    page.get_by_label("Password").fill("short")
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.locator("[data-error-summary]").get_by_text("too short").wait_for()
    axe(page)
    screenshot(page, "signup-error")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Account").wait_for()
    page.goto(link_in_newest_mail())
    axe(page)
    screenshot(page, "confirm-email")
    page.get_by_role("button", name="Yes, confirm it").click()
    page.get_by_role("status").filter(has_text="confirmed").first.wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/password/reset/")
    page.get_by_label("Email").fill("carol@example.org")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Check your email").wait_for()
    page.goto(link_in_newest_mail())
    axe(page)
    screenshot(page, "password-reset-key")
    for field in page.locator("main input[type=password]").all():
        field.fill("another horse battery")
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("heading", name="Your password is set").wait_for()
    axe(page)
    assert User.objects.get(email="carol@example.org").check_password("another horse battery")


def test_two_steps(page: Any, axe: Any, screenshot: Any, alice: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").wait_for()
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Set up the authenticator app").wait_for()
    axe(page)
    screenshot(page, "mfa-activate")
    assert page.locator("img.qr").bounding_box()["width"] > 150
    page.get_by_label("Authenticator code").fill(totp_code(page.locator("main .code").inner_text()))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    axe(page)
    screenshot(page, "mfa-recovery-codes")
    recovery = page.locator("main li.code").first.inner_text()
    page.goto("/accounts/2fa/")
    axe(page)
    screenshot(page, "mfa-on")
    for url in ("/accounts/2fa/totp/deactivate/", "/accounts/2fa/recovery-codes/generate/"):
        page.goto(url)
        axe(page)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Second step").wait_for()
    axe(page)
    screenshot(page, "mfa-authenticate")
    page.get_by_label("Code", exact=True).fill(recovery)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").wait_for()
    expect(page.get_by_role("link", name="Account")).to_be_visible()
    assert Authenticator.objects.filter(user=alice).count() == 2


def test_the_demo_learner_and_the_outbox(page: Any, axe: Any, screenshot: Any, settings: Any) -> None:
    settings.DEMO = True
    page.goto(f"/start/{tokens.issue(tokens.demo_learner())}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").click()
    axe(page)
    screenshot(page, "account-demo")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/password/reset/")
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("link", name="Read the email in the outbox").click()
    page.get_by_role("heading", name="Outbox").wait_for()
    assert "No mail yet" in page.inner_text("main"), "no mail goes to addresses without an account"


def test_export_and_delete(page: Any, alice: User, sign_in: Any) -> None:
    sign_in(alice)
    page.goto("/account/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export everything").click()
    assert waiting.value.suggested_filename.startswith("codeward-")
    page.get_by_role("link", name="Delete everything").click()
    page.get_by_label("Type DELETE to confirm").fill("DELETE")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("status").filter(has_text="is deleted").wait_for()
    assert "is deleted" in page.inner_text("main")
    assert not User.objects.filter(email="alice@example.org").exists()
