"""Practice exams: a sitting is its learner's alone. Forms and what is suspended are nobody's."""

from __future__ import annotations

import datetime as dt

from codeward.web.exams.models import (
    Accommodation,
    Answer,
    Event,
    Form,
    PlannedExam,
    Score,
    Sitting,
    Suspension,
)
from codeward.web.exams.sittings import begin, save
from tests.web.exams.made import change, lesson_form
from tests.web.matrix.kinds import Row, World

OPEN: dict[str, str] = {}
WORDS = "notemark of Olive"
NO_PAGE = "no page shows it yet"


def build(world: World) -> None:
    """A sitting under way, with a note; a planned day; more time."""
    save(begin(world.owner, lesson_form(), timed=True), [change(1, note=WORDS)])
    PlannedExam.objects.create(learner=world.owner, exam="CPC", day=dt.date(2027, 3, 3))
    Accommodation.objects.create(
        learner=world.owner, factor=125, given_by=world.owner, reason="as documented"
    )


ROWS = [
    Row("exams.Form", mine=lambda _w: Form.objects.all(), why_none="the same for everybody"),
    Row("exams.Suspension", mine=lambda _w: Suspension.objects.all(), why_none=NO_PAGE),
    Row("exams.Sitting", mine=lambda w: Sitting.objects.filter(learner=w.owner), why_none=NO_PAGE),
    Row("exams.Answer", mine=lambda w: Answer.objects.filter(sitting__learner=w.owner), why_none=NO_PAGE),
    Row("exams.Event", mine=lambda w: Event.objects.filter(sitting__learner=w.owner), why_none=NO_PAGE),
    Row("exams.Score", mine=lambda w: Score.objects.filter(sitting__learner=w.owner), why_none=NO_PAGE),
    Row("exams.PlannedExam", mine=lambda w: PlannedExam.objects.filter(learner=w.owner), why_none=NO_PAGE),
    Row(
        "exams.Accommodation", mine=lambda w: Accommodation.objects.filter(learner=w.owner), why_none=NO_PAGE
    ),
]
