"""Whom a corrected score concerns: whoever sat the exam, told once of each score that was made again."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from codeward.web.exams.models import Score, Sitting
from codeward.web.notices.api import Group, Telling, Timing, kind, tell_each

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


def tell_corrected(scored: Iterable[tuple[Sitting, Score, Score]], why: str = "") -> int:
    """Tell learners of scores that were made again: the sitting, before, after. In the transaction that made them."""
    return tell_each(SCORE_CORRECTED, [_telling(*one, why) for one in scored])


def _telling(sitting: Sitting, before: Score, after: Score, why: str) -> Telling:
    context = {
        "exam": sitting.exam,
        "before": _points(before.points),
        "after": _points(after.points),
        "possible": _points(after.possible),
        "changed": before.points != after.points,
        "cause": str(after.cause),
        "why": why,
    }
    url = reverse("exams:result", args=(sitting.public_id,))
    return Telling(sitting.learner, f"{sitting.public_id}:{after.number}", context, url)


def _points(value: float) -> str:
    return str(floatformat(value, -1))
