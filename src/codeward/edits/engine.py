"""Run every rule that is in force on the coding date over a claim."""

from __future__ import annotations

from collections.abc import Sequence

from codeward.codesets import Book
from codeward.edits.model import Claim, ClaimContext, Finding
from codeward.edits.registry import CHECKS
from codeward.edits.rules import rules_on

__all__ = ["check"]


def check(codes: Sequence[str], context: ClaimContext, book: Book) -> list[Finding]:
    """Return the findings for ICD-10-CM *codes* in sequence, by rule id and then by place.

    Pure: the same codes, context, book and rules give the same list. The rules judge codes, never words of a
    record: an uncertain diagnosis (II.H, IV.H) cannot be seen here and is the key's business.
    """
    claim = Claim(tuple(codes), context)
    findings: list[Finding] = []
    for rule in rules_on(context.coding_date):
        findings += CHECKS[rule.kind](rule, claim, book)
    return findings
