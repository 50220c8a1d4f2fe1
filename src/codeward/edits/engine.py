"""Run every rule that is in force on the coding date over the diagnoses of a claim."""

from __future__ import annotations

from collections.abc import Sequence

from codeward.codesets import Book
from codeward.edits.finding import Finding
from codeward.edits.model import ClaimContext, Coded
from codeward.edits.registry import CHECKS
from codeward.edits.rules import rules_on

__all__ = ["check", "check_diagnoses"]


def check(codes: Sequence[str], context: ClaimContext, book: Book) -> list[Finding]:
    """Return the findings for ICD-10-CM *codes* in sequence, by rule id and then by place.

    Pure: the same codes, context, book and rules give the same list. The rules judge codes, never words of a
    record: an uncertain diagnosis (II.H, IV.H) cannot be seen here and is the key's business.
    """
    return check_diagnoses(Coded(tuple(codes), context.claim()), book)


def check_diagnoses(coded: Coded, book: Book) -> list[Finding]:
    """Return the findings for the diagnoses of a claim, as `check` does."""
    findings: list[Finding] = []
    for rule in rules_on(coded.claim.coded_on):
        if rule.kind in CHECKS:  # the others speak of services and procedures
            findings += CHECKS[rule.kind](rule, coded, book)
    return findings
