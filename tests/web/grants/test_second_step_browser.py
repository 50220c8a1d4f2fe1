"""The page that leads to the second step, and a result that a role reads, as they look."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.grants.table import Role
from tests.web.grants.cast import member
from tests.web.results.work import handed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_page_says_why_and_its_one_button_leads_on(
    page: Any, sign_in: Any, axe: Any, screenshot: Any
) -> None:
    sign_in(member(Role.DIRECTOR))
    page.goto("/office/settings/")
    page.get_by_role("heading", name="One more step before this").wait_for()
    axe(page)
    screenshot(page, "grants-second-step")
    page.get_by_role("link", name="Set up two-step sign-in").click()
    page.wait_for_url("**/accounts/**")
    assert "/accounts/2fa/" in page.url or "/accounts/reauthenticate/" in page.url


def test_a_role_reads_a_result_and_is_told_that_it_is_seen(
    page: Any, sign_in: Any, axe: Any, screenshot: Any, alice: User
) -> None:
    attempt = handed_in(alice, ["J06.9"])
    sign_in(member(Role.INSTRUCTOR))
    page.goto(f"/attempts/{attempt.public_id}/result")
    page.get_by_text("You see the record of Alice").wait_for()
    expect(page.get_by_text("Score", exact=True)).to_have_count(1)
    expect(page.get_by_text("Correct my answer")).to_have_count(0)
    expect(page.get_by_text("I disagree")).to_have_count(0)
    axe(page)
    screenshot(page, "grants-record-by-role", full=False)
