"""A claim as its form shows it: CMS-1500 for professionals, UB-04 for facilities, by the forms' own numbers.

The drawing and the words are ours (those of the fields that a claim is checked by are `scrub`'s); the numbers of the
boxes are those of the CMS-1500 (version 02/12; Medicare Claims Processing Manual, Pub. 100-04, ch. 26, sec. 10.2 to
10.4) and of the UB-04 (same manual, ch. 25, sec. 75). What neither the chart nor the answer says is left blank, as on
paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from codeward.calculators import plain
from codeward.charts import Chart
from codeward.claims import Claim, Diagnosis, Line
from codeward.web.charts.present import age_words, payer_words
from codeward.web.scrub.api import form_fields

__all__ = ["DIAGNOSES", "Box", "Cms1500", "Coded", "Row", "Ub04", "form_of"]

DIAGNOSES: Final = 12
"""Diagnoses of one CMS-1500, lettered A to L."""
SERVICES: Final = 6
"""Service lines of one CMS-1500."""
UB_LINES: Final = 22
"""Lines of the table of a UB-04."""
UB_OTHERS: Final = 17
"""Diagnoses of a UB-04 beside the principal one (form locators 67A to 67Q)."""
UB_CAUSES: Final = 3
"""External causes of a UB-04 (form locator 72)."""
UB_PROCEDURES: Final = 6
"""Procedures of a UB-04 (form locators 74 and 74a to 74e)."""
LETTERS: Final = "ABCDEFGHIJKLMNOPQ"
# Priority of the admission, as form locator 14 codes it.
_PRIORITY = {"emergency": "1", "urgent": "2", "elective": "3", "newborn": "4", "trauma": "5", "unknown": "9"}


@dataclass(frozen=True, slots=True)
class Box:
    """One numbered box: what it is called in our words, what stands in it, how many of twelve columns it takes."""

    number: str
    label: str
    value: str = ""
    span: int = 3


@dataclass(frozen=True, slots=True)
class Coded:
    """A diagnosis or procedure in its place: letter or form locator, code, and POA or date."""

    place: str
    code: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A service line: days, place, code, modifiers, pointers as letters, units, who did it, revenue code."""

    first: str
    last: str
    place: str
    code: str
    modifiers: tuple[str, ...]
    pointers: str
    units: str
    rendering: str
    revenue: str = ""


@dataclass(frozen=True, slots=True)
class Cms1500:
    """A professional claim: one sheet for every six lines, each with the boxes and the diagnoses."""

    head: tuple[Box, ...]
    diagnoses: tuple[Coded, ...]
    sheets: tuple[tuple[Row, ...], ...]
    foot: tuple[Box, ...]
    notes: tuple[str, ...]
    kind: str = "cms1500"


@dataclass(frozen=True, slots=True)
class Ub04:
    """A facility claim."""

    head: tuple[Box, ...]
    rows: tuple[Row, ...]
    principal: Coded
    others: tuple[Coded, ...]
    causes: tuple[Coded, ...]
    admitting: str
    procedures: tuple[Coded, ...]
    foot: tuple[Box, ...]
    inpatient: bool
    notes: tuple[str, ...]
    kind: str = "ub04"


def form_of(chart: Chart, claim: Claim) -> Cms1500 | Ub04:
    """The form that *claim* goes out on: professional claims on the CMS-1500, a facility's on the UB-04."""
    return _professional(chart, claim) if claim.kind == "professional" else _facility(chart, claim)


# --- CMS-1500 ---------------------------------------------------------------------------------------------------


def _professional(chart: Chart, claim: Claim) -> Cms1500:
    letters = {line.id: LETTERS[n] for n, line in enumerate(claim.diagnoses[:DIAGNOSES]) if line.id}
    rows = tuple(_row(chart, claim, line, letters, "%m %d %y") for line in claim.lines)
    return Cms1500(
        head=_professional_head(chart),
        diagnoses=tuple(
            Coded(LETTERS[n], claim.diagnoses[n].code if n < len(claim.diagnoses) else "")
            for n in range(DIAGNOSES)
        ),
        sheets=tuple(rows[n : n + SERVICES] for n in range(0, max(len(rows), 1), SERVICES)),
        foot=(
            Box("25", _("Tax number"), span=3),
            Box("26", _("Patient account"), span=3),
            Box("27", _("Accept assignment"), span=2),
            Box("28", _("Total charge"), span=2),
            Box("29", _("Amount paid"), span=2),
            Box("31", _("Signature"), span=4),
            Box("32", _("Where the service was given"), _places(claim), 4),
            Box("33", _("Who bills"), claim.provider.billing or "", 4),
        ),
        notes=tuple(_professional_notes(claim, letters)),
    )


def _professional_head(chart: Chart) -> tuple[Box, ...]:

    sex = {"female": _("female"), "male": _("male")}.get(chart.patient.sex, "")
    stay = _span(chart.dates.admission, chart.dates.discharge, "%m %d %y") if chart.dates.admission else ""
    return (
        Box("1", _("Kind of insurance"), payer_words(chart), 4),
        Box("1a", _("Insured's number"), span=4),
        Box(
            "3", _("Birth date and sex (here: age)"), f"{age_words(chart.patient.age)}, {sex}".rstrip(", "), 4
        ),
        Box("2", _("Patient"), chart.patient.name, 4),
        Box("4", _("Insured person"), span=4),
        Box("10", _("Work, car or other accident"), span=4),
        Box("14", _("Date it began"), span=3),
        Box("17", _("Referring provider"), span=3),
        Box("18", _("Hospital days of this care"), stay, 3),
        Box("19", _("More information"), span=3),
        Box("22", _("Claim sent before"), span=6),
        Box("23", _("Prior authorization"), span=6),
    )


def _professional_notes(claim: Claim, letters: dict[str, str]) -> Iterator[str]:
    if len(claim.diagnoses) > DIAGNOSES:
        codes = ", ".join(line.code for line in claim.diagnoses[DIAGNOSES:])
        yield _("One form holds 12 diagnoses. These do not fit: %(codes)s.") % {"codes": codes}
    lost = [line.code for line in claim.lines if any(name not in letters for name in line.pointers)]
    if lost:
        yield _("A pointer leads to no diagnosis of this form: %(codes)s.") % {"codes": ", ".join(lost)}
    if claim.procedures:
        codes = ", ".join(line.code for line in claim.procedures)
        yield _("ICD-10-PCS codes have no place on this form: %(codes)s.") % {"codes": codes}


# --- UB-04 ------------------------------------------------------------------------------------------------------


def _facility(chart: Chart, claim: Claim) -> Ub04:
    first, rest = (claim.diagnoses[0], claim.diagnoses[1:]) if claim.diagnoses else (None, ())
    causes = [line for line in rest if _is_cause(line)][:UB_CAUSES]
    others = [line for line in rest if line not in causes]
    inpatient = claim.kind == "inpatient"
    return Ub04(
        head=_facility_head(chart, claim),
        rows=tuple(_row(chart, claim, line, {}, "%m%d%y") for line in claim.lines[:UB_LINES]),
        principal=_coded("67", first) if first is not None else Coded("67", ""),
        others=_padded([_coded("", line) for line in others], [f"67{LETTERS[n]}" for n in range(UB_OTHERS)]),
        causes=_padded(
            [_coded("", line) for line in causes], [f"72{LETTERS[n].lower()}" for n in range(UB_CAUSES)]
        ),
        admitting=(claim.admission.diagnosis or "") if claim.admission else "",
        procedures=_padded(
            [Coded("", line.code, _day(line.date, "%m%d%y")) for line in claim.procedures],
            ["74", *(f"74{LETTERS[n].lower()}" for n in range(UB_PROCEDURES - 1))],
        ),
        foot=(
            Box("50", _("Payer"), payer_words(chart), 4),
            Box("76", _("Attending provider"), _attending(chart), 4),
            Box("77", _("Operating provider"), span=4),
        ),
        inpatient=inpatient,
        notes=tuple(_facility_notes(claim, others)),
    )


def _facility_head(chart: Chart, claim: Claim) -> tuple[Box, ...]:

    admission, fields = claim.admission, form_fields("inpatient")
    sex = {"female": "F", "male": "M"}.get(chart.patient.sex, "U")
    priority = _PRIORITY.get(admission.type or "", "") if admission else ""
    return (
        Box("1", _("Who bills"), claim.provider.billing or "", 6),
        Box(fields["bill_type"].number, str(fields["bill_type"].word), claim.bill_type or "", 2),
        Box(
            "6",
            _("Days that the claim covers"),
            _span(claim.statement.start, claim.statement.through, "%m%d%y"),
            4,
        ),
        Box("8", _("Patient"), chart.patient.name, 6),
        Box("10", _("Birth date (here: age)"), age_words(chart.patient.age), 4),
        Box(fields["sex"].number, str(fields["sex"].word), sex, 2),
        Box(
            fields["admission_date"].number,
            str(fields["admission_date"].word),
            _day(admission.date, "%m%d%y") if admission else "",
            3,
        ),
        Box("13", _("Hour"), (admission.hour or "") if admission else "", 1),
        Box("14", _("Priority"), priority, 2),
        Box("15", _("Where the patient came from"), (admission.source or "") if admission else "", 4),
        Box(
            fields["discharge_status"].number,
            str(fields["discharge_status"].word),
            claim.discharge_status or "",
            2,
        ),
    )


def _facility_notes(claim: Claim, others: Sequence[Diagnosis]) -> Iterator[str]:
    if len(others) > UB_OTHERS:
        codes = ", ".join(line.code for line in others[UB_OTHERS:])
        yield _("The paper form holds 18 diagnoses. These do not fit: %(codes)s.") % {"codes": codes}
    if len(claim.procedures) > UB_PROCEDURES:
        codes = ", ".join(line.code for line in claim.procedures[UB_PROCEDURES:])
        yield _("The paper form holds 6 procedures. These do not fit: %(codes)s.") % {"codes": codes}
    if len(claim.lines) > UB_LINES:
        codes = ", ".join(line.code for line in claim.lines[UB_LINES:])
        yield _("The paper form holds 22 service lines. These do not fit: %(codes)s.") % {"codes": codes}


def _attending(chart: Chart) -> str:
    """The attending provider, as the record's own documents name one."""
    return next((one.author.name for one in chart.documents if one.author.role == "attending"), "")


def _is_cause(line: Diagnosis) -> bool:
    """Whether the code is an external cause (chapter 20), which has a place of its own on the form."""
    return line.code[:1] in "VWXY"


def _coded(place: str, line: Diagnosis) -> Coded:
    return Coded(place, line.code, line.poa or "")


def _padded(said: Sequence[Coded], places: Sequence[str]) -> tuple[Coded, ...]:
    """Every place of the form with what stands in it; those beyond the form are left out."""
    return tuple(
        replace(said[n], place=place) if n < len(said) else Coded(place, "") for n, place in enumerate(places)
    )


# --- shared -----------------------------------------------------------------------------------------------------


def _row(chart: Chart, claim: Claim, line: Line, letters: dict[str, str], form: str) -> Row:
    """A line; a day that the chart does not ask for is the chart's own."""
    first = line.date
    if first is None and "dates" not in chart.asks:
        first = chart.dates.service or claim.coded_on
    return Row(
        first=_day(first, form),
        last=_day(line.through or first, form),
        place=line.place or "",
        code=line.code,
        modifiers=line.modifiers,
        pointers="".join(letters.get(name, "?") for name in line.pointers),
        units=plain(line.units) if line.units is not None else "",
        rendering=line.rendering or "",
        revenue=line.revenue or "",
    )


def _day(day: dt.date | None, form: str) -> str:
    return day.strftime(form) if day is not None else ""


def _span(first: dt.date | None, last: dt.date | None, form: str) -> str:
    return " – ".join(dict.fromkeys(filter(None, (_day(first, form), _day(last, form)))))


def _places(claim: Claim) -> str:
    return ", ".join(dict.fromkeys(line.place for line in claim.lines if line.place)) or claim.place or ""
