"""From a chart and coded lines to the claim that they make."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, cast

from codeward.charts.answer import AnswerLine
from codeward.charts.chart import Chart
from codeward.charts.key import KeyLine
from codeward.charts.queries import OtherLine
from codeward.claims import (
    Admission,
    Claim,
    Diagnosis,
    EarlierLine,
    Line,
    Patient,
    Procedure,
    Provider,
    Statement,
)

__all__ = ["CodedLine", "claim_of"]

CodedLine = KeyLine | AnswerLine | OtherLine


def claim_of(chart: Chart, lines: Iterable[CodedLine]) -> Claim:
    """Return the claim of *lines* in sequence on *chart*: a key's, an answer's, or those of an alternative.

    ICD-10-PCS lines become its procedures, CPT and HCPCS lines its services. A line of another system than these
    has no place on a claim and is left out.
    """
    coded = tuple(lines)
    places = {service.date: service.place for service in chart.services}
    return Claim(
        kind=_kind(chart),
        statement=_statement(chart),
        id=chart.id,
        payer=chart.payer,
        coding_date=chart.coding_date,
        bill_type=chart.claim.bill_type,
        place=chart.services[0].place if chart.services else None,
        patient=Patient(
            age_years=chart.patient.age.in_years,
            age_days=chart.patient.age.days,
            sex=chart.patient.sex,
            newborn=chart.patient.newborn,
            status=chart.patient_status,
        ),
        admission=_admission(chart),
        discharge_status=chart.discharge_status,
        provider=Provider(billing=chart.claim.of, specialty=chart.specialty, payment=chart.claim.payment),
        diagnoses=tuple(_diagnosis(line) for line in coded if line.system == "icd10cm"),
        procedures=tuple(
            Procedure(line.code, id=_id(line), date=line.date) for line in coded if line.system == "icd10pcs"
        ),
        lines=tuple(
            _line(line, places.get(line.date or chart.coding_date))
            for line in coded
            if line.system in ("cpt", "hcpcs")
        ),
        history=_history(chart),
    )


def _kind(chart: Chart) -> Literal["professional", "outpatient", "inpatient"]:
    if chart.claim.type == "professional":
        return "professional"
    return "inpatient" if chart.inpatient_facility else "outpatient"


def _statement(chart: Chart) -> Statement:
    if chart.statement is not None:
        return Statement(chart.statement.start, chart.statement.through)
    days = [chart.coding_date, *(service.date for service in chart.services)]
    days += [
        day for day in (chart.dates.admission, chart.dates.discharge, chart.dates.service) if day is not None
    ]
    return Statement(min(days), max(days))


def _admission(chart: Chart) -> Admission | None:
    said = chart.admission
    if said is not None:
        return Admission(said.date, said.hour, said.type, said.source, said.diagnosis)
    return None if chart.dates.admission is None else Admission(chart.dates.admission)


def _history(chart: Chart) -> tuple[EarlierLine, ...] | None:
    """Return the earlier operations that have a code; None where the chart tells of none, which is not "none"."""
    known = [EarlierLine(item.code, item.date) for item in chart.earlier_surgery if item.code]
    return tuple(known) or None


def _id(line: CodedLine) -> str | None:
    return None if isinstance(line, OtherLine) else line.id


def _diagnosis(line: CodedLine) -> Diagnosis:
    # An exempt code has no indicator on the claim.
    poa = None if line.poa in (None, "exempt") else cast(Literal["Y", "N", "U", "W"], line.poa)
    return Diagnosis(line.code, id=_id(line), poa=poa)


def _line(line: CodedLine, usual: str | None) -> Line:
    """Return the service of *line*; *usual* is the place of care on its day, where the line names none."""
    through: Any = None if isinstance(line, OtherLine) else line.through
    return Line(
        line.code,
        cast(Literal["cpt", "hcpcs"], line.system),
        id=_id(line),
        modifiers=tuple(one.strip().upper() for one in line.modifiers),
        units=line.units,
        date=line.date,
        through=through,
        place=line.place or usual,
        pointers=line.pointers,
        rendering=line.provider,
    )
