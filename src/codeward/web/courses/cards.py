"""The program on the Today page: the lesson that is next, re-checks that are due, what slipped, a placement."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.curriculum import program
from codeward.practice import session
from codeward.web.accounts.api import User
from codeward.web.courses.drilling import able
from codeward.web.courses.practicing import practice_of
from codeward.web.courses.standing import Standing, standing_of
from codeward.web.courses.weak import slipped, to_check
from codeward.web.today.api import Card, Kind
from codeward.web.today.api import register as on_today

__all__ = ["back", "next_lesson", "placement", "practice", "rechecks", "register"]

MINUTES_EACH = 3
MINUTES_BACK = 5


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
    fresh = standing.newcomer
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


def practice(request: HttpRequest, learner: User) -> Card | None:
    """Skills of lessons that were worked through and are not passed yet: drills pass them."""
    left = practice_of(_standing(request, learner), program().path)
    if left is None:
        return None
    return Card(
        kind=Kind.START,
        label=_("Practice"),
        title=left.title,
        about=left.about,
        href=left.href,
        action=_("Start"),
        minutes=left.minutes,
    )


def placement(request: HttpRequest, learner: User) -> Card | None:
    """The other way to begin, below the first lesson; and a placement that is under way."""
    standing = _standing(request, learner)
    begun = any(standing.placements.values())
    newcomer = standing.newcomer and not standing.placements and standing.next_of(program().path)
    if not begun and not newcomer:
        return None
    return Card(
        kind=Kind.START,
        label=_("Or"),
        title=_("I already know some of this: find where to begin"),
        about=_("Go on with it where you stopped.")
        if begun
        else _("Up to 30 questions without a time limit. It skips nothing, and you need not take it."),
        href=reverse("courses:placement"),
        action=_("Go on") if begun else _("Begin"),
    )


def rechecks(request: HttpRequest, learner: User) -> Card | None:
    """Skills that were passed 7 or 21 days ago: four mixed questions of each keep them."""
    due = to_check(_standing(request, learner).skills)
    if not due:
        return None
    return Card(
        kind=Kind.START,
        label=_("Re-check"),
        title=ngettext("%(n)s skill to check again", "%(n)s skills to check again", len(due))
        % {"n": len(due)},
        about=_("Passed a while ago. Up to four questions of each, mixed; three right keep it."),
        href=f"{reverse('courses:drill')}?kind=recheck",
        action=_("Start"),
        minutes=MINUTES_EACH * len(due),
    )


def back(request: HttpRequest, learner: User) -> Card | None:
    """A skill that was missed at its re-check: five fresh questions, then what it is most confused with."""
    gone = slipped(_standing(request, learner).skills)
    if not gone:
        return None
    skill = program().skills[gone[0]]
    beside = session.block([skill.id], session.BLOCK, program().skills, near=1, able=able())[1:]
    about = _("Missed at its re-check. Five new questions bring it back.")
    if beside:
        about = _("Missed at its re-check. Five new questions, then mixed with: %(near)s.") % {
            "near": program().skills[beside[0]].title
        }
    return Card(
        kind=Kind.START,
        label=_("Slipped"),
        title=skill.title,
        about=about,
        href=f"{reverse('courses:drill')}?{urlencode({'kind': 'slipped', 'skills': skill.id})}",
        action=_("Start"),
        minutes=MINUTES_BACK,
        title_plain=True,
    )


def register() -> None:
    """What was begun on a chart comes first; then re-checks and what slipped; then the lesson, and practice."""
    on_today("courses.rechecks", rechecks, order=12)
    on_today("courses.back", back, order=13)
    on_today("courses.next", next_lesson, order=15)
    on_today("courses.practice", practice, order=16)
    on_today("courses.placement", placement, order=17)
