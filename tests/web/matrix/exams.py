"""Practice exams: a sitting is its learner's alone. Forms and what is suspended are nobody's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from codeward.curriculum import program
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
from codeward.web.exams.sittings import begin, save, submit
from codeward.web.grants.api import Area, Need
from tests.web.exams.made import change, lesson_form
from tests.web.matrix.kinds import Row, World, by, everyone, own

LISTS = "what exams there are, the same for everybody; one's own sittings beside them"
OPEN: dict[str, str] = {
    "exams:list": LISTS,
    "exams:exam": LISTS,
    "exams:start": "begins one's own sitting: names no row",
    "exams:questions": "sections of the bank, for who teaches: names no row",
    "exams:questions-file": "the same questions as a file, for who teaches: names no row",
    "exams:questions-section": "questions of a section, for who teaches; figures without names: names no row",
}
WORDS = "notemark of Olive"
TAKEN_OUT = "reasonmark of a question"
STAFF = "staff decide about it; its learner reads it in the export"
UNDER_WAY, OVER = "CPC", "CCS"


def build(world: World) -> None:
    """A sitting under way, with a note; one that is over; a planned day; more time; a question that is suspended."""
    form = lesson_form()
    save(begin(world.owner, form, timed=True), [change(1, note=WORDS)])
    other = begin(world.owner, made(form, OVER), timed=False)
    save(other, [change(1, note=WORDS)])
    submit(other)
    Suspension.objects.create(item=_suspended(world)["item"], reason=TAKEN_OUT)
    PlannedExam.objects.create(learner=world.owner, exam="CPC", day=dt.date(2037, 3, 3))
    Accommodation.objects.create(
        learner=world.owner, factor=125, given_by=world.owner, reason="as documented"
    )


def made(form: Form, exam: str) -> Form:
    """The same paper as a form of another exam."""
    paper = {**form.paper, "exam": exam}
    return Form.objects.create(
        digest=f"{exam}-matrix", exam=exam, blueprint=form.blueprint, length=form.length, seed=form.seed, paper=paper,
        items=form.items, minutes=form.minutes,
    )  # fmt: skip


def _of(exam: str) -> Callable[[World], dict[str, str]]:
    return lambda world: {"public_id": Sitting.objects.get(learner=world.owner, exam=exam).public_id}


def _question(world: World) -> dict[str, Any]:
    return {**_of(UNDER_WAY)(world), "place": 1}


def _changes(_world: World) -> dict[str, Any]:
    return {"changes": [{"key": str(uuid4()), "place": 1, "sequence": 999, "given": "#1"}]}


def _suspended(_world: World) -> dict[str, str]:
    return {"item": next(iter(program().form_items))}


def _minutes(_world: World) -> dict[str, Any]:
    return {"minutes": "5", "reason": "as documented"}


def _who(world: World) -> dict[str, Any]:
    return {"who": world.owner.public_id}


def _of_owner(world: World) -> dict[str, Any]:
    return {"public_id": world.owner.public_id}


def _given(world: World) -> dict[str, Any]:
    return {"public_id": Accommodation.objects.get(learner=world.owner).public_id}


_here, _over = _of(UNDER_WAY), _of(OVER)
ROWS = [
    Row("exams.Form", mine=lambda _w: Form.objects.all(), why_none="the same for everybody"),
    Row(
        "exams.Suspension",
        (
            by(Area.PROGRAMS, Need.WRITE, "exams:question-of-exams", args=_suspended, shows=TAKEN_OUT),
            by(
                Area.PROGRAMS,
                Need.WRITE,
                "exams:take-out",
                "POST",
                args=_suspended,
                data=lambda _w: {"act": "suspend", "reason": "again"},
                decides=True,
            ),
        ),
        lambda _w: Suspension.objects.all(),
    ),
    Row(
        "exams.Sitting",
        (
            own("exams:sitting", args=_here),
            own("exams:review", args=_here),
            own("exams:break", "POST", args=_here, data=lambda _w: {"act": "end"}),
            own("exams:changes", args=_here),
            by(Area.PROGRAMS, Need.DECIDE, "exams:add-time", "POST", args=_here, data=_minutes),
        ),
        lambda w: Sitting.objects.filter(learner=w.owner),
    ),
    Row(
        "exams.Answer",
        (
            own("exams:question", args=_question, shows=WORDS),
            own("exams:all", args=_here, shows=WORDS),
            own("exams:question", "POST", args=_question, data=lambda _w: {"a1": "0", "go": "stay"}),
            own("exams:changes", "POST", args=_here, data=_changes, json=True),
        ),
        lambda w: Answer.objects.filter(sitting__learner=w.owner),
    ),
    Row("exams.Event", mine=lambda w: Event.objects.filter(sitting__learner=w.owner), why_none=STAFF),
    Row(
        "exams.Score",
        (own("exams:result", args=_over, shows=WORDS), own("exams:result-pdf", args=_over)),
        lambda w: Score.objects.filter(sitting__learner=w.owner),
    ),
    Row(
        "exams.PlannedExam",
        (everyone("exams:plan", "POST", args=lambda _w: {"exam": "cpc"}, data=lambda _w: {"day": "x"}),),
        lambda w: PlannedExam.objects.filter(learner=w.owner),
    ),
    Row(
        "exams.Accommodation",
        (
            by(Area.PROGRAMS, Need.DECIDE, "exams:times", data=_who, shows="as documented"),
            by(Area.PROGRAMS, Need.DECIDE, "exams:end-time", "POST", args=_given, data=lambda _w: {}),
            by(Area.PROGRAMS, Need.DECIDE, "exams:give-time", "POST", args=_of_owner, data=lambda _w: {}),
        ),
        lambda w: Accommodation.objects.filter(learner=w.owner),
    ),
]
