"""A facet: one thing that a title or a query says as structure and not as words: a size, an age, "without contrast"."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

__all__ = ["MARK", "Facet", "from_word", "meets", "valued"]

MARK = "="  # no word of a book or a query begins so


class Facet(NamedTuple):
    """A condition (`value`: contrast "without") or a range (`low` to `high`: a size in cm)."""

    kind: str
    value: str = ""
    low: float = 0.0
    high: float = inf

    @property
    def word(self) -> str:
        """The facet as the index keeps it among its words."""
        return f"{MARK}{self.kind}:{self.value or f'{self.low:.7g}..{self.high:.7g}'}"

    @property
    def point(self) -> bool:
        """Whether it is one figure and no range."""
        return not self.value and self.low == self.high


def from_word(word: str) -> Facet:
    """Return the facet that an index keeps as *word*."""
    kind, _, said = word[len(MARK) :].partition(":")
    return valued(kind, said)


def valued(kind: str, said: str) -> Facet:
    """Return the facet of a value ("without"), a range ("2.6..7.5") or a figure ("4")."""
    low, dots, high = said.partition("..")
    if dots:
        return Facet(kind, "", float(low), float(high))
    return Facet(kind, "", float(low), float(low)) if said.isdigit() else Facet(kind, said)


def meets(asked: Facet, held: Facet) -> bool:
    """Say whether a title that holds *held* answers what is *asked* (both of one kind): same value, or ranges meet."""
    if asked.value or held.value:
        return asked.value == held.value
    return asked.low <= held.high and held.low <= asked.high
