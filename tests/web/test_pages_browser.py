"""Every page of the base in real Chromium: axe, no sideways scroll, screenshots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.mail.models import OutboxMail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = {
    "home": "/",
    "design": "/design",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "password-reset-done": "/accounts/password/reset/done/",
    "password-reset-bad": "/accounts/password/reset/key/1-nonsense/",
    "confirm-email-bad": "/accounts/confirm-email/nonsense/",
    "verification-sent": "/accounts/confirm-email/",
    "inactive": "/accounts/inactive/",
    "start": "/start/some-token",
    "404": "/no-such-page",
}
OWN_PAGES = {
    "account": "/account/",
    "delete": "/account/delete",
    "email": "/accounts/email/",
    "password-change": "/accounts/password/change/",
    "mfa": "/accounts/2fa/",
    "reauthenticate": "/accounts/reauthenticate/",
    "logout": "/accounts/logout/",
}


def look(page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any], name: str) -> None:
    """axe in light and dark, and the four screenshots."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    assert len(screenshot(page, name)) == 4


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_open_pages(name: str, page: Any, axe: Any, screenshot: Any) -> None:
    page.goto(OPEN_PAGES[name])
    look(page, axe, screenshot, name)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_a_person(
    name: str, page: Any, axe: Any, screenshot: Any, alice: User, sign_in: Any
) -> None:
    sign_in(alice)
    page.goto(OWN_PAGES[name])
    look(page, axe, screenshot, name)


def test_outbox(page: Any, axe: Any, screenshot: Any, staff: User, sign_in: Any) -> None:
    OutboxMail.objects.create(
        sender="school@localhost",
        recipients="\nalice@example.org\n",
        subject="Confirm your address at Codeward",
        body="To confirm that it is yours, open:\n\nhttp://127.0.0.1:8000/accounts/confirm-email/abc/",
        message_id="<1@codeward>",
    )
    sign_in(staff)
    page.goto("/outbox/")
    look(page, axe, screenshot, "outbox")
    page.get_by_role("link", name="Confirm your address").click()
    look(page, axe, screenshot, "mail")


def test_the_one_time_address_in_a_browser(page: Any, settings: Any) -> None:
    settings.DEMO = True
    token = tokens.issue(tokens.demo_learner())
    page.goto(f"/start/{token}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").click()
    assert "demo learner" in page.inner_text("main")
