"""Progress on the Today page: the week, and one weak rule with charts to practice it on."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.charts import authorities
from codeward.web.accounts.api import User
from codeward.web.charts.api import Attempt, GradeRow, Operation, charts, current_grades, turns_on, version_of
from codeward.web.codebook.api import address
from codeward.web.progress.tallies import Tally, by_objective
from codeward.web.today.api import Card, Kind, Link
from codeward.web.today.api import register as on_today
from codeward.web.ui.api import Day, DayState

__all__ = ["register", "weak_rule", "week"]

# What somebody got wrong a year ago is not what they are weak at now, and a page asked for often reads few rows.
RECENT: Final = 12
LEAST_ASKED: Final = 3
WEAK_BELOW: Final = 0.8
DAYS: Final = 7
# What a tally asks of a row.
_ASKED: Final = ("verdict", "points", "possible", "mine", "key", "citation")


def weak_rule(request: HttpRequest, learner: User) -> Card | None:
    """The rule with the lowest share right in the last charts that counted; None where all is well or little known."""
    counting = current_grades(learner).filter(attempt__counts=True).order_by("-attempt__submitted_at", "-pk")
    # Only what a tally asks, without making objects of it: a grade holds the whole answer, its snapshot the record.
    recent = list(counting.values("pk", "figures", "snapshot_id", "attempt__chart_id")[:RECENT])
    rows: dict[int, list[dict[str, Any]]] = {}
    told = GradeRow.objects.filter(grade__in=[one["pk"] for one in recent]).order_by("grade", "place")
    for row in told.values("grade_id", *_ASKED):
        rows.setdefault(row["grade_id"], []).append(row)
    tallies: dict[str, Tally] = {}
    for one in recent:
        result = {"rows": rows.get(one["pk"], []), "figures": one["figures"]}
        by_objective(version_of(one["snapshot_id"]), result, tallies)
    known = authorities()
    weak = {
        id_: one
        for id_, one in tallies.items()
        if one.total >= LEAST_ASKED and one.right / one.total < WEAK_BELOW and id_ in known
    }
    if not weak:
        return None
    id_ = min(weak, key=lambda one: (weak[one].right / weak[one].total, -weak[one].total, one))
    rule, tally = known[id_], weak[id_]
    links = [Link(address(id_), _("Read the rule"))]
    done = {one["attempt__chart_id"] for one in recent}
    if any(turns_on(one, id_) and one.id not in done for one in charts().values()):
        links.insert(0, Link(f"{reverse('charts:list')}?{urlencode({'rule': id_})}", _("Practice it")))
    return Card(
        kind=Kind.ASIDE,
        label=_("One rule to practice"),
        title=rule.title,
        # Not every rule is a guideline: some are of CPT, of Medicare's manuals, of the Tabular List.
        about=format_html(
            '{} <span translate="no">({})</span>',
            _("%(right)d of your last %(total)d right.") % {"right": tally.right, "total": tally.total},
            id_,
        ),
        title_plain=True,
        links=tuple(links),
    )


def week(request: HttpRequest, learner: User) -> Card | None:
    """On which days of this week the learner coded. None for who has not coded at all."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    since = timezone.make_aware(datetime.combine(monday, time.min))
    made = Operation.objects.filter(attempt__learner=learner, made_at__gte=since)
    coded = {moment.date() for moment in made.datetimes("made_at", "day")}
    if not coded and not Attempt.objects.filter(learner=learner).exists():
        return None
    dates = [monday + timedelta(days=n) for n in range(DAYS)]
    days = tuple(
        Day(day, DayState.DONE if day in coded else DayState.FREE, today=day == today) for day in dates
    )
    said = ngettext("%(n)d day practiced", "%(n)d days practiced", len(coded)) % {"n": len(coded)}
    return Card(
        kind=Kind.ASIDE, label=_("This week"), title=said if coded else _("No practice yet"), days=days
    )


def register() -> None:
    """Before the last result."""
    on_today("progress.week", week, order=5)
    on_today("progress.weak_rule", weak_rule, order=10)
