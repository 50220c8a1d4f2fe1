"""What is new, on the Today page."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.web.accounts.api import User
from codeward.web.notices.context import unread_here
from codeward.web.today.api import Card, Kind, Link
from codeward.web.today.api import register as on_today

__all__ = ["news", "register"]


def news(request: HttpRequest, learner: User) -> Card | None:
    """How many notices are unread; no card where none is."""
    unread = unread_here(request)
    if not unread:
        return None
    return Card(
        kind=Kind.ASIDE,
        label=_("What is new"),
        title=ngettext("%(n)d new notice", "%(n)d new notices", unread) % {"n": unread},
        about=_("Something about your work or your account changed."),
        links=(Link(reverse("notices:list"), _("Read it")),),
    )


def register() -> None:
    """After the results."""
    on_today("notices", news, order=40)
