"""Whom a corrected score concerns: whoever sat the exam, told once of each score that was made anew."""

from __future__ import annotations

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext_lazy as _

from codeward.web.exams.models import Score, Sitting
from codeward.web.notices.api import Group, Timing, kind, tell

__all__ = ["SCORE_CORRECTED", "tell_corrected"]

_CASE = {
    "exam": "CPC", "before": "68", "after": "69", "possible": "100", "changed": True, "cause": "key",
    "why": "The right arm was burned, so T22.211A is right.",
}  # fmt: skip
SCORE_CORRECTED = kind(
    "exams.score_corrected",
    _("A practice exam you sat was scored again"),
    group=Group.STUDY,
    template="exams/notices/score_corrected.txt",
    action=_("See the result"),
    preview=lambda: [
        _CASE,
        {**_CASE, "why": ""},
        {**_CASE, "cause": "suspended"},
        {**_CASE, "changed": False, "before": "69"},
        {**_CASE, "changed": False, "before": "69", "cause": "suspended", "why": ""},
    ],
    default=Timing.DAILY,
)


def tell_corrected(sitting: Sitting, before: Score, after: Score, why: str = "") -> None:
    """Tell the learner of a score that was made anew. In the transaction that made it."""
    tell(
        sitting.learner,
        SCORE_CORRECTED,
        f"{sitting.public_id}:{after.number}",
        context={
            "exam": sitting.exam,
            "before": _points(before.points),
            "after": _points(after.points),
            "possible": _points(after.possible),
            "changed": before.points != after.points,
            "cause": str(after.cause),
            "why": why,
        },
        url=f"/exams/sittings/{sitting.public_id}/result/",
    )


def _points(value: float) -> str:
    return str(floatformat(value, -1))
