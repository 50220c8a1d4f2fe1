"""One small function for each kind of rule. The rules themselves are data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codeward.claims import Claim
from codeward.codesets import Book, Shelf
from codeward.edits.finding import Checked, Finding, Unchecked
from codeward.edits.model import Coded, Rule

__all__ = ["CHECKS", "CLAIM_CHECKS", "Check", "ClaimCheck", "Said", "carries_out", "carries_out_on_claims"]

Said = Finding | Unchecked | Checked
Check = Callable[[Rule, Coded, Book], Iterator[Finding]]
ClaimCheck = Callable[[Rule, Claim, Shelf], Iterator[Said]]
CHECKS: dict[str, Check] = {}
CLAIM_CHECKS: dict[str, ClaimCheck] = {}


def carries_out(kind: str) -> Callable[[Check], Check]:
    """Register the function that carries out rules of *kind* on the diagnoses of a claim."""

    def register(function: Check) -> Check:
        CHECKS[kind] = function
        return function

    return register


def carries_out_on_claims(kind: str) -> Callable[[ClaimCheck], ClaimCheck]:
    """Register the function that carries out rules of *kind* on a whole claim."""

    def register(function: ClaimCheck) -> ClaimCheck:
        CLAIM_CHECKS[kind] = function
        return function

    return register
