"""A lost second step, from the person's page to the second person, as it looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP

from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from codeward.web.office.lifting import ask_to_lift, waiting_to_lift
from codeward.web.school.api import asked_already
from tests.web.grants.cast import member
from tests.web.signed_in import in_browser, with_second_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def locked_out(alice: User) -> User:
    asked_already("skipped")
    TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    return alice


def test_it_is_asked_on_the_persons_page(
    page: Any, context: Any, live_server: Any, locked_out: User, axe: Callable[[Any], None], screenshot: Any
) -> None:
    in_browser(context, live_server, with_second_step(member(Role.DIRECTOR, "dana")))
    page.goto(f"/office/people/{locked_out.public_id}/")
    page.get_by_text("They have lost it").click()
    axe(page)
    screenshot(page, "office-second-step")
    page.get_by_label("How you made sure that it is they who ask").fill("Shown an ID at the desk.")
    page.get_by_role("button", name="Ask to switch it off").click()
    page.get_by_text("It waits for a day, because nobody else can decide it.").wait_for()
    axe(page)
    screenshot(page, "office-second-step-asked")
    page.get_by_role("link", name="See what is waiting").click()
    page.get_by_text("Switch a second step off").wait_for()
    axe(page)
    waits = waiting_to_lift(locked_out)
    assert waits is not None
    assert waits.reason == "Shown an ID at the desk."


def test_its_person_reads_it_among_their_notices(
    page: Any, locked_out: User, sign_in: Any, axe: Callable[[Any], None], screenshot: Any
) -> None:
    ask_to_lift(member(Role.DIRECTOR, "dana"), locked_out, "Shown an ID at the desk.")
    sign_in(locked_out)
    page.goto("/notices/")
    page.get_by_role("heading", name="Somebody asked to switch your two-step sign-in off").wait_for()
    axe(page)
    screenshot(page, "notice-second-step")
    assert "sign in with your second step now: that stops it" in page.inner_text("main")
