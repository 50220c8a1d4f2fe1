"""The office's page of time in exams, as it looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codeward.web.exams.models import Sitting
from codeward.web.grants.table import Role
from tests.web.grants.cast import member
from tests.web.signed_in import in_browser, with_second_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_time_in_exams_looks_as_it_should(
    page: Any,
    context: Any,
    live_server: Any,
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
    sitting: Sitting,
) -> None:
    in_browser(context, live_server, with_second_step(member(Role.DIRECTOR)))
    page.goto("/office/exams/")
    page.fill("#who", str(sitting.learner.email))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=CPC practice exam")
    axe(page)
    screenshot(page, "exam-office")
