"""The doors to a result: a grade to read, a row of one's own to contest, and a contest for whoever settles it."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.web.charts.api import Attempt, Grade, own_attempt, record_attempt
from codeward.web.grants.api import Area, Need, Pass, passes
from codeward.web.results.models import Contest

__all__ = ["Contestable", "Seen", "contest_to_settle", "own_row", "seen_grade", "seen_past"]


class Seen(NamedTuple):
    """What may be shown: the attempt, its grade (None before it was handed in), and whether it is one's own."""

    attempt: Attempt
    grade: Grade | None
    mine: bool


class Contestable(NamedTuple):
    """A row of the current grade of one's own attempt, with the code it is about."""

    attempt: Attempt
    grade: Grade
    code: str


def seen_grade(request: HttpRequest, public_id: str) -> Seen:
    """The attempt and its current grade, for its learner and for those whose role reads the record."""
    attempt, mine = record_attempt(request, public_id)
    return Seen(attempt, _grades(attempt).filter(current=True).first(), mine)


def seen_past(request: HttpRequest, public_id: str, number: int) -> tuple[Seen, Grade]:
    """The attempt and its grade of that number, for the same."""
    attempt, mine = record_attempt(request, public_id)
    grade = get_object_or_404(_grades(attempt), number=number)
    return Seen(attempt, grade, mine), grade


def own_row(request: HttpRequest, public_id: str, row: str) -> Contestable:
    """A row of one's own current grade that has a code."""
    attempt = own_attempt(request, public_id)
    grade = _grades(attempt).filter(current=True).first()
    found = grade.rows.filter(row=row).first() if grade is not None else None
    side = (found.mine or found.key) if found is not None else None
    if grade is None or side is None:
        raise Http404
    return Contestable(attempt, grade, side["code"])


def contest_to_settle(request: HttpRequest, public_id: str) -> tuple[Pass, Contest]:
    """The contest of that id, for whoever teaches its learner and passed the second step. Else 404."""
    contest = get_object_or_404(Contest.objects.select_related("attempt__learner"), public_id=public_id)
    return (
        passes(request, Area.PROGRAMS, Need.WRITE, about=contest.attempt.learner, decides=True),
        contest,
    )


def _grades(attempt: Attempt) -> QuerySet[Grade]:
    return attempt.grades.select_related("attempt", "supersedes").prefetch_related("rows", "editions")
