"""Versions of charts become the learning app's: the rows stay, and what refers to them goes on doing so, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from codeward.web.charts.models import Attempt, Grade
from codeward.web.charts.snapshots import charts, sync, version_of
from codeward.web.learning.api import ContentVersion
from tests.web.charts.conftest import CHART
from tests.web.charts.test_migrations import newest
from tests.web.migrating import to_newest

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = ("charts", "0006_help_used")


def back() -> Any:
    """The models as they were when charts kept their own versions."""
    MigrationExecutor(connection).migrate([BEFORE])
    return MigrationExecutor(connection).loader.project_state([BEFORE, newest("accounts")]).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """The models of before; the newest ones are back afterwards."""
    yield back()
    to_newest()


def stored(before: Any) -> Any:
    """An attempt, its grade and the correction of it, at two versions, as they were stored then."""
    chart = charts()[CHART]
    snapshots, attempts, grades = (
        before.get_model("charts", name) for name in ("ChartSnapshot", "Attempt", "Grade")
    )
    learner = before.get_model("accounts", "User").objects.create(state="guest")
    day = timezone.now()
    mine = snapshots.objects.create(version=chart.version, chart_id=CHART, files=chart.files, made_at=day)
    old = snapshots.objects.create(version="old0000old000000", chart_id=CHART, files={"a": "b"}, made_at=day)
    attempt = attempts.objects.create(
        learner=learner, chart_id=CHART, snapshot=mine, state="submitted", number=1, submitted_at=day
    )
    common = {
        "attempt": attempt, "rules_version": "r", "answer": {}, "score": 50, "points": 1, "possible": 2,
        "rule": "w", "in_force": True, "figures": {},
    }  # fmt: skip
    first = grades.objects.create(number=1, current=False, cause="submitted", snapshot=old, **common)
    grades.objects.create(number=2, current=True, cause="key", snapshot=mine, supersedes=first, **common)
    return attempt


def test_every_row_is_found_again_under_its_new_names(before: Any) -> None:
    attempt = stored(before)
    to_newest()
    chart = charts()[CHART]
    now = Attempt.objects.select_related("snapshot").get(public_id=attempt.public_id)
    assert (now.snapshot_id, now.snapshot.kind, now.snapshot.content_id) == (chart.version, "chart", CHART)
    assert now.snapshot.files == chart.files
    assert version_of(now.snapshot_id).key == chart.key
    told = list(Grade.objects.order_by("number").values_list("snapshot__digest", "snapshot__content_id"))
    assert told == [("old0000old000000", CHART), (chart.version, CHART)]
    # Today's version is known already, and is not stored twice.
    assert sync() == len(charts()) - 1
    assert ContentVersion.objects.count() == len(charts()) + 1


def refused(statement: str) -> None:
    """The database refuses the statement, at the latest when asked whether all that is referred to is there."""

    def run() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        run()


def test_the_database_goes_on_keeping_versions_that_are_referred_to(before: Any) -> None:
    stored(before)
    to_newest()
    refused("DELETE FROM learning_contentversion")
    refused("UPDATE charts_attempt SET snapshot_id = 'nosuchversion000'")
    refused("UPDATE charts_grade SET snapshot_id = 'nosuchversion000'")


def test_it_goes_back_as_well(before: Any) -> None:
    attempt = stored(before)
    to_newest()
    again = back().get_model("charts", "Attempt").objects.get(public_id=attempt.public_id)
    assert (again.snapshot.version, again.snapshot.chart_id) == (charts()[CHART].version, CHART)
