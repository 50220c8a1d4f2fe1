"""The last result on the Today page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from codeward.web.accounts.api import User
from codeward.web.charts.api import current_grades, version_of
from codeward.web.results.telling import sentence
from codeward.web.today.api import Card, Kind, Link
from codeward.web.today.api import register as on_today

__all__ = ["last_result", "register"]


def last_result(request: HttpRequest, learner: User) -> Card | None:
    """The score of the chart that was handed in last, and in a sentence what was found and what is missing."""
    newest = current_grades(learner).select_related("attempt").order_by("-attempt__submitted_at", "-pk")
    grade = newest.first()
    if grade is None or grade.attempt.submitted_at is None:
        return None
    told = {"rows": [row.to_json() for row in grade.rows.all()], "figures": grade.figures}
    day = date_format(localtime(grade.attempt.submitted_at), "MONTH_DAY_FORMAT")
    return Card(
        kind=Kind.ASIDE,
        label=_("Last result, %(day)s") % {"day": day},
        title=version_of(grade.snapshot_id).title,
        title_plain=True,
        strong=_("%(score)s of 100.") % {"score": floatformat(grade.score, "-1")},
        about=sentence(told),
        links=(Link(reverse("results:result", args=[grade.attempt.public_id]), _("See the result")),),
    )


def register() -> None:
    """After what is to be done."""
    on_today("results.last", last_result, order=20)
