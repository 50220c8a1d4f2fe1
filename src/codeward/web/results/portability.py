"""This app's part of an account's export."""

from __future__ import annotations

from typing import Any

from codeward.web.accounts.api import User, on_export
from codeward.web.results.models import Contest

__all__ = ["give", "register"]


def give(user: User) -> list[dict[str, Any]]:
    """Every contest that the user wrote."""
    return [
        {
            "id": contest.public_id,
            "attempt": contest.attempt.public_id,
            "chart": contest.attempt.chart_id,
            "row": contest.row,
            "code": contest.code,
            "text": contest.text,
            "made_at": contest.made_at,
            "changed_at": contest.changed_at,
            "state": contest.state,
            "decided_at": contest.decided_at,
            "decision_reason": contest.decision_reason,
        }
        for contest in Contest.objects.filter(attempt__learner=user).select_related("attempt")
    ]


def register() -> None:
    """Add ``contests.json`` to exports. Contests go with their attempt, and attempts with their learner."""
    on_export("contests", (Contest,), give)
