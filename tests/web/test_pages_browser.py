"""Every page of the base in real Chromium: axe, no sideways scroll, screenshots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.mail import send_mail
from django.shortcuts import render
from django.urls import clear_url_caches, path
from playwright.sync_api import expect

from codeward.web.accounts import tokens
from codeward.web.accounts.models import User
from codeward.web.conf import urls
from codeward.web.grants.api import Role
from codeward.web.pages.views import csrf_failure
from tests.web.grants.cast import member
from tests.web.signed_in import in_browser, with_second_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN_PAGES = {
    "home": "/",
    "about": "/about/",
    "first-chart": "/first-chart/",
    "first-chart-check": "/first-chart/?code=H60.331",
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
    "today": "/",
    "account": "/account/",
    "delete": "/account/delete",
    "email": "/accounts/email/",
    "password-change": "/accounts/password/change/",
    "mfa": "/accounts/2fa/",
    "reauthenticate": "/accounts/reauthenticate/",
    "logout": "/accounts/logout/",
}


def check_looks(page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any], name: str) -> None:
    """axe in light and dark, and the four screenshots."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, name)


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_open_pages(name: str, page: Any, axe: Any, screenshot: Any) -> None:
    page.goto(OPEN_PAGES[name])
    check_looks(page, axe, screenshot, name)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_of_a_person(
    name: str, page: Any, axe: Any, screenshot: Any, alice: User, sign_in: Any
) -> None:
    sign_in(alice)
    page.goto(OWN_PAGES[name])
    check_looks(page, axe, screenshot, name)


def test_the_outbox_of_the_demo(page: Any, axe: Any, screenshot: Any, settings: Any) -> None:
    settings.DEMO = True
    page.goto(f"/start/{tokens.issue(tokens.demo_learner())}")
    page.get_by_role("button", name="Sign in").click()
    confirm = "To confirm that it is yours, open:\n\nhttp://127.0.0.1:8000/accounts/confirm-email/abc/"
    send_mail("Confirm your address at Codeward", confirm, None, ["alice@example.org"])
    page.goto("/outbox/")
    check_looks(page, axe, screenshot, "outbox-demo")
    page.get_by_role("link", name="Confirm your address").click()
    check_looks(page, axe, screenshot, "mail")


def test_the_outbox_of_whoever_looks_after_it(
    page: Any, axe: Any, screenshot: Any, context: Any, live_server: Any
) -> None:
    send_mail("Confirm your address at Codeward", "A link", None, ["alice@example.org"])
    in_browser(context, live_server, with_second_step(member(Role.DIRECTOR)))
    page.goto("/outbox/")
    check_looks(page, axe, screenshot, "outbox")
    expect(page.get_by_role("link", name="Confirm your address")).to_have_count(0)


def test_the_one_time_address_in_a_browser(page: Any, settings: Any) -> None:
    settings.DEMO = True
    token = tokens.issue(tokens.demo_learner())
    page.goto(f"/start/{token}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").click()
    assert "demo learner" in page.inner_text("main")


@pytest.fixture
def faulty() -> Iterator[None]:
    """Addresses that fail in each way a page can."""

    def fail(error: Exception) -> Callable[[Any], None]:
        def view(request: Any) -> None:
            raise error

        return view

    before = list(urls.urlpatterns)
    urls.urlpatterns += [
        path("fails/400", fail(SuspiciousOperation("no"))),
        path("fails/403", fail(PermissionDenied("This is said to people."))),
        path("fails/500", fail(RuntimeError("secret"))),
        path("fails/429", lambda request: render(request, "429.html", status=429)),
        path("fails/csrf", csrf_failure),
    ]
    clear_url_caches()
    yield
    urls.urlpatterns[:] = before
    clear_url_caches()


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize("kind", ["400", "403", "csrf", "429", "500"])
def test_error_pages(kind: str, page: Any, axe: Any, screenshot: Any) -> None:
    page.goto(f"/fails/{kind}")
    expect(page.locator("h1")).to_be_visible()
    assert "secret" not in page.content()
    check_looks(page, axe, screenshot, f"error-{kind}")


def test_print_leaves_the_content_alone(page: Any, alice: User, sign_in: Any) -> None:
    sign_in(alice)
    page.goto("/account/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("header.site-header").is_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_the_dialog_is_a_sheet_on_a_phone(page: Any, axe: Any) -> None:
    page.goto("/design")
    page.get_by_role("button", name="Open the dialog").click()
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.locator("#g-dialog").bounding_box()
    assert box["width"] == 390
    assert round(box["y"] + box["height"]) == 844
    page.keyboard.press("Escape")
    assert page.locator("#g-dialog").is_hidden()


# The gallery is asked for more in tests/web/ui/test_gallery_browser.py, where a control's label counts.
@pytest.mark.parametrize("name", [name for name in OPEN_PAGES if name != "design"])
def test_targets_are_large_enough(name: str, page: Any) -> None:
    """WCAG 2.5.8: at least 24 px each way; links inside a sentence are excepted."""
    page.goto(OPEN_PAGES[name])
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        small = page.evaluate(
            """selector => [...document.querySelectorAll(selector)]
            .filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)""",
            "button, input:not([type=hidden]), select, summary, nav a, a.button, [role=tab]",
        )
        assert small == []
