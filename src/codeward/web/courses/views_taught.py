"""Lessons for whoever teaches: every key with its reasons, and what first answers say of each question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from codeward.curriculum import program
from codeward.web.accounts.api import User
from codeward.web.courses.doors import lesson_or_404, who_teaches
from codeward.web.courses.drawings import with_nonce
from codeward.web.courses.taught import FEWEST, claims_in_words, figures_of, taught
from codeward.web.grants.api import Area, Need, reach
from codeward.web.learning.api import first_tallies
from codeward.web.office.api import page

__all__ = ["lesson", "lessons"]

TAB = "lessons"


def _reads_figures(user: User) -> bool:
    """Figures are of everybody: for whoever's roles reach the learning record of the whole school."""
    return reach(user, Area.RECORD, Need.READ).school


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    """Every written lesson, with how many first answers its questions have. One query of the log."""
    passed = who_teaches(request)
    written = list(program().lessons.values())
    counted = None
    if _reads_figures(passed.user):
        tallies = first_tallies([item for one in written for item in one.items])
        counted = {one.id: figures_of(one, [t for t in tallies if t.item in one.items]) for one in written}
    rows = [
        (
            one,
            len(one.items),
            None if counted is None else sum(f.many + f.earlier for f in counted[one.id].values()),
        )
        for one in written
    ]
    return page(request, passed.user, "courses/taught_lessons.html", {"rows": rows}, tab=TAB)


@require_safe
def lesson(request: HttpRequest, lesson_id: str) -> HttpResponse:
    """One lesson with its keys. One query of the log."""
    passed = who_teaches(request)
    found = lesson_or_404(lesson_id)
    figures = figures_of(found, first_tallies(found.items)) if _reads_figures(passed.user) else None
    context = {
        "lesson": found,
        "sections": taught(found, figures),
        "claims": claims_in_words(found),
        "figures": figures is not None,
        "fewest": FEWEST,
    }
    return with_nonce(request, page(request, passed.user, "courses/taught_lesson.html", context, tab=TAB))
