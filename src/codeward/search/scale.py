"""The scale that every search is weighed on: what a title earns for the words that are sought, and why it is there.

Tuned on the development half of the query set (see docs/explanation/search.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from math import log
from operator import itemgetter
from typing import NamedTuple

from codeward.search.phrases import Phrase
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
    notes: dict[int, tuple[Reason, ...]]  # phrase → what it may stand for, the most usual first
    usual: dict[int, Reason]  # phrase → said of the codes that it names
    owner: list[int]  # group → the phrase that it comes from
    spelt: dict[int, tuple[Reason, ...]]  # group → how its word may be understood

    def why(
        self,
        says: Callable[[str], bool],
        credit: list[float],
        named: int | None = None,
        near: int | None = None,
    ) -> tuple[Reason, ...]:
        """Return why a document is there: the phrases that led to it, and words spelt otherwise.

        *says* tells whether the document says what somebody meant: of each phrase and word the first meaning is given
        of which it does. *named* is the phrase that names the document itself (where it says it in other words, it is
        a usual code), *near* the one that names what stands beside it.
        """
        if not (self.notes or self.usual or self.spelt):
            return ()
        why: list[Reason] = []
        if self.notes:
            led = {owner for owner, share in zip(self.owner, credit, strict=False) if share} | {named, near}
            why = [
                note for phrase, some in self.notes.items() if phrase in led for note in _first(some, says)
            ]
        if named in self.usual and not any(note in why for note in self.notes.get(named, ())):
            why.append(self.usual[named])
        for place, some in self.spelt.items():
            if credit[place]:
                why += [note for note in _first(some, says) if note not in why]
        return tuple(why)

    def whole(self, named: int | None) -> bool:
        """Whether the phrase *named* is all that was asked."""
        return named is not None and all(owner == named for owner in self.owner)


def _first(notes: Iterable[Reason], says: Callable[[str], bool]) -> list[Reason]:
    """Return the first of *notes* that is true, if any."""
    return list(islice((note for note in notes if says(note.meant)), 1))


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

    def reasons(self, says: Callable[[str], bool]) -> tuple[Reason, ...]:
        """Return why it is there, but for the field that won; *says* tells what the document says."""
        return self.asked.why(says, self.credit, self.named, self.near)


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
        {i: some for i, p in enumerate(reading.phrases) if (some := _meanings(p, reading.also.get(i, ())))},
        {i: Reason("usual", reading.phrases[i].said) for i in set(reading.said_by.values())},
        reading.owner,
        {i: some for i, group in enumerate(groups) if (some := (*filter(None, (group.note,)), *group.also))},
    )


def _meanings(phrase: Phrase, also: Iterable[Phrase]) -> tuple[Reason, ...]:
    """Return what may be told of a phrase: nothing where the book's words hold all that was said."""
    return tuple(described(one) for one in (phrase, *also) if not one.plain)


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
