"""How many units: NCCI's medically unlikely edits (NCCI Policy Manual, chapter I, section V).

By adjudication indicator: 1 holds a line, 2 and 3 all lines of a code on one day by one practitioner, supplier or
facility. Above it the whole line or day is denied, not the surplus. That a code is not on the list proves nothing: some
values are confidential.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from codeward.claims import Claim, Line
from codeward.codesets import Shelf, lists
from codeward.edits.days import Services, Together, ids, named
from codeward.edits.facts import Facts, Mue
from codeward.edits.finding import Bypass, Checked, Finding, Source, Unchecked
from codeward.edits.model import Rule
from codeward.edits.registry import Said, carries_out_beside
from codeward.edits.rules import cases
from codeward.errors import CodewardError

__all__ = ["FAMILY", "LIST"]

FAMILY, LIST = "CW-MU", "ncci-mue"
_ONE = Decimal(1)
# What lets truly done units of an indicator of 1 stand on lines of their own (chapter I, section V).
_OWN_LINE = Bypass(
    ("76", "77", "91", "59", "LT", "RT"),
    "on each further line",
    "that each unit was done: again, at another place, or by another practitioner.",
)


class _Limit(NamedTuple):
    mue: Mue
    source: Source
    told: str


@carries_out_beside("limits")
def _limits(services: Services, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    claim = services.claim
    by_case = cases("limits", claim.coded_on)
    if claim.kind == "inpatient" or not claim.lines or not by_case:
        return
    setting = _setting(claim)
    for group in services.groups:
        by_code: dict[str, list[Line]] = defaultdict(list)
        for line in group.lines:
            by_code[line.code].append(line)
        try:
            book = shelf.listed(LIST, group.day)
            missing = (
                None if setting in book.manifest["settings"] else f"The list here has none of {setting}s."
            )
            command = None
        except CodewardError as error:
            missing, command = error.message, error.command or None
        if missing is not None:
            yield from _by_facts(
                by_case, by_code, setting, group, facts, Unchecked(FAMILY, LIST, missing, command)
            )
            continue
        for code, lines in by_code.items():
            concept = book.get(code)
            row = None if concept is None else concept.facts.get(setting)
            if row is not None:
                mue = Mue(row["units"], row["indicator"])
                if mue.mai == 1 or sum(map(_units, lines)) > mue.units:
                    said = f"{code} {mue.units} {mue.mai} {row['rationale']}"
                    source = Source(LIST, book.release.id, lists.files_of(book, setting), said)
                    yield from _over(by_case, code, lines, _Limit(mue, source, ""))
        yield Checked(FAMILY, LIST, book.release.id)


def _setting(claim: Claim) -> str:
    """Return whose list holds: a supplier of equipment has one of its own."""
    if claim.kind == "outpatient":
        return "outpatient"
    told = f"{claim.provider.billing or ''} {claim.provider.specialty or ''}".lower()
    return "dme" if "supplier" in told or "dme" in told.split() else "practitioner"


def _by_facts(
    rules: Mapping[str, Rule],
    by_code: dict[str, list[Line]],
    setting: str,
    group: Together,
    facts: Facts,
    missing: Unchecked,
) -> Iterator[Said]:
    """Hold against what the case itself tells of; of the other codes it is told that they were not asked."""
    if not facts:
        yield missing._replace(why=f"{missing.why.rstrip('.')}.")
        return
    silent = []
    for code, lines in by_code.items():
        fact = facts.of(f"mue-{setting}", group.day, code)
        if fact is None:
            silent.append(code)
            continue
        yield fact.checked(FAMILY)
        if not isinstance(fact.value, str):
            yield from _over(rules, code, lines, _Limit(fact.value, fact.source, fact.told))
    if silent:
        yield missing._replace(why=f"{missing.why.rstrip('.')}. Not asked: {named(silent)}.")


def _over(rules: Mapping[str, Rule], code: str, lines: list[Line], limit: _Limit) -> Iterator[Finding]:
    """Yield what is over the limit: each line by itself (1), or the day's lines together (2, 3)."""
    rule = rules[str(limit.mue.mai)]
    for held in [[line] for line in lines] if limit.mue.mai == 1 else [lines]:
        units = sum((_units(line) for line in held), Decimal(0))
        if units <= limit.mue.units:
            continue
        found = rule.finding(
            [code], limit.source, units=_plain(units), most=limit.mue.units, noted=limit.told
        )
        bypass = _OWN_LINE if limit.mue.mai == 1 else None
        yield found._replace(why=found.why.strip(), lines=ids(*held), bypass=bypass)


def _units(line: Line) -> Decimal:
    """Return the units of one day: those of a line over several days are divided among them, and rounded."""
    units = _ONE if line.units is None else line.units
    if line.date is None or line.through is None or line.through <= line.date:
        return units
    days = (line.through - line.date).days + 1
    return (units / days).quantize(_ONE, ROUND_HALF_UP)


def _plain(units: Decimal) -> str:
    return f"{units.normalize():f}"
