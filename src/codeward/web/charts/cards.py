"""Charts on the Today page: where one stopped, and the next one of the path."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User
from codeward.web.charts.listing import LEVELS, ChartRow, going_on, next_of, rows
from codeward.web.today.api import Card, Kind
from codeward.web.today.api import register as on_today

__all__ = ["register", "stopped", "upcoming"]

A_MINUTE: Final = timedelta(minutes=1)


def stopped(request: HttpRequest, learner: User) -> Card | None:
    """The chart that was worked on last and is not submitted."""
    row = going_on(_path(request, learner))
    if row is None or row.attempt is None:
        return None
    saved = _("Saved just now")
    if timezone.now() - row.attempt.changed_at >= A_MINUTE:
        saved = _("Saved %(since)s ago") % {"since": timesince(row.attempt.changed_at, depth=1)}
    about = _("%(what)s. %(saved)s.") % {"what": _about(row), "saved": saved}
    return _card(row, _("Where you stopped"), about, _("Continue"))


def upcoming(request: HttpRequest, learner: User) -> Card | None:
    """The first chart of the path that is new to the learner."""
    every = _path(request, learner)
    row = next_of(every)
    if row is None:
        return None
    label = _("Next chart") if any(one.status != "new" for one in every) else _("First chart")
    return _card(row, label, _("%(what)s.") % {"what": _about(row)}, _("Start"))


def _path(request: HttpRequest, learner: User) -> list[ChartRow]:
    """The path of this learner, looked up once for each page."""
    if not hasattr(request, "path_rows"):
        request.path_rows = rows(learner)  # type: ignore[attr-defined] # kept for this request alone
    return request.path_rows  # type: ignore[attr-defined,no-any-return]


def _about(row: ChartRow) -> str:
    return _("%(setting)s, %(level)s") % {
        "setting": row.setting,
        "level": str(LEVELS[str(row.level)]).lower(),
    }


def _card(row: ChartRow, label: str, about: str, action: str) -> Card:
    return Card(
        kind=Kind.START,
        label=label,
        title=row.chart.title,
        title_plain=True,
        about=about,
        href=reverse("charts:chart", args=[row.chart.id]),
        action=action,
        minutes=row.minutes,
    )


def register() -> None:
    """What was begun comes first; the guide stands between the two."""
    on_today("charts.stopped", stopped, order=10)
    on_today("charts.upcoming", upcoming, order=30)
