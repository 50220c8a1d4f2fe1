"""The program on the Today page: the lesson that is next, and skills whose re-check is due."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.curriculum import program
from codeward.web.accounts.api import User
from codeward.web.courses.standing import Standing, standing_of
from codeward.web.learning.api import last_placement, open_placement
from codeward.web.today.api import Card, Kind
from codeward.web.today.api import register as on_today

__all__ = ["next_lesson", "placement", "rechecks", "register"]

MOST = 5
MINUTES_EACH = 3


def _standing(request: HttpRequest, learner: User) -> Standing:
    """Read once for all cards of one page."""
    if not hasattr(request, "course_standing"):
        request.course_standing = standing_of(learner)  # type: ignore[attr-defined] # kept for this request alone
    found: Standing = request.course_standing  # type: ignore[attr-defined]
    return found


def next_lesson(request: HttpRequest, learner: User) -> Card | None:
    """The lesson that is next; for whoever has begun none, the way to begin."""
    standing = _standing(request, learner)
    path = program().tracks[0].lessons if program().tracks else program().path
    ordered = [one for one in program().path if one in set(path)]
    found = standing.next_of(ordered)
    if found is None:
        return None
    lesson, how = program().lessons[found], standing.lessons[found]
    fresh = not any(one.begun for one in standing.lessons.values())
    return Card(
        kind=Kind.START,
        label=_("Start here") if fresh else _("Next lesson"),
        title=lesson.title,
        about=how.missing if how.begun else _("The first lesson of the program.") if fresh else "",
        href=reverse("courses:lesson", args=(found,)),
        action=_("Go on") if how.begun else _("Start"),
        minutes=lesson.minutes.read + lesson.minutes.practice,
        title_plain=True,
    )


def placement(request: HttpRequest, learner: User) -> Card | None:
    """The other way to begin, below the first lesson; and a placement that is under way."""
    begun = last_placement(learner)
    if begun is None and any(one.begun for one in _standing(request, learner).lessons.values()):
        return None
    if begun is not None and open_placement(learner) is None:
        return None
    return Card(
        kind=Kind.START,
        label=_("Or"),
        title=_("I already know some of this: find where to begin"),
        about=_("Go on with it where you stopped.")
        if begun is not None
        else _("Up to 30 questions without a time limit. It skips nothing, and you need not take it."),
        href=reverse("courses:placement"),
        action=_("Go on") if begun is not None else _("Begin"),
    )


def rechecks(request: HttpRequest, learner: User) -> Card | None:
    """Skills that were passed 7 or 21 days ago: a few mixed questions keep them."""
    today = timezone.now().date()
    due = [one for one, state in _standing(request, learner).skills.items() if state.is_due(today)]
    due = [one for one in due if one in program().skills][:MOST]
    if not due:
        return None
    said = ngettext("%(n)s skill to check again", "%(n)s skills to check again", len(due)) % {"n": len(due)}
    return Card(
        kind=Kind.START,
        label=_("Re-check"),
        title=said,
        about=_("Passed a while ago. Three of four right keeps each."),
        href=f"{reverse('courses:drill')}?kind=recheck",
        action=_("Start"),
        minutes=MINUTES_EACH * len(due),
    )


def register() -> None:
    """What was begun on a chart comes first; then re-checks, since they run out; then the lesson, before new charts."""
    on_today("courses.rechecks", rechecks, order=12)
    on_today("courses.next", next_lesson, order=15)
    on_today("courses.placement", placement, order=16)
