"""Which entries of a list answer a reading, and how well. The scale is that of `codeward.search.rank`.

Candidates are taken by the length of their titles, the shortest first: of all titles that hold the words asked for,
the one that says least beyond them is meant. Of codes that begin alike only some are taken, so that one table of
ICD-10-PCS does not fill the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log

from codeward.search.lists.listfile import LENGTHS, Listed, ListFile, target_range
from codeward.search.query import Reading, described
from codeward.search.rank import (
    EXACT_LONG,
    EXACT_SHORT,
    EXACT_TERM,
    EXACT_TITLE,
    LONG,
    MORE_WORDS,
    NO_SIDE,
    OTHER_FIELD,
    PARTIAL,
    SIDES,
    TARGET,
    TERM,
    WRONG_SIDE,
    Candidate,
    Lookup,
    lacking,
    maps,
)

__all__ = ["ListWeigher", "choose"]

MOST = 36  # documents weighed for a reading
ALIKE = 6  # of those whose titles begin alike
ENOUGH = 8
A_WAY = 10
A_TARGET = 12
HEADING_COST, ENDED_COST = 0.12, 0.25
HALF = 0.5  # of the query's weight must be words of the book
_MOST_LACKING = 3
# A manner of speaking in titles that hardly tells them apart.
_CHEAP = (
    "approach other device using unspecified each per injection injected vein into first under initial encounter "
    "closed accidental unintentional"
)
_DEAR = ("sequela", "subsequent")  # where no encounter is named it is the initial one


def choose(index: ListFile, reading: Reading, allowed: int) -> tuple[list[int], int]:
    """Return the documents to weigh for *reading* among the *allowed* bit map, and the map of the full answers."""
    asked, wished = maps(index, reading)
    picked: dict[int, None] = {}
    full = _meant(index, reading, allowed, picked)
    if asked:
        answers = allowed
        for _, bits in asked:
            answers &= bits
        full |= answers
        best = answers
        for bits in wished:
            best = best & bits or best
        if best != answers:
            _take(index, best, MOST // 2, picked)
        usual = answers & ~_late(index)
        if usual != answers:
            _take(index, usual, MOST // 2, picked)
        _take(index, answers, MOST, picked)
        for few in range(1, min(len(asked), _MOST_LACKING + 1)):
            if len(picked) >= ENOUGH:
                break
            for bits in lacking(asked, few, allowed):
                _take(index, bits, A_WAY, picked)
                if len(picked) >= MOST:
                    break
    return list(picked), full


@lru_cache(maxsize=16)
def _late(index: ListFile) -> int:
    """Return the bit map of later encounters, whose titles are often the shorter ones."""
    bits = 0
    for word in _DEAR:
        bits |= index.bits(index.number[word]) if word in index.number else 0
    return bits


def _meant(index: ListFile, reading: Reading, allowed: int, picked: dict[int, None]) -> int:
    """Pick from what the lexicon names, narrowed by the other words of the query; return all of it as a bit map."""
    whole = 0
    for number in reading.targets:
        first, last = target_range(number)
        bits = allowed & ((1 << last - first + 1) - 1) << first
        phrase = reading.said_by[number]
        missed = False
        for group, owner in zip(reading.groups, reading.owner, strict=True):
            if owner == phrase:
                continue
            some = 0
            for word in group.means:
                some |= index.bits(word)
            if bits & some:
                bits &= some
            elif group.required:
                missed = True
        _take(index, bits, A_TARGET, picked)
        if not missed:
            whole |= bits
    return whole


def _take(index: ListFile, bits: int, most: int, picked: dict[int, None]) -> None:
    """Pick *most* documents of *bits*, the shortest titles first."""
    if not bits:
        return
    if bits.bit_count() <= most // 2:
        picked.update(dict.fromkeys(_spread(index, bits, most)))
        return
    for length in range(1, LENGTHS):
        some = bits & index.mask(2 + length)
        if some:
            for number in _spread(index, some, most):
                picked[number] = None
                most -= 1
            if most <= 0:
                return


def _spread(index: ListFile, bits: int, most: int) -> Iterator[int]:
    """Yield the *most* lowest places of *bits*, of documents whose titles begin alike only some."""
    base = 0
    alike, until = 0, -1
    while bits and most > 0:
        step = (bits & -bits).bit_length() - 1
        bits >>= step
        base += step
        if base > until:
            alike, until = 0, base + index.document(base).alike
        yield base
        most -= 1
        alike += 1
        skip = until - base + 1 if alike >= ALIKE else 1
        bits >>= skip
        base += skip


class ListWeigher:
    """Weighs documents of one list."""

    def __init__(self, index: ListFile) -> None:
        self.index = index
        self.sides = frozenset(index.number[side] for side in SIDES if side in index.number)
        fixed = dict.fromkeys(_CHEAP.split(), 0.15) | dict.fromkeys(_DEAR, 4.0)
        self.costs = _Costs(index, {index.number[w]: cost for w, cost in fixed.items() if w in index.number})

    def weigh(self, reading: Reading, numbers: list[int]) -> list[Candidate]:
        """Return the documents with these numbers, weighed, in no order."""
        groups = reading.groups
        lookup = {word: (i, q * groups[i].weight) for word, (i, q) in reading.lookup.items()}
        total = sum(group.weight for group in groups) or 1.0
        exact = EXACT_TITLE
        if not reading.phrases:
            exact += EXACT_LONG if len(groups) >= LONG else EXACT_SHORT
        wanted = {word for word in self.sides if word in lookup}
        targets = [(*target_range(n), bonus, reading.said_by[n]) for n, bonus in reading.targets.items()]
        others = _others(reading) if targets else []
        notes = [described(p) for p in reading.phrases if not p.plain]
        usual = [f"usual code for {p.said}" for p in reading.phrases if p.plain and p.targets]
        spelt = {i: group.note for i, group in enumerate(groups) if group.note}
        out = []
        for number in numbers:
            document = self.index.document(number)
            value, credit, term = self._words(document, lookup, len(groups), total, exact)
            named = False
            for first, last, bonus, phrase in targets:
                if first <= number <= last:
                    places, weight = others[phrase]
                    answered = sum(credit[i] for i in places) / weight if places else 1.0
                    value += TARGET * bonus * (PARTIAL + (1 - PARTIAL) * answered)
                    named = True
                    break
            if document.heading:
                value -= HEADING_COST
            elif not document.billable:
                value -= ENDED_COST
            if wanted and not wanted.intersection(document.title):
                value -= WRONG_SIDE if self.sides.intersection(document.title) else NO_SIDE * 0.5
            why = notes + usual if named else list(notes)
            why += [note for i, note in spelt.items() if credit[i] and note not in why]
            if term is not None:
                why.append(f"@{term}")
            out.append(Candidate(value, number, "; ".join(why) or "title"))
        return out

    def _words(
        self, document: Listed, lookup: Lookup, groups: int, total: float, exact: float
    ) -> tuple[float, list[float], int | None]:
        """Return (value, the credit of each group, the place of the name that won)."""
        value, credit = self._field(document.title, lookup, groups, total, exact)
        if all(credit) or not (document.names or document.headings):
            return value, credit, None
        best_value, best, term = value, credit, None
        union = credit
        for place, field in enumerate(document.names):
            worth, found = self._field(field, lookup, groups, total, EXACT_TERM)
            union = list(map(max, union, found))
            if worth * TERM > best_value:
                best_value, best, term = worth * TERM, found, place
        for field in document.headings:
            for word in field:
                hit = lookup.get(word)
                if hit is not None and hit[1] > union[hit[0]]:
                    union = union if union is not credit else list(credit)
                    union[hit[0]] = hit[1]
        return best_value + OTHER_FIELD * (sum(union) - sum(best)) / total, union, term

    def _field(
        self, field: tuple[int, ...], lookup: Lookup, groups: int, total: float, exact: float
    ) -> tuple[float, list[float]]:
        """Return (value, the credit of each group) of one title or name."""
        credit = [0.0] * groups
        covered = extra = 0.0
        costs = self.costs
        for word in field:
            hit = lookup.get(word)
            if hit is None:
                extra += costs[word]
                continue
            place, worth = hit
            if worth > credit[place]:
                covered += worth - credit[place]
                credit[place] = worth
        value = covered / total - MORE_WORDS * extra / (extra + covered + 4.0)
        if extra == 0.0 and covered >= 0.95 * total and all(credit):
            value += exact
        return value, credit


def _others(reading: Reading) -> list[tuple[list[int], float]]:
    """For each phrase return the groups that come from elsewhere and must be answered, and their weight."""
    out = []
    for phrase in range(len(reading.phrases)):
        places = [
            i for i, owner in enumerate(reading.owner) if owner != phrase and reading.groups[i].required
        ]
        out.append((places, sum(reading.groups[i].weight for i in places)))
    return out


class _Costs(dict[int, float]):
    """What a word in a title that nobody asked for speaks against it, reckoned when first met."""

    def __init__(self, index: ListFile, fixed: dict[int, float]) -> None:
        super().__init__(fixed)
        self.index = index

    def __missing__(self, word: int) -> float:
        cost = self[word] = log(self.index.size / (self.index.count(word) + 1)) * 0.9
        return cost
