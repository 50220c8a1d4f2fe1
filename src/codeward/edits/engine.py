"""Run every rule that is in force on the coding date over the diagnoses of a claim."""

from __future__ import annotations

from functools import lru_cache

from codeward.codesets import Book
from codeward.edits.finding import Finding
from codeward.edits.model import Coded
from codeward.edits.registry import CHECKS
from codeward.edits.rules import rules, rules_on

__all__ = ["check_diagnoses"]


def check_diagnoses(coded: Coded, book: Book) -> list[Finding]:
    """Return the findings for the ICD-10-CM codes of a claim in sequence, by rule id and then by place.

    Pure: the same claim, book and rules give the same list. The rules judge codes, never words of a
    record: an uncertain diagnosis (II.H, IV.H) cannot be seen here and is the key's business.
    """
    findings: list[Finding] = []
    concerned = frozenset[str]().union(*map(_covering, coded.codes))
    for rule in rules_on(coded.claim.coded_on):
        if rule.kind in CHECKS and (not rule.codes or rule.id in concerned):
            findings += CHECKS[rule.kind](rule, coded, book)
    return findings


@lru_cache(maxsize=8192)
def _covering(code: str) -> frozenset[str]:
    """Return the ids of the rules of any date whose own codes hold *code*: only they can find something in it."""
    return frozenset(rule.id for rule in rules() if rule.codes and rule.covers(code))
