"""What Medicare's outpatient payment does with a line, by the status indicators of OPPS Addendum B.

Medicare Claims Processing Manual, chapter 4. Hospitals that CMS pays otherwise for outpatients (critical access) are
not asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codeward.claims import Line
from codeward.codesets import Shelf
from codeward.codesets.lists import files_of
from codeward.edits.days import Services, Together, ids, named
from codeward.edits.facts import Facts
from codeward.edits.finding import Bypass, Checked, Finding, Source, Unchecked
from codeward.edits.model import Rule
from codeward.edits.parting import bypass_of
from codeward.edits.registry import Said, carries_out_beside
from codeward.edits.rules import cases, parting
from codeward.errors import CodewardError

__all__ = ["FAMILY", "LIST"]

FAMILY, LIST = "CW-OP", "opps"
_INPATIENT_ONLY, _PACKAGED, _PROCEDURES = "C", "N", frozenset({"S", "T"})
_VISIT_STATUS = "V"
_EMERGENCY = Bypass(
    ("CA",),
    "on the line",
    "that the operation was an emergency, and the patient died or was transferred before an admission.",
)


class _Status(NamedTuple):
    line: Line
    value: str
    source: Source
    told: str


@carries_out_beside("outpatient")
def _outpatient(services: Services, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    claim = services.claim
    by_case = cases("outpatient", claim.coded_on)
    if claim.kind != "outpatient" or claim.provider.payment == "cah" or not claim.lines or not by_case:
        return
    every: list[_Status] = []
    for group in services.groups:
        day: list[_Status] = []
        for said in _statuses(group, shelf, facts):
            if isinstance(said, _Status):
                day.append(said)
            else:
                yield said
        every += day
        yield from _inpatient_only(by_case["inpatient_only"], day)
        yield from _visits(by_case["visit"], day)
    if len(every) == len(claim.lines) and all(one.value == _PACKAGED for one in every):
        first = min(every, key=lambda each: each.line.code)
        found = by_case["packaged"].finding([first.line.code], first.source, noted=first.told)
        yield found._replace(why=found.why.strip(), lines=ids(*(one.line for one in every)))


def _statuses(group: Together, shelf: Shelf, facts: Facts) -> Iterator[_Status | Said]:
    """Yield the status of each line of a day, by the list or by the case; and what was asked, or could not be."""
    silent: list[str] = []
    missing: Unchecked | None = None
    book = None
    try:
        book = shelf.listed(LIST, group.day)
        yield Checked(FAMILY, LIST, book.release.id)
    except CodewardError as error:
        missing = Unchecked(FAMILY, LIST, error.message, error.command or None)
    for line in group.lines:
        concept = None if book is None else book.get(line.code)
        fact = facts.of(LIST, group.day, line.code)
        if book is not None and concept is not None:
            value = str(concept.facts["status"])
            source = Source(LIST, book.release.id, files_of(book, ""), f"{line.code} {value}")
            yield _Status(line, value, source, "")
        elif fact is not None and isinstance(fact.value, str):
            yield fact.checked(FAMILY)
            yield _Status(line, fact.value, fact.source, fact.told)
        else:
            silent.append(line.code)
    if silent:
        missing = missing or Unchecked(FAMILY, LIST, "The list here does not have every code")
        yield missing._replace(
            why=f"{missing.why.rstrip('.')}. Not asked: {named(list(dict.fromkeys(silent)))}."
        )


def _inpatient_only(rule: Rule, day: list[_Status]) -> Iterator[Finding]:
    for one in day:
        if one.value == _INPATIENT_ONLY and not rule.modifiers & set(one.line.modifiers):
            yield _found(rule, one)._replace(bypass=_EMERGENCY)


def _visits(rule: Rule, day: list[_Status]) -> Iterator[Finding]:
    """A visit on the day of a procedure that is paid by itself (S, T) needs 25."""
    procedures = [one for one in day if one.value in _PROCEDURES and not _visit(rule, one)]
    for one in day:
        if procedures and _visit(rule, one) and not rule.modifiers & set(one.line.modifiers):
            other = min(procedures, key=lambda each: (each.line.code, each.line.id or ""))
            found = rule.finding(
                [one.line.code, other.line.code], other.source, status=other.value, noted=other.told
            )
            bypass = bypass_of(("25",), "on the visit", parting())
            yield found._replace(why=found.why.strip(), lines=ids(one.line, other.line), bypass=bypass)


def _visit(rule: Rule, one: _Status) -> bool:
    return one.value == _VISIT_STATUS or rule.services.matches(one.line.code)


def _found(rule: Rule, one: _Status) -> Finding:
    found = rule.finding([one.line.code], one.source, noted=one.told)
    return found._replace(why=found.why.strip(), lines=ids(one.line))
