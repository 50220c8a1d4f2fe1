"""Practice exams on the Today page: the one that is under way."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.web.accounts.api import User
from codeward.web.exams.clock import left, now
from codeward.web.exams.models import Sitting
from codeward.web.exams.sittings import settled
from codeward.web.today.api import Card, Kind
from codeward.web.today.api import register as on_today

__all__ = ["register", "under_way"]


def under_way(_request: HttpRequest, learner: User) -> Card | None:
    """The sitting that ends first; one whose time is over is closed, and is none."""
    rows = Sitting.objects.filter(learner=learner, state=Sitting.State.OPEN).select_related("form", "learner")
    for row in sorted(rows, key=lambda one: (one.deadline is None, one.deadline)):
        one = settled(row)
        if not one.is_open:
            continue
        seconds = left(one, now())
        minutes = None if seconds is None else max(1, seconds // 60)
        about = _("Untimed: go on when you like.")
        if minutes is not None:
            about = ngettext("%(n)d minute left.", "%(n)d minutes left.", minutes) % {"n": minutes}
        return Card(
            kind=Kind.START,
            label=_("Practice exam under way"),
            title=_("%(exam)s practice exam") % {"exam": one.exam},
            about=about,
            href=reverse("exams:sitting", args=[one.public_id]),
            action=_("Go on"),
            minutes=minutes,
        )
    return None


def register() -> None:
    """A clock that runs comes before everything else."""
    on_today("exams.under_way", under_way, order=5)
