"""Which of some texts is another one reworded, with the work counted. No Django here.

The measure is `difflib`'s ratio by characters, whose work grows with the product of two lengths and more. Most pairs
are settled without it: two bounds of the ratio, from the lengths and from the letters that both have, take one look at
each text. What is left is compared within a budget.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import Match, SequenceMatcher
from functools import lru_cache

from codeward.bounds import Budget

__all__ = ["ALIKE", "budget", "most_alike"]

ALIKE = 0.5  # how much of two texts must agree for one to be the other reworded
# Steps of comparing for all marks that are carried over together: some hundred rewordings of usual length.
STEPS = 4_000_000


def budget() -> Budget:
    """How much one carrying over may compare."""
    return Budget(STEPS, "there is too much to compare", "Choose the new places yourself")


def most_alike(quote: str, texts: Iterable[tuple[int, str]], work: Budget) -> int | None:
    """The number of the text that is most like `quote`, of equal ones the first; None where none is enough.

    Raises BoundsError where the budget `work` is spent.
    """
    bounded = []
    for number, text in texts:
        work.spend()
        bound = _bound(quote, text)
        if bound >= ALIKE:
            bounded.append((bound, -number, text))
    best = (ALIKE, float("-inf"))
    # The most promising first, so that the others need not be compared.
    for bound, rank, text in sorted(bounded, reverse=True):
        if (bound, rank) > best:
            best = max(best, (_Counted(quote, text, work).ratio(), rank))
    return int(-best[1]) if best[1] != float("-inf") else None


def _bound(one: str, other: str) -> float:
    """At least the ratio of the two, in one look at each: what `difflib` calls the quick ratio."""
    total = len(one) + len(other)
    if not total:
        return 1.0
    if 2.0 * min(len(one), len(other)) / total < ALIKE:
        return 0.0
    shared = _letters(one) & _letters(other)
    return 2.0 * shared.total() / total


@lru_cache(maxsize=256)
def _letters(text: str) -> Counter[str]:
    return Counter(text)


class _Counted(SequenceMatcher[str]):
    """`difflib`'s matcher, which pays for every pair of equal letters that it looks at."""

    def __init__(self, one: str, other: str, work: Budget) -> None:
        self.work, self.one, self.places = work, one, _letters(other)
        super().__init__(None, one, other, autojunk=False)

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        part = self.one[alo : len(self.one) if ahi is None else ahi]
        self.work.spend(len(part) + sum(map(self.places.__getitem__, part)))
        return super().find_longest_match(alo, ahi, blo, bhi)
