"""The facts of a chart in a strip above its record: days, places, admission, discharge, payer.

What is to be coded stands above it in sentences (`opening`).
"""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from codeward.charts import Chart
from codeward.codesets.lists import place_of_service
from codeward.web.charts.present import payer_words

__all__ = ["place_words", "strip"]


def strip(chart: Chart) -> list[tuple[str, str]]:
    """(word, value) of each fact that the chart gives; what it does not say is left out."""
    told = [
        (_("Claim covers"), _statement(chart)),
        *((_("Service"), one) for one in _services(chart)),
        (_("Admission"), _admission(chart)),
        (_("Admitting diagnosis"), (chart.admission.diagnosis or "") if chart.admission else ""),
        (_("Discharge"), _discharge(chart)),
        (_("Type of bill"), chart.claim.bill_type or ""),
        (_("Payer"), payer_words(chart)),
        (_("Visit"), _visit(chart)),
    ]
    return [(word, value) for word, value in told if value]


def _statement(chart: Chart) -> str:
    if chart.statement is None:
        return ""
    first, last = (
        date_format(day, "DATE_FORMAT") for day in (chart.statement.start, chart.statement.through)
    )
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _services(chart: Chart) -> list[str]:
    """Each service with its day, place and what it was; without any the day of service alone."""
    if not chart.services:
        return [date_format(chart.dates.service, "DATE_FORMAT")] if chart.dates.service else []
    told = []
    for one in chart.services:
        place = _("place %(place)s") % {"place": place_words(one.place, chart)} if one.place else ""
        told.append(", ".join(filter(None, (date_format(one.date, "DATE_FORMAT"), place, one.what))))
    return told


def place_words(code: str, chart: Chart) -> str:
    """A place of service: its code, and its name where the list of the day has it."""
    named = place_of_service.get(code, chart.coding_date)
    return f"{code} ({named.name})" if named is not None else code


def _admission(chart: Chart) -> str:
    said = chart.admission
    if said is None:
        return date_format(chart.dates.admission, "DATE_FORMAT") if chart.dates.admission else ""
    kinds = {
        "emergency": _("emergency"),
        "urgent": _("urgent"),
        "elective": _("elective"),
        "newborn": _("newborn"),
        "trauma": _("trauma"),
        "unknown": _("unknown"),
    }
    hour = _("hour %(hour)s") % {"hour": said.hour} if said.hour else ""
    source = _("from %(source)s") % {"source": said.source} if said.source else ""
    parts = (date_format(said.date, "DATE_FORMAT"), hour, kinds.get(said.type or "", ""), source)
    return ", ".join(filter(None, parts))


def _discharge(chart: Chart) -> str:
    day = date_format(chart.dates.discharge, "DATE_FORMAT") if chart.dates.discharge else ""
    status = _("status %(code)s") % {"code": chart.discharge_status} if chart.discharge_status else ""
    return ", ".join(filter(None, (day, chart.disposition or "", status)))


def _visit(chart: Chart) -> str:
    return {"new": _("new patient"), "established": _("established patient")}.get(chart.visit or "", "")
