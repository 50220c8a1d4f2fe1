"""Grades stored under rules 1 become rows, and say what they said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from codeward.web.charts.models import Attempt, Grade
from tests.web.migrating import to_newest

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = json.loads(Path(__file__).with_name("grades-of-rules-1.json").read_text(encoding="utf-8"))


def newest(app: str) -> tuple[str, str]:
    """The last migration of an app."""
    [found] = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == app]
    return found


def migrate(target: tuple[str, str]) -> Any:
    """Migrate charts to the target; the models as they are there."""
    MigrationExecutor(connection).migrate([target])
    return MigrationExecutor(connection).loader.project_state([target, newest("accounts")]).apps


@pytest.fixture
def before() -> Iterator[Any]:
    """The models as they were before grades were rows; the newest ones are back afterwards."""
    yield migrate(("charts", "0001_initial"))
    to_newest()


def test_old_grades_become_rows_with_their_words(before: Any) -> None:
    learner = before.get_model("accounts", "User").objects.create(state="guest")
    snapshots, attempts, grades = (
        before.get_model("charts", name) for name in ("ChartSnapshot", "Attempt", "Grade")
    )
    for example in EXAMPLES:
        told = example["result"]
        snapshot = snapshots.objects.create(version=example["version"], chart_id=example["chart"], files={})
        attempt = attempts.objects.create(
            public_id=example["version"],
            learner=learner,
            chart_id=example["chart"],
            snapshot=snapshot,
            release=told["release"],
            state="submitted",
            number=1,
            counts=True,
            submitted_at=timezone.now(),
        )
        grades.objects.create(
            attempt=attempt,
            answer=told["answer"],
            result=told,
            score=told["score"],
            release=told["release"],
            key_version=told["key_version"],
            rules_version=told["rules_version"],
        )
    migrate(newest("charts"))
    assert Grade.objects.count() == len(EXAMPLES) == 3
    for example in EXAMPLES:
        told = {name: value for name, value in example["result"].items() if name != "differences"}
        attempt = Attempt.objects.get(public_id=example["version"])
        grade = attempt.grade
        assert grade is not None
        # What judged it is told apart: of an old grade its release, by name.
        now = {name: value for name, value in grade.to_json().items() if name != "editions"}
        assert {**now, "chart": told["chart"]} == told
        assert (grade.number, grade.current, grade.cause) == (1, True, "submitted")
        assert attempt.release == grade.edition_of("icd10cm") == told["release"]
        verdicts = [row["verdict"] for row in told["rows"]]
        assert [row.verdict for row in grade.rows.all()] == verdicts
