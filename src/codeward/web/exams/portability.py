"""This app's part in an account's export. Guests sit no practice exams, so nothing is merged."""

from __future__ import annotations

from typing import Any

from codeward.web.accounts.api import User, on_export
from codeward.web.exams.models import Accommodation, Answer, Event, PlannedExam, Score, Sitting

__all__ = ["give", "give_planned", "give_time", "hold", "register"]


def give(user: User) -> list[dict[str, Any]]:
    """Every sitting with its questions' ids, what was answered, what happened, and every score.

    Of one under way the paper is left out: it says which questions are not scored, and the room tells nobody.
    """
    mine = Sitting.objects.filter(learner=user).select_related("form")
    mine = mine.prefetch_related("answers", "events", "scores")
    return [
        {
            "id": one.public_id,
            "exam": one.exam,
            "form": one.form.public_id,
            "questions": None if one.is_open else one.form.paper,
            "number": one.number,
            "state": one.state,
            "timed": one.timed,
            "factor": one.factor,
            "seconds_added": one.added,
            "break_seconds": one.paused,
            "started_at": one.started_at,
            "deadline": one.deadline,
            "closed_at": one.closed_at,
            "closed_by": one.closed_by,
            "answers": [
                {
                    name: getattr(row, name)
                    for name in (
                        "place", "given", "flagged", "struck", "note", "marks", "seconds", "saved_at",
                    )
                }
                for row in one.answers.all()
            ],
            "events": [
                {"kind": row.kind, "place": row.place, "told": row.told, "at": row.at}
                for row in one.events.all()
            ],
            "scores": [
                {
                    name: getattr(row, name)
                    for name in (
                        "number", "current", "cause", "rules", "result", "points", "possible", "made_at",
                    )
                }
                for row in one.scores.all()
            ],
        }
        for one in mine
    ]  # fmt: skip


def give_time(user: User) -> list[dict[str, Any]]:
    """Every accommodation with its reason."""
    mine = Accommodation.objects.filter(learner=user)
    return [
        dict(row) for row in mine.values("public_id", "factor", "breaks", "starts_at", "ends_at", "reason")
    ]


def give_planned(user: User) -> list[dict[str, Any]]:
    """The days on which examinations are planned."""
    return [dict(row) for row in PlannedExam.objects.filter(learner=user).values("exam", "day")]


def hold(user: User) -> None:
    """Hold the learner and their sittings before they go: what is being saved or scored now is waited for.

    Otherwise an answer that comes while its sitting is deleted would stop the deletion.
    """
    User.objects.select_for_update().filter(pk=user.pk).first()
    list(Sitting.objects.select_for_update().filter(learner=user).values_list("pk"))


def register() -> None:
    """Add ``sittings.json``, ``planned_exams.json`` and ``accommodations.json`` to exports."""
    on_export("planned_exams", (PlannedExam,), give_planned)
    on_export("sittings", (Sitting, Answer, Event, Score), give, hold)
    on_export("accommodations", (Accommodation,), give_time)
