"""Which entries of a list answer a reading, and how well. The scale is `codeward.search.scale`.

Candidates are taken by the length of their titles, the shortest first: of all titles that hold the words asked for,
the one that says least beyond them is meant. Of codes that begin alike only some are taken, so that one table of
ICD-10-PCS does not fill the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from codeward.search.plain.asks import Ask, narrowed, ruled_out, settled, unasked_of
from codeward.search.plain.plainfile import LENGTHS, Listed, PlainFile, target_range
from codeward.search.query import Reading
from codeward.search.rank import PIECE, PIECE_BITS, lacking, maps
from codeward.search.scale import SIDES, Candidate, Costs, Sought, others, sought, worth
from codeward.search.weights import (
    ENDED_COST,
    EXACT_TERM,
    HEADING_COST,
    LATER,
    MANNERS,
    NO_SIDE,
    NO_SIDE_PLAIN,
    OTHER_FIELD,
    PARTIAL,
    TARGET,
    TERM,
    WRONG_SIDE,
)

__all__ = ["PlainWeigher", "choose"]

MOST = 30  # documents weighed for a reading
ALIKE = 6  # of those whose titles begin alike
ENOUGH = 8
A_WAY = 10
A_TARGET = 10
_MOST_LACKING = 3
# A manner of speaking in titles that hardly tells them apart.
_CHEAP = (
    "approach other device using unspecified each per injection injected vein into first under initial encounter "
    "closed accidental unintentional"
)
_DEAR = ("sequela", "subsequent")  # where no encounter is named it is the initial one


def choose(
    index: PlainFile, reading: Reading, allowed: int, asks: Sequence[Ask] = ()
) -> tuple[list[int], int]:
    """Return the documents to weigh for *reading* among the *allowed* bit map, and the map of the full answers."""
    asked, wished = maps(index, reading)
    picked: dict[int, None] = {}
    full = _meant(index, reading, allowed, picked, asks)
    if asked:
        answers = allowed
        for _, bits in asked:
            answers &= bits
        full |= answers
        best = answers
        for bits in wished:
            best = best & bits or best
        _take_fitting(index, best, asks, MOST // 2, picked)
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
                _take_fitting(index, bits, asks, A_WAY, picked)
                _take(index, bits, A_WAY, picked)
                if len(picked) >= MOST:
                    break
    return list(picked), full


@lru_cache(maxsize=16)
def _late(index: PlainFile) -> int:
    """Return the bit map of later encounters, whose titles are often the shorter ones."""
    bits = 0
    for word in _DEAR:
        bits |= index.bits(index.number[word]) if word in index.number else 0
    return bits


def _meant(
    index: PlainFile, reading: Reading, allowed: int, picked: dict[int, None], asks: Sequence[Ask]
) -> int:
    """Pick from what the lexicon names, narrowed by the other words of the query; return all of it as a bit map."""
    whole = 0
    ranges: list[tuple[bool, int]] = []
    for number in reading.targets:
        first, last = target_range(number)
        bits = allowed & ((1 << last - first + 1) - 1) << first
        phrase = reading.said_by[number]
        missed = False
        for group, owner in zip(reading.groups, reading.owner, strict=True):
            if owner == phrase:
                continue
            some = bits & group.held
            if some:
                bits = some
            elif group.required:
                missed = True
        if not missed:
            whole |= bits
        ranges.append((missed, bits))
    for _, bits in sorted(ranges, key=lambda pair: pair[0]):  # what answers all other words comes first
        _take_fitting(index, bits, asks, A_TARGET, picked)
        _take(index, bits, A_TARGET, picked)
    return whole


def _take_fitting(
    index: PlainFile, bits: int, asks: Sequence[Ask], most: int, picked: dict[int, None]
) -> None:
    """Pick of *bits* what fits the structure asked for, where that is not all of them."""
    if asks and bits:
        some = narrowed(bits, asks)
        if some != bits:
            _take(index, some, most, picked)


def _take(index: PlainFile, bits: int, most: int, picked: dict[int, None]) -> None:
    """Pick *most* documents of *bits*, the shortest titles first."""
    if not bits:
        return
    if bits.bit_count() <= most // 2:
        picked.update(dict.fromkeys(_spread(index, bits, most)))
        return
    for length in range(1, LENGTHS):
        some = bits & index.mask(2 + length)
        if some:
            found = _spread(index, some, most)
            picked.update(dict.fromkeys(found))
            most -= len(found)
            bits ^= some
            if most <= 0 or not bits:
                return


def _spread(index: PlainFile, bits: int, most: int) -> list[int]:
    """Return the *most* lowest places of *bits*, of documents whose titles begin alike only some."""
    found: list[int] = []
    base = 0
    alike, until = 0, -1
    while bits:
        skip = (bits & -bits).bit_length() - 1
        if alike >= ALIKE:
            skip = max(skip, until - base + 1)
        bits >>= skip
        base += skip
        piece = bits & PIECE  # a piece at a time, as `lowest` takes them
        while piece:
            low = piece & -piece
            place = base + low.bit_length() - 1
            if place > until:
                alike, until = 0, place + index.document(place).alike
            found.append(place)
            if len(found) >= most:
                return found
            alike += 1
            gone = until - base + 1 if alike >= ALIKE else low.bit_length()
            piece = piece >> gone << gone
        bits >>= PIECE_BITS
        base += PIECE_BITS
    return found


class PlainWeigher:
    """Weighs documents of one list."""

    def __init__(self, index: PlainFile) -> None:
        self.index = index
        self.sides = frozenset(index.number[side] for side in SIDES if side in index.number)
        fixed = dict.fromkeys(_CHEAP.split(), MANNERS) | dict.fromkeys(_DEAR, LATER)
        self.costs = Costs(index, fixed)

    def weigh(self, reading: Reading, numbers: list[int], asks: Sequence[Ask] = ()) -> list[Candidate]:
        """Return the documents with these numbers, weighed, in no order."""
        asked = sought(reading)
        wanted = {word for word in self.sides if word in asked.lookup}
        targets = [(*target_range(n), bonus, reading.said_by[n]) for n, bonus in reading.targets.items()]
        elsewhere = others(reading) if targets else []
        unasked = unasked_of(self.index, asks)
        out = []
        made = tuple.__new__  # a third of what calling the class costs
        for number in numbers:
            document = self.index.document(number)
            value, credit, term = self._words(document, asked)
            named = None
            for first, last, bonus, phrase in targets if not (asks and ruled_out(document, asks)) else ():
                if first <= number <= last:
                    places, weight = elsewhere[phrase]
                    answered = sum(credit[i] for i in places) / weight if places else 1.0
                    value += TARGET * bonus * (PARTIAL + (1 - PARTIAL) * answered)
                    named = phrase
                    break
            if document.heading:
                value -= HEADING_COST
            elif not document.billable:
                value -= ENDED_COST
            if wanted and not wanted.intersection(document.title):
                value -= WRONG_SIDE if self.sides.intersection(document.title) else NO_SIDE * NO_SIDE_PLAIN
            if asks or document.facets:
                value += settled(document, asks, unasked)
            won = () if term is None else (term,)
            out.append(made(Candidate, (value, number, asked, credit, won, named, None)))
        return out

    def _words(self, document: Listed, asked: Sought) -> tuple[float, list[float], int | None]:
        """Return (value, the credit of each group, the place of the name that won)."""
        value, credit = worth(document.title, asked, asked.exact, self.costs)
        if not (document.names or document.headings):
            return value, credit, None
        best_value, best, term = value, credit, None
        union = credit
        whole, known = all(credit), asked.lookup
        for place, field in enumerate(document.names):
            if known.keys().isdisjoint(field) or (whole and not known.keys() >= set(field)):
                continue  # where the title says it all, only a name that says just that is better
            of_name, found = worth(field, asked, EXACT_TERM, self.costs)
            union = list(map(max, union, found))
            if of_name * TERM > best_value:
                best_value, best, term = of_name * TERM, found, place
        for field in () if all(union) else document.headings:
            for word in field:
                hit = asked.lookup.get(word)
                if hit is not None and hit[1] > union[hit[0]]:
                    union = union if union is not credit else list(credit)
                    union[hit[0]] = hit[1]
        return best_value + OTHER_FIELD * (sum(union) - sum(best)) / asked.total, union, term
