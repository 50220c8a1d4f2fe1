"""Forms for one learner: nothing that they saw, the least shown first, the edition of their planned day."""

from __future__ import annotations

import datetime as dt

import pytest

from codeward.codesets import books
from codeward.practice import Size
from codeward.web.accounts.models import User
from codeward.web.exams.forms import exam_day, make_form, pool, size_of, told_of_size, would_hold
from codeward.web.exams.models import PlannedExam, Suspension
from codeward.web.exams.papers import exams, items_of, paper_of
from codeward.web.exams.sittings import SittingRefused, begin, submit
from codeward.web.learning.models import ContentVersion

pytestmark = pytest.mark.django_db


def ids(form: object) -> set[str]:
    return {one.id for one in paper_of(form).items}  # type: ignore[arg-type]


def test_a_form_is_frozen_with_the_versions_of_its_questions(alice: User) -> None:
    form = make_form("CPC", Size(), alice, seed=7)
    assert (form.exam, form.length, form.seed, form.items) == ("CPC", "whole", 7, 12)
    assert [one.id for one in items_of(form)] == [one.id for one in paper_of(form).items]
    assert ContentVersion.objects.filter(kind="item").count() == 12
    assert make_form("CPC", Size(), alice, seed=7) == form
    assert {one.domain for one in paper_of(form).lacking} >= {"s3", "k"}


def test_nothing_that_the_learner_saw_comes_again(alice: User, bob: User) -> None:
    first = make_form("CPC", Size(kind="domain", domain="d"), alice)
    submit(begin(alice, first, timed=False))
    assert not ids(first) & ids(make_form("CPC", Size(), alice))
    with pytest.raises(SittingRefused, match="no question left"):
        make_form("CPC", Size(kind="domain", domain="d"), alice)
    assert ids(make_form("CPC", Size(kind="domain", domain="d"), bob)) == ids(first)


def test_the_least_shown_comes_first(alice: User, bob: User) -> None:
    short = Size(kind="minutes", minutes=25)
    first = make_form("CCS", short, alice, seed=1)
    begin(alice, first, timed=True)
    second = make_form("CCS", short, bob, seed=1)
    assert ids(first) != ids(second)


def test_what_is_suspended_enters_no_form(alice: User) -> None:
    Suspension.objects.create(item="made-d-000", reason="wrong key")
    assert "made-d-000" not in pool(dt.date(2026, 6, 1)).items
    assert "made-d-000" not in ids(make_form("CPC", Size(), alice))


def test_the_planned_day_chooses_the_edition(alice: User) -> None:
    assert exam_day(alice, "CPC") == books.today()
    planned = books.today() + dt.timedelta(days=40)
    PlannedExam.objects.create(learner=alice, exam="CPC", day=planned)
    assert exam_day(alice, "CPC") == planned
    PlannedExam.objects.update(day=dt.date(2020, 1, 1))
    assert exam_day(alice, "CPC") == books.today()


def test_a_form_may_be_whole_half_short_or_of_a_section() -> None:
    day, cpc = books.today(), exams()["CPC"]
    for text in ("whole", "half", "short", "s1"):
        size = size_of(text, cpc, day)
        assert size is not None
        assert told_of_size(size) == text
    assert size_of("zz", cpc, day) is None
    [paper] = would_hold(cpc, [Size(kind="half")], day, None)
    assert paper.items
    assert paper.lacking
