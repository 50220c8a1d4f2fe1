"""The door of the edits: a whole claim to findings, and what could not be asked.

A list that is missing, or not in force on the day, makes an entry of `unchecked` and never a finding; silence about it
would look like a clean claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from codeward.claims import Claim
from codeward.codesets import Shelf
from codeward.edits.engine import check_diagnoses
from codeward.edits.finding import Checked, Finding, Scrubbed, Unchecked
from codeward.edits.lines import unchecked
from codeward.edits.model import Coded
from codeward.edits.registry import CLAIM_CHECKS, Said
from codeward.edits.rules import digest, pending, rules_on
from codeward.errors import CodewardError

__all__ = ["scrub"]

DIAGNOSES = "CW-DX"


def scrub(claim: Claim, shelf: Shelf) -> Scrubbed:
    """Return what the edits say of *claim*, by the books of *shelf*: first of its diagnoses, then of its services.

    Pure: the same claim, books and rules give the same result. What a record supports is not judged here.
    """
    said = [*_diagnoses(claim, shelf), *_services(claim, shelf)]
    waiting = [Unchecked(row.rule, row.list, row.why) for row in pending() if row.concerns(claim)]
    return Scrubbed(
        findings=tuple(item for item in said if isinstance(item, Finding)),
        unchecked=tuple(dict.fromkeys([*(item for item in said if isinstance(item, Unchecked)), *waiting])),
        checked=tuple(dict.fromkeys(item for item in said if isinstance(item, Checked))),
        digest=digest(),
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


def _services(claim: Claim, shelf: Shelf) -> Iterator[Said]:
    """The services and procedures, each by the rules in force on the coding date."""
    for rule in rules_on(claim.coded_on):
        if rule.kind in CLAIM_CHECKS:
            yield from CLAIM_CHECKS[rule.kind](rule, claim, shelf)
