"""The guided chart on the Today page, for whoever has not coded a chart yet. The program stands before it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User
from codeward.web.charts.api import Attempt
from codeward.web.guided.lesson import MINUTES
from codeward.web.guided.progress import read
from codeward.web.today.api import Card, Kind
from codeward.web.today.api import register as on_today

__all__ = ["begin", "register"]


def begin(request: HttpRequest, learner: User) -> Card | None:
    """The first chart with a guide, until it is done or a chart was begun without it."""
    progress = read(request)
    if progress.done or Attempt.objects.filter(learner=learner).exists():
        return None
    return Card(
        kind=Kind.START,
        label=_("Try one"),
        title=_("Your first chart, step by step"),
        about=_("A short note and two codes, with a guide beside you. No score."),
        href=reverse("guided:first"),
        action=_("Go on") if progress.added else _("Start"),
        minutes=MINUTES,
    )


def register() -> None:
    """Stand before the charts themselves."""
    on_today("guided", begin, order=20)
