"""What is printed when the school is ready: how to get in, and who runs it."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.web.grants.api import Role
from codeward.web.serving.serve import welcome
from tests.web.grants.cast import member

pytestmark = pytest.mark.django_db


def test_whoever_starts_a_new_school_is_told_how_to_become_its_director() -> None:
    said = welcome("127.0.0.1", 8123, demo=False)
    assert "http://127.0.0.1:8123/accounts/signup/" in said
    assert "Nobody runs this school yet" in said


def test_a_school_with_a_director_says_nothing_of_it() -> None:
    member(Role.DIRECTOR)
    assert "Nobody runs" not in welcome("127.0.0.1", 8123, demo=False)


def test_where_nobody_may_sign_up_no_way_to_do_so_is_told(settings: Any) -> None:
    from dataclasses import replace

    settings.CODEWARD = replace(settings.CODEWARD, signup="closed")
    assert "/accounts/signup/" not in welcome("127.0.0.1", 8123, demo=False)
