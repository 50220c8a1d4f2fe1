"""Grades: made once for a submission, and added to by corrections. Nothing of an old grade changes.

Whoever makes a grade holds the attempt's row, so that a submission and corrections come one after the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from codeward.charts import Answer, Chart, load_answer
from codeward.codesets import Edition, Shelf, books
from codeward.grading import Grade as Judged
from codeward.grading import grade as graded
from codeward.grading import rules_version
from codeward.web.accounts.api import User
from codeward.web.audit.api import Kind, act
from codeward.web.charts import snapshots
from codeward.web.charts.corrections import tell_changed
from codeward.web.charts.models import (
    ROW_FIELDS,
    Attempt,
    AttemptEdition,
    Grade,
    GradeEdition,
    GradeRow,
)

__all__ = [
    "CORRECTED",
    "correct",
    "current_grades",
    "first_scores",
    "judging",
    "keep_shelf",
    "last_grade",
    "make",
    "note_editions",
    "shelf_of",
    "store",
]

CORRECTED = act(
    "charts.grades_corrected", gettext_lazy("Graded submitted work again with a corrected key"), Kind.MOVE
)
_COLUMNS = {"score", "points", "possible", "rule", "in_force", "figures"}
# Told by other columns and rows, or made from them again.
_ELSEWHERE = {"rows", "differences", "release", "editions", "key_version", "rules_version", "chart", "answer"}


def current_grades(learner: User) -> QuerySet[Grade]:
    """The current grades of a learner's submissions, as a query: what pages show and progress counts."""
    return Grade.objects.filter(attempt__learner=learner, current=True)


def first_scores(learner: User | None) -> dict[str, float]:
    """The score of each chart's submission that counts, by the chart's id, as its key judges it now. One query."""
    if learner is None:
        return {}
    counting = current_grades(learner).filter(attempt__counts=True)
    return dict(counting.order_by().values_list("attempt__chart_id", "score"))


def last_grade(learner: User | None, chart_id: str) -> Grade | None:
    """The current grade of the learner's newest submission of the chart; whoever has one has seen the key."""
    if learner is None:
        return None
    mine = current_grades(learner).filter(attempt__chart_id=chart_id)
    return mine.select_related("attempt").order_by("-attempt__submitted_at", "-pk").first()


def _record_of(chart: Chart) -> dict[str, Any]:
    """All that a learner saw of a chart, which an answer is about: everything but its key and its number."""
    return chart.model_dump(mode="json", exclude={"key", "version", "files", "number"})


def judging(attempt: Attempt) -> Chart:
    """The version of the chart whose key judges the attempt's answer.

    Today's, where its record is the very one that the learner coded: a key known to be wrong judges nobody. Else the
    attempt's own version.
    """
    own = snapshots.version_of(attempt.snapshot_id)
    today = snapshots.charts().get(attempt.chart_id)
    return today if today is not None and _record_of(today) == _record_of(own) else own


def make(attempt: Attempt, answer: Answer, cause: Grade.Cause, before: Grade | None = None) -> Grade:
    """Judge `answer` and store the grade as the current one. Call it holding the attempt's row."""
    chart = judging(attempt)
    return store(attempt, answer, chart, graded(chart, answer, shelf_of(attempt)), cause, before)


def store(
    attempt: Attempt,
    answer: Answer,
    chart: Chart,
    judged: Judged,
    cause: Grade.Cause,
    before: Grade | None = None,
) -> Grade:
    """Store what was judged by the key of `chart` as the current grade. Call it holding the attempt's row."""
    result = judged.to_json()
    if before is not None:
        Grade.objects.filter(pk=before.pk).update(current=False)
    made = Grade.objects.create(
        attempt=attempt,
        number=before.number + 1 if before is not None else 1,
        current=True,
        supersedes=before,
        cause=cause,
        snapshot=snapshots.snapshot_of(chart),
        rules_version=result["rules_version"],
        answer=answer.to_json(),
        **{name: result[name] for name in _COLUMNS},
        more={name: value for name, value in result.items() if name not in _COLUMNS | _ELSEWHERE},
    )
    GradeRow.objects.bulk_create(_row_of(made, place, row) for place, row in enumerate(result["rows"]))
    GradeEdition.objects.bulk_create(GradeEdition(grade=made, **one) for one in result["editions"])
    # A grade is never refused for want of room; what it takes counts when the next change asks for some.
    Attempt.objects.filter(pk=attempt.pk).update(stored=F("stored") + len(json.dumps(result).encode()))
    return made


def _row_of(grade: Grade, place: int, row: dict[str, Any]) -> GradeRow:
    """One row of the grader's JSON as a row of the database."""
    return GradeRow(
        grade=grade,
        place=place,
        row=row["id"],
        **{name: row[name] for name in ROW_FIELDS if name != "rule"},
        rule=row["rule"] or "",
        more={name: value for name, value in row.items() if name not in {"id", *ROW_FIELDS}},
    )


def correct(attempt: Attempt, *, rules: bool = False, why: str = "") -> Grade | None:
    """Judge a submission again by today's key; returns the grade added, or None where nothing is new.

    With `rules` the same key's newer rules are a cause too: what was given under older ones else stays as given. The
    old grade stays as it was and is no longer the current one. An attempt that is not handed in has no grade: it is
    judged by today's key when it is. A query of words alone says too little for rules that go by its kind, so an
    answer that holds one is left as it was judged. A learner whose score it changes is told, with `why`.
    """
    with transaction.atomic():
        locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
        old = locked.grades.select_related("snapshot").filter(current=True).first()
        if old is None:
            return None
        answer, chart = load_answer(old.answer), judging(locked)
        if any(query.kind is None for query in answer.queries):
            return None
        if chart.version != old.snapshot_id:
            made = make(locked, answer, Grade.Cause.KEY, old)
        elif rules and rules_version() != old.rules_version:
            made = make(locked, answer, Grade.Cause.RULES, old)
        else:
            return None
        tell_changed(made, old, why)
        return made


def keep_shelf(shelf: Shelf) -> tuple[Edition, ...]:
    """The editions of every book on the shelf, each kept in the home, and that of the list of valid codes.

    A cache may be wiped and a package upgraded: the books that an attempt names, and is judged by, stay. The list is
    made anew from its package; what it says of a day that is past does not change.
    """
    for one in shelf.editions():
        books.keep(shelf.book(one.system))
    return shelf.judged_by()


def note_editions(attempt: Attempt, editions: Iterable[Edition]) -> None:
    """Store which editions an attempt's codes are looked up in."""
    AttemptEdition.objects.bulk_create(AttemptEdition(attempt=attempt, **one.to_json()) for one in editions)


def shelf_of(attempt: Attempt) -> Shelf:
    """The books that an attempt's codes are looked up in, and that judge it."""
    named = [Edition(one.system, one.edition, one.digest) for one in attempt.editions.all()]
    return Shelf.named(named, snapshots.version_of(attempt.snapshot_id).coding_date)
