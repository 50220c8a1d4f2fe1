"""The database is away for ten seconds while somebody sits a practice exam: the room goes on, and nothing is lost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, connections

from codeward.web.accounts.models import User
from codeward.web.exams.models import Answer
from codeward.web.exams.sittings import begin
from tests.web.exams.made import KINDS, made_form
from tests.web.exams.test_exams_browser import at, given, saved, waiting

POSTGRES = os.environ.get("CODEWARD_TEST_DATABASE_URL", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is never away"),
]
AWAY = 10.0


@contextmanager
def database_away() -> Iterator[None]:
    """Every connection is ended, and none is let in."""
    import psycopg

    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    connections.close_all()


def test_ten_seconds_without_a_database_lose_nothing(
    page: Any, alice: User, sign_in: Callable[..., None]
) -> None:
    sign_in(alice)
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    page.goto(f"/exams/sittings/{one.public_id}/questions/1/")
    at(page, 1)
    with database_away():
        start = time.monotonic()
        page.check("#q1 input[name='a1'][value='2']")
        page.click("#q1 [data-go='1']")
        at(page, 2)
        page.fill("#q2 input.ask-code", "T22.211A")
        page.click("#q2 [data-go='1']")
        page.wait_for_selector("[data-save-state][data-late]")
        assert waiting(page) >= 2
        page.wait_for_timeout(max(0.0, AWAY - (time.monotonic() - start)) * 1000)
    saved(page)
    assert given() == {1: "#2", 2: "T22.211A"}
    assert Answer.objects.count() == 2
