"""Run every rule that is in force on the coding date over the diagnoses of a claim."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from codeward.codesets import Book
from codeward.edits.finding import Finding
from codeward.edits.model import Coded, Rule
from codeward.edits.registry import CHECKS, Check
from codeward.edits.rules import rules_on

__all__ = ["check_diagnoses"]

# Kinds of rules that find nothing unless one of their `others` is on the claim too.
_OF_TWO = frozenset(
    {"not_together", "with_link", "before", "initial_only", "cause_in_code", "not_with_only", "phase"}
)


def check_diagnoses(coded: Coded, book: Book) -> list[Finding]:
    """Return the findings for the ICD-10-CM codes of a claim in sequence, by rule id and then by place.

    Pure: the same claim, book and rules give the same list. The rules judge codes, never words of a
    record: an uncertain diagnosis (II.H, IV.H) cannot be seen here and is the key's business.
    """
    plan = _plan(coded.claim.coded_on)
    own, others = set(plan.always), set[int]()
    for code in coded.codes:
        covering, against = _concerned(code, coded.claim.coded_on)
        own |= covering
        others |= against
    findings: list[Finding] = []
    for place in sorted(own):
        if place not in plan.needs_other or place in others:
            rule, check = plan.rules[place]
            findings += check(rule, coded, book)
    return findings


class _Plan(NamedTuple):
    """The rules of a day in order of ids; by their places which ask every claim, and which one of their `others`."""

    rules: tuple[tuple[Rule, Check], ...]
    always: frozenset[int]
    needs_other: frozenset[int]


@lru_cache(maxsize=64)
def _plan(on: dt.date) -> _Plan:
    """Return the rules on diagnoses in force on *on*."""
    in_force = tuple((rule, CHECKS[rule.kind]) for rule in rules_on(on) if rule.kind in CHECKS)
    return _Plan(
        in_force,
        frozenset(place for place, (rule, _) in enumerate(in_force) if not rule.codes),
        frozenset(place for place, (rule, _) in enumerate(in_force) if rule.kind in _OF_TWO),
    )


@lru_cache(maxsize=8192)
def _concerned(code: str, on: dt.date) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of the rules whose own codes hold *code*, and of those whose `others` do.

    Only the first can find something in it, and rules of two codes only where one of each is on the claim.
    """
    numbered = tuple(enumerate(rule for rule, _ in _plan(on).rules))
    return (
        frozenset(place for place, rule in numbered if rule.codes and rule.covers(code)),
        frozenset(place for place, rule in numbered if rule.others.matches(code)),
    )
