"""The same asked eight times at the same instant: the database decides, and a look before would not have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.jobs.api import home_id
from codeward.web.office.books import asking, moves
from codeward.web.office.books.models import LIVE, BookJob
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8
FY2026 = "icd10cm-2025-10-01"


def test_asked_at_once_is_one_piece_of_work(director: User, publisher: Path) -> None:
    made = at_once(MANY, lambda _pause: asking.fetch(User.objects.get(pk=director.pk), "icd10cm", FY2026).pk)
    assert len(made) == MANY
    assert set(made) == {BookJob.objects.get().pk}
    assert DBTaskResult.objects.count() == 1
    assert AuditRow.objects.filter(act="office.book_install_asked").count() == 1


def test_looking_first_would_break_on_the_databases_rule(director: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("races are tried on PostgreSQL")

    def naive(pause: Callable[[], object]) -> bool:
        there = BookJob.objects.filter(system="icd10cm", release=FY2026, state__in=LIVE).exists()
        pause()
        if not there:
            try:
                BookJob.objects.create(
                    home=home_id(), kind="install", source="publisher", system="icd10cm", release=FY2026
                )
            except IntegrityError:
                return False
        return True

    assert at_once(MANY, naive).count(False) == MANY - 1  # each of them had looked, and saw nothing


def test_work_is_taken_by_one_of_eight_workers(director: User, publisher: Path) -> None:
    job = asking.fetch(director, "icd10cm", FY2026)
    taken = at_once(MANY, lambda _pause: moves.claim(job.pk))
    assert sum(one is not None for one in taken) == 1


def test_the_end_and_the_stop_at_once_end_it_once(director: User, publisher: Path) -> None:
    for _ in range(5):
        job = moves.claim(asking.fetch(director, "icd10cm", FY2026).pk)
        assert job is not None
        turns = iter(range(MANY))

        def both(_pause: Callable[[], object], mine: BookJob = job, turns: object = turns) -> bool:
            if next(turns) % 2:  # type: ignore[call-overload]
                return moves.cancel(BookJob.objects.get(pk=mine.pk), User.objects.get(pk=director.pk))
            return moves.end(BookJob.objects.get(pk=mine.pk), BookJob.State.DONE)

        at_once(MANY, both)
        job.refresh_from_db()
        assert job.state in {"done", "stopping"}
        assert AuditRow.objects.filter(act="office.book_installed").count() <= 5
        moves.end(job, BookJob.State.CANCELLED)
    ends = ["office.book_installed", "office.book_stopped"]
    assert AuditRow.objects.filter(act__in=ends).count() == 5


def test_work_that_was_lost_is_found_by_one(director: User, publisher: Path) -> None:
    moves.claim(asking.fetch(director, "icd10cm", FY2026).pk)
    BookJob.objects.update(seen_at=timezone.now() - 2 * moves.STALE)
    assert sum(at_once(MANY, lambda _pause: moves.sweep())) == 1
    assert AuditRow.objects.filter(act="office.book_failed").count() == 1
