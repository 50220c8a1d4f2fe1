"""Where the code is looked for: what the payer recognises, new or established, initial or subsequent."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from codeward.calculators.em.encounter import Encounter
from codeward.calculators.em.rules import cited
from codeward.calculators.reasons import InputError, Reason

__all__ = ["YEARS_NEW", "Place", "new_or_established", "place_of", "years_before"]

YEARS_NEW = 3
HOURS_LEAST = 8


def new_or_established(encounter: Encounter) -> tuple[str, Reason]:
    """Return "new" or "established", and why: three years, same group, exact same specialty."""
    sources = cited("cpt-2023", "mcpm-30.6.7")
    if encounter.last_seen is None:
        if encounter.patient is None:
            raise InputError(
                "patient",
                "is the patient new or established?",
                'Give "new" or "established", or the date of the last service',
            )
        return encounter.patient, Reason("patient", f"Given as {encounter.patient}.", sources)
    kind, text = _by_last_seen(encounter, encounter.last_seen)
    if encounter.patient not in (None, kind):
        raise InputError("patient", f"given as {encounter.patient}, but: {text}", "Leave out one of the two")
    return kind, Reason("patient", text, sources)


def _by_last_seen(encounter: Encounter, last: dt.date) -> tuple[str, str]:
    if not encounter.same_group:
        return "new", f"Last seen {last}, but in another group: a new patient."
    if not encounter.same_specialty:
        return "new", f"Last seen {last}, but by another specialty or subspecialty: a new patient."
    if last < years_before(encounter.on, YEARS_NEW):
        return "new", f"Last seen {last}, more than three years ago: a new patient."
    return (
        "established",
        f"Seen {last}, within three years, by the group and the specialty: an established patient.",
    )


def years_before(day: dt.date, years: int) -> dt.date:
    """Return the same day years ago, which still counts as within; for a leap day the day after."""
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


def _stage(encounter: Encounter) -> tuple[str, Reason]:
    if encounter.stage is None:
        raise InputError(
            "stage",
            "is it the first service of this stay by this practitioner, group and specialty?",
            'Give "initial" or "subsequent"',
        )
    text = f"Given as {encounter.stage} within this stay; new and established do not matter here."
    return encounter.stage, Reason("stage", text, cited("cpt-2023"))


class Place(NamedTuple):
    """Where the code is looked for: category and kind, with the reasons that led there."""

    category: str
    kind: str | None
    patient: str | None
    reasons: tuple[Reason, ...]


def place_of(encounter: Encounter) -> Place:
    category, reasons = _recognised(encounter)
    if category in ("office", "home"):
        kind, reason = new_or_established(encounter)
        return Place(category, kind, kind, (*reasons, reason))
    if category == "consultation":
        kind = "office" if _setting(encounter) == "office" else "inpatient"
        text = "A consultation is the same for new and established patients; it needs a request and a report back."
        return Place(category, kind, None, (*reasons, Reason("category", text, cited("cpt-2023"))))
    if category in ("hospital", "nursing"):
        if encounter.category in ("consultation", "same_day"):
            return Place(category, encounter.stage or "initial", None, reasons)
        kind, reason = _stage(encounter)
        return Place(category, kind, None, (*reasons, reason))
    return Place(category, None, None, reasons)


def _setting(encounter: Encounter) -> str:
    if encounter.setting is None:
        raise InputError("setting", "where was the consultation?", 'Give "office", "inpatient" or "nursing"')
    return encounter.setting


def _hours(encounter: Encounter) -> Decimal:
    """Return how long a stay of one date lasted: Medicare takes its codes from 8 hours on (manual, ch. 12 §30.6.9)."""
    if encounter.hours is None:
        raise InputError(
            "hours",
            "how long did the stay last? Medicare takes 99234 to 99236 from 8 hours on",
            "Give the hours from admission to discharge",
        )
    return encounter.hours


def _recognised(encounter: Encounter) -> tuple[str, tuple[Reason, ...]]:
    """Return the category that the payer recognises for the encounter."""
    if encounter.payer != "medicare":
        return encounter.category, ()
    if encounter.category == "consultation":
        category = {"office": "office", "inpatient": "hospital", "nursing": "nursing"}[_setting(encounter)]
        text = f"Medicare has not paid consultation codes since 2010-01-01: the {category} codes are used instead."
        return category, (Reason("category", text, cited("mcpm-30.6.10")),)
    if encounter.category == "same_day" and _hours(encounter) < HOURS_LEAST:
        text = "Admitted and discharged on one date within less than 8 hours: Medicare takes the initial code alone."
        return "hospital", (Reason("category", text, cited("mcpm-30.6.9")),)
    return encounter.category, ()
