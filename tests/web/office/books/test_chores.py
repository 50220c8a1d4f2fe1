"""What the clock does for the books: uploads that nothing came of, and work that is long over."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from codeward.web.accounts.models import SchoolDay, User
from codeward.web.office.books import chores, uploads
from codeward.web.office.books.models import BookJob
from tests.web.office.books.test_moves import ask, sent

pytestmark = pytest.mark.django_db(transaction=True)


def test_uploads_of_which_no_book_was_made_go_after_a_day(director: User, home: Path) -> None:
    old, wanted = sent(), ask(director)
    for name in (old.name, wanted.upload):
        os.utime(uploads.folder_of(name), (0, 0))
    assert chores.clear() == 1
    assert [path.name for path in (home / "uploads").iterdir()] == [wanted.upload]


def test_old_work_is_forgotten_a_bounded_number_at_a_time(
    director: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    ask(director)  # waits
    for days in (1, 500, 600, 700):
        at = now - timedelta(days=days)
        BookJob.objects.create(
            home="h", kind="verify", system="icd10cm", release=f"r{days}", state="done", actor=director,
            asked_at=at, started_at=at, seen_at=at, ended_at=at,
        )  # fmt: skip
    assert chores.forget_work() == 0  # the school has not run that long
    SchoolDay.objects.bulk_create(
        (SchoolDay(day=(now - timedelta(days=n)).date()) for n in range(500)), ignore_conflicts=True
    )
    monkeypatch.setattr(chores, "MAX_FORGOTTEN", 2)
    assert [chores.forget_work() for _ in range(3)] == [2, 1, 0]
    assert sorted(BookJob.objects.values_list("state", "release")) == [("done", "r1"), ("waiting", "")]
