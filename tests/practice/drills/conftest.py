"""The books on which drills are drawn, and how alike two questions are."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.codesets import Shelf

DAY = date(2026, 6, 1)


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf.on(DAY)


def threes(text: str) -> frozenset[tuple[str, ...]]:
    """Return every three words of *text* that stand together."""
    words = text.lower().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def alike(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """Return which part of the threes of two texts both have."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0
