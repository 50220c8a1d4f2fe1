"""This app's part in merging a guest into an account, and in an account's export."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.translation import ngettext

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.charts.models import (
    Attempt,
    AttemptEdition,
    Grade,
    GradeEdition,
    GradeRow,
    HelpUse,
    Operation,
)

__all__ = ["counted", "give", "merge", "register"]


def merge(guest: User, user: User) -> None:
    """Move the guest's attempts. The newer open one stays open, the other is set aside; one submission counts."""
    for attempt in Attempt.objects.filter(learner=guest).order_by("started_at", "pk"):
        mine = Attempt.objects.filter(learner=user, chart_id=attempt.chart_id)
        if attempt.state == Attempt.State.OPEN:
            mine.filter(state=Attempt.State.OPEN).update(state=Attempt.State.SET_ASIDE)
        if attempt.counts and mine.filter(state=Attempt.State.SUBMITTED).exists():
            # The account has seen the key as well: its own first submission is the one that counts.
            attempt.counts = False
        attempt.number = (mine.aggregate(n=Max("number"))["n"] or 0) + 1
        attempt.learner = user
        attempt.save(update_fields=["counts", "number", "learner"])


def counted(guest: User) -> str:
    """How many charts the guest has worked on."""
    n = Attempt.objects.filter(learner=guest).values("chart_id").distinct().count()
    return ngettext("%(n)d chart", "%(n)d charts", n) % {"n": n} if n else ""


def give(user: User) -> list[dict[str, Any]]:
    """Every attempt with all its operations and every grade it ever had."""
    attempts = Attempt.objects.filter(learner=user).prefetch_related("operations", "editions", "helps")
    return [
        {
            "id": attempt.public_id,
            "chart": attempt.chart_id,
            "chart_version": attempt.snapshot_id,
            "editions": [_edition(one) for one in attempt.editions.all()],
            "state": attempt.state,
            "number": attempt.number,
            "counts": attempt.counts,
            "started_at": attempt.started_at,
            "submitted_at": attempt.submitted_at,
            "operations": list(attempt.operations.values("sequence", "kind", "payload", "made_at")),
            "helps": list(attempt.helps.values("kind", "revision", "findings", "made_at")),
            "grades": [
                _grade(grade)
                for grade in attempt.grades.order_by("number").prefetch_related("rows", "editions")
            ],
        }
        for attempt in attempts
    ]


def _grade(grade: Grade) -> dict[str, Any]:
    return {
        "number": grade.number,
        "current": grade.current,
        "cause": grade.cause,
        "made_at": grade.made_at,
        "editions": [_edition(one) for one in grade.editions.all()],
        "result": grade.to_json(),
    }


def _edition(one: AttemptEdition | GradeEdition) -> dict[str, str]:
    return {"system": one.system, "edition": one.edition, "digest": one.digest}


def register() -> None:
    """Add ``attempts.json`` to exports, and attempts to what a guest keeps."""
    on_merge("charts", merge, counted)
    on_export("attempts", (Attempt, Operation, HelpUse, Grade, GradeRow), give)
