"""What can be proved of a key's services and procedures: that each line says what the chart asks for, and lawfully.

Every surgical chart holds something that must not be billed, and every operation in a stay a change that moves the
group or must not (contract, Charts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codeward.calculators import em
from codeward.charts import Chart, KeyLine, ledger_rules
from codeward.codesets import Shelf, modifiers
from codeward.errors import CodewardError
from codeward.grading.details import asked_axes, details_of
from codeward.grading.services import PCS, SERVICES

__all__ = ["line_problems"]

Found = Iterator[tuple[str, str, str]]
# CPT's section of surgery.
_SURGERY = re.compile(r"[1-6]\d{4}")
_LEVELLED = ("problems", "data", "risk")


def line_problems(chart: Chart, shelf: Shelf) -> Found:
    """Yield what is wrong with the procedure lines of *chart*, and with what must stand beside them."""
    yield from _asks(chart)
    for line in chart.key.lines:
        if line.kind == "procedure":
            yield from _line(chart, line)
    for i, alternative in enumerate(chart.key.alternatives):
        for use in alternative.use:
            yield from _modifiers(chart, f"alternatives[{i}] {use.code}", use.code, use.modifiers)
    yield from _holds_traps(chart)


def _asks(chart: Chart) -> Found:
    """What a chart asks for must be in its key, or nobody could earn it."""
    key, asks = chart.key, chart.asks
    procedures = [line for line in key.lines if line.kind == "procedure"]
    if procedures and not {"procedures", "em", "principal_procedure"}.intersection(asks):
        yield "asks", "the key has procedures, and the chart does not ask for any", "Ask for procedures"
    if "procedures" in asks and not procedures:
        yield (
            "asks",
            "procedures are asked, and the key has none",
            "Ask for diagnoses alone, or give the lines",
        )
    if ("principal_procedure" in asks) != (key.principal_procedure is not None):
        where = "asks" if key.principal_procedure is not None else "principal_procedure"
        yield where, "the principal procedure is asked or given, not both", "Ask for it and name its lines"
    if "poa" in asks and not chart.inpatient_facility:
        yield "asks", "present on admission is for inpatient facility claims", "Leave poa out"
    if "pointers" in asks and "diagnoses" not in asks:
        yield "asks", "pointers are asked without the diagnoses that they point to", "Ask for diagnoses too"
    if "em" in asks and not any(line.em for line in procedures):
        yield (
            "asks",
            "the level of a visit is asked, and no line has its worksheet (em)",
            "Give the line's em",
        )


def _line(chart: Chart, line: KeyLine) -> Found:
    where = f"line {line.id}"
    if (line.system == PCS) != chart.inpatient_facility:
        kind = "an inpatient facility" if chart.inpatient_facility else "this"
        way_out = "ICD-10-PCS is for inpatient facility claims, CPT and HCPCS for all others"
        yield f"{where} system", f"{line.system} does not stand on {kind} claim", way_out
    details = details_of(line)
    given = asked_axes(chart, line.kind, line.system, details)
    wanted: list[tuple[str, str]] = [("dates", "date")]
    if line.system in SERVICES:
        wanted.append(("units", "units"))
        if chart.claim.type == "professional":
            wanted.append(("pointers", "pointers"))
    for ask, axis in wanted:
        if ask in chart.asks and axis not in given:
            yield f"{where} {axis}", f"{ask} are asked, and the line has none", f"Give the line's {axis}"
    yield from _days(chart, line, where)
    if line.system in SERVICES:
        yield from _modifiers(chart, where, line.code, line.modifiers, line)
    if line.em is not None:
        yield from _level(chart, line, where)


def _days(chart: Chart, line: KeyLine, where: str) -> Found:
    if line.date is None:
        return
    first = chart.statement.start if chart.statement is not None else None
    last = chart.statement.through if chart.statement is not None else None
    days = {service.date for service in chart.services}
    if (first and line.date < first) or (last and (line.through or line.date) > last):
        yield f"{where} date", f"{line.date} is outside the statement", "Give the day of the service"
    elif days and chart.statement is None and line.date not in days:
        yield (
            f"{where} date",
            f"{line.date} is no day of the chart's services",
            "Give the day of the service",
        )


def _modifiers(
    chart: Chart, where: str, code: str, used: tuple[str, ...], line: KeyLine | None = None
) -> Found:
    """A key's modifiers are in force, fit the code, bear each other and stand in their order."""
    day = (line.date if line is not None else None) or chart.coding_date
    for one in used:
        wrong = modifiers.why_not(one, code, on=day)
        if wrong is not None:
            yield f"{where} modifiers", wrong, "Give modifiers that fit"
    for conflict in modifiers.conflicts(used, day, line=code):
        yield f"{where} modifiers", conflict.why, "Keep one of the two"
    if modifiers.in_order(used) != tuple(used):
        right = ", ".join(modifiers.in_order(used))
        yield f"{where} modifiers", f"{', '.join(used)} stand out of order", f"Write {right}"


def _level(chart: Chart, line: KeyLine, where: str) -> Found:
    """The worksheet of a visit leads to its code, by the calculator of visits."""
    place, sheet = em.visit(line.code), line.em
    if place is None or sheet is None or place.chosen_by != "level":
        return
    by_time = sheet.by == "time"
    said = {} if by_time else {name: getattr(sheet, name) for name in _LEVELLED}
    if not by_time and sum(value is not None for value in said.values()) < len(_LEVELLED):
        yield f"{where} em", "problems, data or risk is missing", "Give all three"
        return
    try:
        found = em.decide(
            em.Encounter(
                place.category,
                line.date or chart.coding_date,
                patient=place.kind if place.kind in ("new", "established") else None,
                stage=place.kind if place.kind in ("initial", "subsequent") else None,
                setting=place.kind if place.kind in ("office", "inpatient") else None,
                minutes=sheet.minutes if by_time else None,
                **said,
            )
        )
    except CodewardError as error:
        yield f"{where} em", error.message, error.way_out
        return
    if found.code != line.code:
        yield (
            f"{where} em",
            f"its worksheet leads to {found.code}, not {line.code}",
            "Mend the worksheet or the code",
        )


def _holds_traps(chart: Chart) -> Found:
    key = chart.key
    if "procedures" not in chart.asks:
        return
    surgical = any(line.system == "cpt" and _SURGERY.fullmatch(line.code) for line in key.lines)
    must_not = any(entry.rule in ledger_rules() and entry.rejects for entry in key.ledger)
    if surgical and not must_not:
        yield (
            "ledger",
            "nothing in it must not be billed",
            "Enter a component, an approach or a global visit with its rule",
        )
    operated = any(line.system == PCS for line in key.lines)
    paid_so = chart.inpatient_facility and chart.claim.payment == "ipps"
    if operated and paid_so and not any(trap.drg is not None for trap in key.traps):
        yield "traps", "no change moves the group, or must not", "Add a trap with its drg"
    if operated and paid_so and key.drg is None:
        yield "drg", "the key does not state its group", "Give version, initial and final"
