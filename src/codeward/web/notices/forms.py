"""The form of what comes by mail: how soon each kind, quiet hours, the hour of gathered mails."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.api import User
from codeward.web.notices.kinds import Group, Timing
from codeward.web.notices.present import KindTiming, choices
from codeward.web.notices.wishes import choose, keep_times, times_of

__all__ = ["MailForm"]


def _time(label: Any, help_text: Any = "", *, required: bool = False) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=required,
        widget=widget,
        input_formats=["%H:%M", "%H:%M:%S"],
    )


class MailForm(forms.Form):
    """One field for each kind that concerns the person, and four for the clock."""

    quiet_from = _time(_("From"))
    quiet_to = _time(_("To"))
    digest_at = _time(_("Comes at"), required=True)
    digest_day = forms.TypedChoiceField(
        label=_("Weekly mail comes on"), coerce=int, choices=[(day, name) for day, name in WEEKDAYS.items()]
    )

    def __init__(self, person: User, data: Any = None) -> None:
        times = times_of(person)
        super().__init__(
            data,
            initial={
                "quiet_from": times.quiet_from,
                "quiet_to": times.quiet_to,
                "digest_at": times.digest_at,
                "digest_day": times.digest_day,
            },
        )
        self.person = person
        self.groups: list[tuple[Group, list[KindTiming]]] = choices(person)
        for line in self.lines:
            self.fields[line.field] = forms.ChoiceField(
                choices=[(one.value, one.label) for one in line.timings],
                initial=line.chosen.value,
                label=str(line.kind.label),
            )

    @property
    def lines(self) -> list[KindTiming]:
        """Every kind that one may choose for."""
        return [line for _group, lines in self.groups for line in lines if len(line.timings) > 1]

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end, and the two differ."""
        given: dict[str, Any] = super().clean() or {}
        start, end = given.get("quiet_from"), given.get("quiet_to")
        if "quiet_from" in self.errors or "quiet_to" in self.errors:
            return given
        if start is None and end is not None:
            self.add_error("quiet_from", _("Say when quiet hours begin, or leave both empty."))
        elif start is not None and end is None:
            self.add_error("quiet_to", _("Say when quiet hours end, or leave both empty."))
        elif start is not None and start == end:
            self.add_error(
                "quiet_to", _("Quiet hours cannot begin and end at the same time. Choose another end.")
            )
        return given

    def save(self) -> None:
        """Keep it all, or nothing."""
        given = self.cleaned_data
        start: dt.time | None = given["quiet_from"]
        end: dt.time | None = given["quiet_to"]
        with transaction.atomic():
            quiet = (start, end) if start is not None and end is not None else None
            keep_times(self.person, quiet, given["digest_at"], given["digest_day"])
            for line in self.lines:
                chosen = Timing(given[line.field])
                if chosen != line.chosen:
                    choose(self.person, line.kind, chosen)
