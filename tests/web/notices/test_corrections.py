"""Apps answer whom a correction concerns; each is told once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from codeward.web.accounts.models import User
from codeward.web.notices import corrections
from codeward.web.notices.api import Concern, Correction, Notice, corrected, on_correction, unread
from tests.web.notices.kinds import STUDY
from tests.web.race import at_once

pytestmark = pytest.mark.django_db
LESSON = Correction("lesson", "sepsis", "2", "Sepsis needs two codes.")


@pytest.fixture(autouse=True)
def _readers_of_lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app whose lessons everybody has read."""
    monkeypatch.setattr(corrections, "_asked", corrections._asked.copy())

    def find(correction: Correction) -> Iterator[Concern]:
        if correction.kind == "lesson":
            for person in User.objects.order_by("pk"):
                yield Concern(person, {"title": correction.summary}, "/charts/")

    on_correction("tests", STUDY, find)


def test_each_is_told_once_of_each_version(alice: User, bob: User) -> None:
    assert corrected(LESSON) == 2
    assert corrected(LESSON) == 0
    assert corrected(Correction("lesson", "sepsis", "3")) == 2
    assert (unread(alice), unread(bob)) == (2, 2)
    assert Notice.objects.filter(key="lesson:sepsis:2").count() == 2


def test_whoever_came_later_is_told_when_it_is_asked_again(alice: User) -> None:
    assert corrected(LESSON) == 1
    User.objects.create_user("late@example.org")
    assert corrected(LESSON) == 1


def test_an_item_is_not_a_lesson(alice: User) -> None:
    assert corrected(Correction("item", "sepsis", "2")) == 0


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_each_is_told_by_one(alice: User, bob: User) -> None:
    assert sum(at_once(8, lambda _: corrected(LESSON))) == 2
    assert Notice.objects.count() == 2
