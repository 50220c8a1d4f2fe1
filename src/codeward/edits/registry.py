"""One small function for each kind of rule. The rules themselves are data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codeward.claims import Claim
from codeward.codesets import Book, Shelf
from codeward.edits.days import Services
from codeward.edits.facts import Facts
from codeward.edits.finding import Checked, Finding, Unchecked
from codeward.edits.model import Coded, Rule

__all__ = [
    "BESIDE_CHECKS",
    "CHECKS",
    "CLAIM_CHECKS",
    "TOGETHER_CHECKS",
    "BesideCheck",
    "Check",
    "ClaimCheck",
    "Said",
    "TogetherCheck",
    "carries_out",
    "carries_out_beside",
    "carries_out_on_claims",
    "carries_out_together",
]

Said = Finding | Unchecked | Checked
Check = Callable[[Rule, Coded, Book], Iterator[Finding]]
ClaimCheck = Callable[[Rule, Claim, Shelf, Facts], Iterator[Said]]
TogetherCheck = Callable[[Claim, Shelf, Facts], Iterator[Said]]
BesideCheck = Callable[[Services, Shelf, Facts], Iterator[Said]]
CHECKS: dict[str, Check] = {}
CLAIM_CHECKS: dict[str, ClaimCheck] = {}
TOGETHER_CHECKS: dict[str, TogetherCheck] = {}
BESIDE_CHECKS: dict[str, BesideCheck] = {}


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


def carries_out_together(kind: str) -> Callable[[TogetherCheck], TogetherCheck]:
    """Register the function that carries out all rules of *kind* in one walk over a claim."""

    def register(function: TogetherCheck) -> TogetherCheck:
        TOGETHER_CHECKS[kind] = function
        return function

    return register


def carries_out_beside(kind: str) -> Callable[[BesideCheck], BesideCheck]:
    """Register the function that carries out all rules of *kind* on services beside each other."""

    def register(function: BesideCheck) -> BesideCheck:
        BESIDE_CHECKS[kind] = function
        return function

    return register
