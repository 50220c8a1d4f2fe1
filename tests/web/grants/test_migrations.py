"""Whoever ran the school by Django's flags runs it by a grant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from codeward.web.accounts.models import User
from codeward.web.audit.api import rows
from codeward.web.grants.models import Grant
from codeward.web.grants.rights import may
from codeward.web.grants.table import Area, Need
from tests.web.migrating import to_newest

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("accounts", "0004_lock_of_an_account"), ("grants", "0001_initial")]


@pytest.fixture
def before() -> Iterator[Any]:
    """The models as they were while flags decided; the newest ones are back afterwards."""
    MigrationExecutor(connection).migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state([*BEFORE, ("audit", "0001_initial")]).apps
    to_newest()


def test_an_account_with_a_flag_becomes_a_director_once_and_nobody_else_does(before: Any) -> None:
    users = before.get_model("accounts", "User").objects
    flags = {
        "both@example.org": {"is_staff": True, "is_superuser": True},
        "staff@example.org": {"is_staff": True},
        "super@example.org": {"is_superuser": True},
        "learner@example.org": {},
    }
    for email, held in flags.items():
        users.create(state="active", email=email, public_id=email[:16].ljust(16, "x"), **held)
    users.create(state="guest", public_id="g" * 16)
    to_newest()
    directors = {one.email for one in User.objects.all() if may(one, Area.PEOPLE, Need.DECIDE)}
    assert directors == {"both@example.org", "staff@example.org", "super@example.org"}
    assert set(Grant.objects.values_list("way", "giver", "reason")) == {
        ("moved", None, "Ran the school before there were roles.")
    }
    told = {row.about for row in rows().filter(act="grants.given")}
    assert told == {one.public_id for one in User.objects.filter(email__in=directors)}
