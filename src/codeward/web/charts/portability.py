"""This app's part in merging a guest into an account, and in an account's export."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.charts.models import Attempt, Grade, Operation

__all__ = ["give", "merge", "register"]


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


def give(user: User) -> list[dict[str, Any]]:
    """Every attempt with all its operations and its grade."""
    return [
        {
            "id": attempt.public_id,
            "chart": attempt.chart_id,
            "chart_version": attempt.snapshot_id,
            "release": attempt.release,
            "state": attempt.state,
            "number": attempt.number,
            "counts": attempt.counts,
            "started_at": attempt.started_at,
            "submitted_at": attempt.submitted_at,
            "operations": list(attempt.operations.values("sequence", "kind", "payload", "made_at")),
            "grade": Grade.objects.filter(attempt=attempt)
            .values("answer", "result", "score", "release", "key_version", "rules_version", "made_at")
            .first(),
        }
        for attempt in Attempt.objects.filter(learner=user).prefetch_related("operations")
    ]


def register() -> None:
    """Add ``attempts.json`` to exports, and attempts to what a guest keeps."""
    on_merge("charts", merge)
    on_export("attempts", (Attempt, Operation, Grade), give)
