"""What the answer pane takes on a chart: its sections, the books to search, what is asked of each line.

Everything follows from what the chart asks and whose claim it is; nothing here reads the key. What is not asked has no
field: it neither earns nor costs points.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from codeward.charts import Chart, claim_of, limits
from codeward.codesets import SYSTEMS, lists
from codeward.codesets.lists import place_of_service
from codeward.errors import CodewardError

__all__ = [
    "MOST_LETTERS",
    "days_of",
    "exempt_from_poa",
    "fields",
    "is_claim",
    "procedure_systems",
    "systems_of",
]

MOST_LETTERS = 12
"""Diagnoses that a professional claim has room for: A to L (CMS-1500 item 21)."""

# What brings procedure lines to a chart.
_PROCEDURES = frozenset({"procedures", "principal_procedure", "em", "modifiers", "units", "dates"})


def procedure_systems(chart: Chart) -> tuple[str, ...]:
    """Return the systems of the chart's procedure lines: ICD-10-PCS for an inpatient facility, else CPT and HCPCS."""
    if not _PROCEDURES & set(chart.asks):
        return ()
    return ("icd10pcs",) if chart.inpatient_facility else ("cpt", "hcpcs")


def systems_of(chart: Chart) -> tuple[str, ...]:
    """Return the systems that are searched on the chart, diagnoses first."""
    diagnoses = {"diagnoses", "poa", "pointers"} & set(chart.asks)
    return (*(("icd10cm",) if diagnoses else ()), *procedure_systems(chart))


def is_claim(chart: Chart) -> bool:
    """Say whether the chart asks for more than a list of diagnoses."""
    return set(chart.asks) != {"diagnoses"}


def days_of(chart: Chart) -> list[dict[str, str | None]]:
    """Return the dates of service that the chart names, in order, each with its place of service where it is told."""
    places = {one.date: one.place for one in chart.services}
    if not places and chart.dates.service is not None and not chart.inpatient_facility:
        places = {chart.dates.service: None}
    return [
        {
            "date": day.isoformat(),
            "words": date_format(day, "DATE_FORMAT"),
            "short": date_format(day, "MONTH_DAY_FORMAT"),
            "place": places[day],
            "place_words": _place_words(places[day], day),
        }
        for day in sorted(places)
    ]


def _place_words(code: str | None, day: dt.date) -> str:
    """Return "11 Office" for a place of service; nothing for none."""
    place = None if code is None else place_of_service.get(code, day)
    return "" if code is None else f"{code} {place.name}" if place is not None else code


def exempt_from_poa(code: str, on: dt.date) -> bool | None:
    """Say whether a diagnosis is exempt from POA reporting on that day; None where no list of the day is installed."""
    try:
        return code in lists.poa_exempt(on, strict=True)
    except CodewardError:
        return None


def fields(chart: Chart) -> dict[str, Any]:
    """Return what the page needs to draw sections and fields; JSON shapes."""
    statement = claim_of(chart, ()).statement
    days = days_of(chart)
    asks = set(chart.asks)
    systems = systems_of(chart)
    services = not chart.inpatient_facility
    return {
        "more": is_claim(chart),
        "asks": list(chart.asks),
        "services": services,
        "letters": "pointers" in asks,
        "systems": [{"id": one, "name": SYSTEMS[one].display} for one in systems],
        "sections": [
            kind
            for kind, there in (
                ("diagnosis", "icd10cm" in systems),
                ("procedure", bool(procedure_systems(chart))),
            )
            if there
        ],
        "kind": "professional" if chart.claim.type == "professional" else "facility",
        "days": days,
        "first": statement.start.isoformat(),
        "last": statement.through.isoformat(),
        "span": _span(statement.start, statement.through),
        # What the chart tells is not asked again: a place is chosen only where a day has none.
        "places": _places(chart)
        if services and "dates" in asks and not all(one["place"] for one in days)
        else [],
        "poa": _poa_words() if "poa" in asks else {},
        "most": {
            "modifiers": limits.MODIFIERS,
            "pointers": limits.POINTERS,
            "units": limits.UNITS,
            "letters": MOST_LETTERS,
        },
    }


def _span(first: dt.date, last: dt.date) -> str:
    """Return the days of a statement in words."""
    if first == last:
        return date_format(first, "DATE_FORMAT")
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
    }


def _places(chart: Chart) -> list[dict[str, str]]:
    return [{"code": one.code, "name": one.name} for one in place_of_service.all_of(chart.coding_date)]


def _poa_words() -> dict[str, str]:
    """Return the indicators in words: ICD-10-CM guidelines, Appendix I ("unknown", "clinically undetermined")."""
    return {
        "Y": _("Y: yes"),
        "N": _("N: no"),
        "U": _("U: unknown"),
        "W": _("W: undetermined"),
        "exempt": _("Exempt"),
    }
