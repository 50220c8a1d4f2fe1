"""What the office tells of a learner's work, to whoever may read the learning record: how much and since when."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts.api import User
from codeward.web.charts.api import Attempt
from codeward.web.grants.api import Area
from codeward.web.office.api import PersonPart, person_part

__all__ = ["facts", "register"]

Text = str | Promise


def facts(person: User) -> list[tuple[Text, Text]]:
    """How many charts the person handed in, and when the last was."""
    handed = Attempt.objects.filter(learner=person, state=Attempt.State.SUBMITTED)
    last = handed.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    return [
        (_("Charts submitted"), str(handed.values("chart_id").distinct().count())),
        (_("Last submitted"), date_format(last, "DATE_FORMAT") if last else _("none yet")),
    ]


def register() -> None:
    """Put it on a person's page in the office."""
    person_part(PersonPart("record", gettext_lazy("Learning record"), Area.RECORD, facts))
