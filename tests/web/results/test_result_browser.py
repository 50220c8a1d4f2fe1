"""The result page in a real browser: rows and the record beside them, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codeward.web.accounts.models import User
from tests.web.results.work import handed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

COUGH = {
    "J18.9": ("visit-note", "Probable pneumonia, right base."),
    "R05.1": ("visit-note", "Acute cough for four days"),
}


@pytest.fixture
def result(alice: User, sign_in: Callable[[User], None], page: Any) -> Any:
    """Alice's graded answer to the walk-in cough, opened."""
    attempt = handed_in(alice, ["J18.9", "R05.1"], evidence=COUGH)
    sign_in(alice)
    page.goto(f"/attempts/{attempt.public_id}/result")
    page.wait_for_selector("#result.live")
    return page


def test_result_looks(result: Any, axe: Any, screenshot: Any) -> None:
    axe(result)
    shots = screenshot(result, "result")
    result.emulate_media(color_scheme="dark")
    axe(result)
    assert len(shots) == 4
