"""The own book while a clock runs: as the examination allows it, on every page of the codebook, never changed there."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest

from codeward.web.accounts.api import User, current_learner
from codeward.web.exams.clock import still_open
from codeward.web.exams.models import Sitting
from codeward.web.exams.papers import edition_of, paper_of
from codeward.web.ownbook.api import Allowed, marks_allowed

__all__ = ["marks_now", "page"]

CODEBOOK = "/codebook/"


def page(request: HttpRequest) -> dict[str, Any]:
    """What pages of the codebook read; nothing is asked of the database before the book's release is known."""
    if not request.path.startswith(CODEBOOK):
        return {}
    learner = current_learner(request)
    if learner is None or learner.is_guest:
        return {}
    return {"ownbook_allowed": partial(marks_now, learner)}


def marks_now(learner: User, release: str) -> Allowed | None:
    """The marks that may be seen now; None where no timed sitting is under way, so that the book is one's own.

    Where notes by hand are allowed, they are those of before the sitting; where none are, there are none.
    """
    timed = Sitting.objects.filter(learner=learner, timed=True).select_related("form")
    sitting = still_open(timed).order_by("started_at").first()
    if sitting is None:
        return None
    if edition_of(paper_of(sitting.form)).books.notes == "none":
        return Allowed(release, ())
    return marks_allowed(learner, release, before=sitting.started_at)
