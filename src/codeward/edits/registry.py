"""One small function for each kind of rule. The rules themselves are data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codeward.codesets import Book
from codeward.edits.model import Claim, Finding, Rule

__all__ = ["CHECKS", "Check", "carries_out"]

Check = Callable[[Rule, Claim, Book], Iterator[Finding]]
CHECKS: dict[str, Check] = {}


def carries_out(kind: str) -> Callable[[Check], Check]:
    """Register the function that carries out rules of *kind*."""

    def register(function: Check) -> Check:
        CHECKS[kind] = function
        return function

    return register
