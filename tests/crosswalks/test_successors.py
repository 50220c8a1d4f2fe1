from __future__ import annotations

from datetime import date

import pytest

from codeward.crosswalks import successors as of
from codeward.crosswalks.successors import between


def test_between_two_dates_a_code_is_followed_as_successors_follows_it() -> None:
    since, until = date(2023, 10, 1), date(2026, 4, 1)
    asked = between(since, until)
    for code in ("E66.8", "I10"):
        assert list(asked(code)) == [each.code for each in of(code, since, until)]


@pytest.mark.parametrize("code", ["Q99.99", "", "no code"])
def test_a_code_that_nobody_knows_has_none(code: str) -> None:
    assert list(between(date(2023, 10, 1), date(2026, 4, 1))(code)) == []
