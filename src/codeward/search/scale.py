"""The scale that every search is weighed on: what a title earns for the words that are sought, and why it is there.

Tuned on the development half of the query set (see docs/explanation/search.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log
from operator import itemgetter
from typing import NamedTuple

from codeward.search.query import Reading, described
from codeward.search.reasons import Reason
from codeward.search.weights import EXACT_LONG, EXACT_SHORT, EXACT_TITLE, LONG, MORE_WORDS
from codeward.search.wordfile import WordFile

__all__ = ["Candidate", "Costs", "Lookup", "Sought", "others", "ranked", "sought", "worth"]

SIDES = ("right", "left", "bilateral")
Lookup = dict[int, tuple[int, float]]  # word number → (group, its credit)


class Sought(NamedTuple):
    """What a reading asks of a document, worked out once for all of them."""

    lookup: Lookup
    groups: int
    total: float  # what the groups weigh together
    exact: float  # for a title that says just this
    notes: dict[int, Reason]  # phrase → what it stands for
    usual: dict[int, Reason]  # phrase → said of the codes that it names
    owner: list[int]  # group → the phrase that it comes from
    spelt: dict[int, Reason]  # group → how its word was understood

    def why(
        self, credit: list[float], named: int | None = None, near: int | None = None
    ) -> tuple[Reason, ...]:
        """Return why a document is there: the phrases that led to it, and words spelt otherwise.

        *named* is the phrase that names the document itself, *near* the one that names what stands beside it.
        """
        if not (self.notes or self.usual or self.spelt):
            return ()
        why: list[Reason] = []
        if self.notes:
            led = {owner for owner, share in zip(self.owner, credit, strict=False) if share}
            why = [note for phrase, note in self.notes.items() if phrase in led or phrase in (named, near)]
        if named in self.usual:
            why.append(self.usual[named])
        why += [note for i, note in self.spelt.items() if credit[i] and note not in why]
        return tuple(why)


class Candidate(NamedTuple):
    """A weighed document: score, number, and what its reasons are made of when it is shown.

    `won` says which field other than the title answered: (entry, its place) of a term, or (place,) of a name.
    """

    score: float
    number: int
    asked: Sought
    credit: list[float]
    won: tuple[int, ...] = ()
    named: int | None = None
    near: int | None = None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is there, but for the field that won."""
        return self.asked.why(self.credit, self.named, self.near)


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Return *found* with the best first; what is worth the same in the order of the documents."""
    return sorted(sorted(found, key=itemgetter(1)), key=itemgetter(0), reverse=True)


def sought(reading: Reading) -> Sought:
    """Return what *reading* asks of a document."""
    groups = reading.groups
    exact = EXACT_TITLE
    if not reading.phrases:
        exact += EXACT_LONG if len(groups) >= LONG else EXACT_SHORT
    return Sought(
        {word: (i, quality * groups[i].weight) for word, (i, quality) in reading.lookup.items()},
        len(groups),
        sum(group.weight for group in groups) or 1.0,
        exact,
        {i: described(p) for i, p in enumerate(reading.phrases) if not p.plain},
        {i: Reason("usual", p.said) for i, p in enumerate(reading.phrases) if p.plain and p.targets},
        reading.owner,
        {i: group.note for i, group in enumerate(groups) if group.note},
    )


def worth(
    field: tuple[int, ...], asked: Sought, exact: float, costs: Mapping[int, float]
) -> tuple[float, list[float]]:
    """Return (value, the credit of each group) of one title or term; *exact* is for one that says nothing else."""
    credit = [0.0] * asked.groups
    covered = extra = 0.0
    lookup, total = asked.lookup, asked.total
    for word in field:
        if word in lookup:
            place, value = lookup[word]
            if value > credit[place]:
                covered += value - credit[place]
                credit[place] = value
        else:
            extra += costs[word]
    value = covered / total - MORE_WORDS * extra / (extra + covered + 4.0)
    if extra == 0.0 and covered >= 0.95 * total and all(credit):
        value += exact
    return value, credit


def others(reading: Reading) -> list[tuple[list[int], float]]:
    """For each phrase return the groups that come from elsewhere and must be answered, and their weight."""
    out = []
    for phrase in range(len(reading.phrases)):
        places = [
            i for i, owner in enumerate(reading.owner) if owner != phrase and reading.groups[i].required
        ]
        out.append((places, sum(reading.groups[i].weight for i in places)))
    return out


class Costs(dict[int, float]):
    """What a word in a title that nobody asked for speaks against it, reckoned when first met."""

    def __init__(self, index: WordFile, fixed: dict[str, float]) -> None:
        """Begin with the costs of *fixed* words, as far as the index has them."""
        super().__init__({index.number[w]: cost for w, cost in fixed.items() if w in index.number})
        self.index = index

    def __missing__(self, word: int) -> float:
        cost = self[word] = log(self.index.size / (self.index.count(word) + 1)) * 0.9
        return cost
