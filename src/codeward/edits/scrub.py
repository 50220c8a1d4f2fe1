"""The door of the edits: a whole claim to findings, and what could not be asked.

A list that is missing, or not in force on the day, makes an entry of `unchecked` and never a finding; silence about it
would look like a clean claim.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.edits.days import Services
from codeward.edits.engine import check_diagnoses
from codeward.edits.facts import CaseFact, Facts
from codeward.edits.finding import Checked, Finding, Scrubbed, Unchecked
from codeward.edits.lines import unchecked
from codeward.edits.model import Coded, Rule
from codeward.edits.registry import BESIDE_CHECKS, CLAIM_CHECKS, TOGETHER_CHECKS, ClaimCheck, Said
from codeward.edits.rules import digest, pending, rules_on
from codeward.errors import CodewardError

__all__ = ["scrub"]

DIAGNOSES = "CW-DX"
_OF_STAYS = frozenset({"editor", "poa"})
_BESIDE = ("pairs", "limits", "add_on", "global", "outpatient")
_AFTER_PAIRS = frozenset({"global", "outpatient"})


def scrub(claim: Claim, shelf: Shelf, facts: Sequence[CaseFact] = ()) -> Scrubbed:
    """Return what the edits say of *claim*, by the books of *shelf*: first of its diagnoses, then of its services.

    *facts* are those that a chart brings of lists which may not be installed. Pure: the same claim, books, facts and
    rules give the same result. What a record supports is not judged here.
    """
    brought = Facts(facts)
    said = [
        *TOGETHER_CHECKS["shape"](claim, shelf, brought),
        *_diagnoses(claim, shelf),
        *_services(claim, shelf, brought),
    ]
    waiting = [Unchecked(row.rule, row.list, row.why) for row in pending() if row.concerns(claim)]
    return Scrubbed(
        findings=_told_once(item for item in said if isinstance(item, Finding)),
        unchecked=tuple(dict.fromkeys([*(item for item in said if isinstance(item, Unchecked)), *waiting])),
        checked=tuple(dict.fromkeys(item for item in said if isinstance(item, Checked))),
        digest=digest(),
    )


def _told_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings* without repetitions: what is said of several lines alike is said once, with all of them."""
    found: dict[Finding, list[tuple[str, ...]]] = {}
    for finding in findings:
        found.setdefault(finding._replace(lines=()), []).append(finding.lines)
    return tuple(
        one._replace(
            lines=told[0] if len(told) == 1 else tuple(sorted({name for lines in told for name in lines}))
        )
        for one, told in found.items()
    )


def _diagnoses(claim: Claim, shelf: Shelf) -> Iterator[Said]:
    """The diagnoses by the rules of the guidelines and the notes of the Tabular List."""
    if not claim.diagnoses:
        return
    try:
        book = shelf.book("icd10cm")
    except CodewardError as error:
        yield unchecked(DIAGNOSES, "icd10cm", claim.coded_on, error.message)
        return
    if not book.release.covers(claim.coded_on):
        why = f"{book.release.id} is not in force on {claim.coded_on}; its notes are read all the same."
        yield unchecked(DIAGNOSES, "icd10cm", claim.coded_on, why)
    ids = {item.code: item.id for item in reversed(claim.diagnoses)}
    codes = tuple(item.code for item in claim.diagnoses)
    for finding in check_diagnoses(Coded(codes, claim), book):
        named = (ids.get(code) for code in finding.codes)
        yield finding._replace(lines=tuple(dict.fromkeys(name for name in named if name)))
    yield Checked(DIAGNOSES, "icd10cm", book.release.id)


def _services(claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    """The services and procedures, each by the rules in force on the coding date."""
    claim = _named_by_code(claim)
    said = [
        item
        for rule, check in _by_rule(claim.coded_on, claim.kind)
        for item in check(rule, claim, shelf, facts)
    ]
    yield from said
    if claim.lines:
        standing = _without(claim, said)
        alone = list(TOGETHER_CHECKS["line"](standing, shelf, facts))
        yield from alone
        yield from _beside(_without(standing, alone), shelf, facts)


def _named_by_code(claim: Claim) -> Claim:
    """Return the claim without the lines that a revenue code alone names, such as room and board (UB-04, FL 42)."""
    if claim.kind == "professional" or all(line.code for line in claim.lines):
        return claim
    return replace(claim, lines=tuple(line for line in claim.lines if line.code or not line.revenue))


@lru_cache(maxsize=128)
def _by_rule(on: dt.date, kind: str) -> tuple[tuple[Rule, ClaimCheck], ...]:
    """Return the rules of a whole claim of *kind* in force on *on*; those of a stay ask no other claim."""
    return tuple(
        (rule, CLAIM_CHECKS[rule.kind])
        for rule in rules_on(on)
        if rule.kind in CLAIM_CHECKS and (kind == "inpatient" or rule.kind not in _OF_STAYS)
    )


def _beside(claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    """The services beside each other: pairs, units of a day, add-on codes, packages, a hospital's outpatient day.

    A visit that its pair stops needs no second word on the package.
    """
    services = Services.of(claim)
    paired = claim
    for kind in _BESIDE:
        if kind in _AFTER_PAIRS and services.claim is not paired:
            services = Services.of(paired)
        said = list(BESIDE_CHECKS[kind](services, shelf, facts))
        yield from said
        if kind == "pairs":
            paired = _without(claim, said)


def _without(claim: Claim, said: Iterable[Said]) -> Claim:
    """Return the claim without the lines that are not paid by what was *said*.

    The first code of a finding is the one that has to change: of the finding's lines the one with that code, or a line
    of that code that has no id.
    """
    for item in said:
        if isinstance(item, Finding) and item.severity == "error" and item.disposition == "deny line":
            code = item.codes[0]
            alike = [line for line in claim.lines if line.code == code]
            stopped = [line for line in alike if line.id and line.id in item.lines]
            stopped = stopped or [line for line in alike if not line.id]
            if stopped:
                kept = tuple(line for line in claim.lines if line not in stopped)
                claim = replace(claim, lines=kept)
    return claim
