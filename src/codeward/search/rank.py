"""Which documents answer a reading, and how well: bit maps choose some tens, then each is weighed.

Documents are numbered by rank, so the lowest bits of a conjunction are its best ones and nothing need be
sorted before weighing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice, pairwise

from codeward.search.indexfile import DENIED, Document, IndexFile
from codeward.search.query import Reading, Want
from codeward.search.scale import SIDES, Candidate, Costs, Sought, others, sought, worth
from codeward.search.weights import (
    BELOW,
    BESIDE,
    CHEAP,
    DENIED_COST,
    DOMINANCE,
    EXACT_TERM,
    FAR_BELOW,
    HEADING,
    NEAR,
    NO_SIDE,
    OTHER_FIELD,
    PARTIAL,
    PRIOR,
    TARGET,
    TERM,
    WRONG_SIDE,
)
from codeward.search.wordfile import WordFile

__all__ = ["PIECE", "PIECE_BITS", "Weigher", "choose", "choose_counted", "lacking", "maps"]

MOST = 30  # documents weighed for a reading
ENOUGH = 8  # below so many full answers, those that lack something are weighed as well
HEADINGS = 12  # headings weighed beside them where there are more, for those who type a heading's title
A_WAY = 10  # documents taken for each way to lack something
_MOST_LACKING = 4
PIECE_BITS = 2048  # of a bit map, looked through at a time
PIECE = (1 << PIECE_BITS) - 1
_MOST_GROUPS = 9  # up to so many groups all ways to lack two are tried
_MOST_WAYS = 24

_DOMINANT_SIDE = {"right": True, "left": False}


def lowest(bits: int, most: int) -> list[int]:
    """Return the places of the *most* lowest bits."""
    found: list[int] = []
    base = 0
    while bits:
        skip = (bits & -bits).bit_length() - 1
        bits >>= skip
        base += skip
        # A piece at a time: arithmetic on all 47,000 bits for each one found would cost ten times as much.
        piece = bits & PIECE
        while piece:
            low = piece & -piece
            found.append(base + low.bit_length() - 1)
            if len(found) >= most:
                return found
            piece ^= low
        bits >>= PIECE_BITS
        base += PIECE_BITS
    return found


def choose(index: IndexFile, reading: Reading, allowed: int) -> list[int]:
    """Return the numbers of the documents to weigh for *reading* among the *allowed* bit map."""
    return choose_counted(index, reading, allowed)[0]


def choose_counted(index: IndexFile, reading: Reading, allowed: int) -> tuple[list[int], int]:
    """Return the numbers of the documents to weigh, and the bit map of those that answer all that is asked for."""
    asked, wished = maps(index, reading)
    if not asked:
        return [], 0
    picked: dict[int, None] = {}
    picked.update(dict.fromkeys(number for number in _wholes(index, reading) if allowed >> number & 1))
    full = allowed
    for _, bits in asked:
        full &= bits
    if full:
        best = full
        for bits in wished:
            best &= bits
        if best and best != full:
            picked.update(dict.fromkeys(lowest(best, MOST // 2)))
            picked.update(dict.fromkeys(lowest(best & index.mask(23), HEADINGS)))
        picked.update(dict.fromkeys(lowest(full, MOST)))
        if len(picked) >= MOST:
            picked.update(dict.fromkeys(lowest(full & index.mask(23), HEADINGS)))
    for few in range(1, min(len(asked), _MOST_LACKING + 1)):
        if len(picked) >= ENOUGH:
            break
        for bits in lacking(asked, few, allowed):
            picked.update(dict.fromkeys(lowest(bits, A_WAY)))
            if len(picked) >= MOST:
                break
    return list(picked), full


def _wholes(index: IndexFile, reading: Reading) -> list[int]:
    """Return the documents of which the reading is a whole title or term."""
    words = [number for group in reading.groups for number, worth in group.means.items() if worth == 1.0]
    return index.wholes(words) if len(words) == len(reading.groups) else []


def maps(index: WordFile, reading: Reading) -> tuple[list[tuple[float, int]], list[int]]:
    """Return (weight, bit map) of each group that an answer must have, the heaviest first; maps of the others."""
    asked: list[tuple[float, int]] = []
    wished: list[int] = []
    for group in reading.groups:
        bits = 0
        for number in group.means:
            bits |= index.bits(number)
        group.held = bits
        if group.required and bits:
            asked.append((group.weight, bits))
        elif bits:
            wished.append(bits)
    if not asked:
        return [(1.0, bits) for bits in wished], []
    asked.sort(key=lambda pair: -pair[0])
    return asked, wished


def lacking(asked: list[tuple[float, int]], few: int, allowed: int) -> Iterator[int]:
    """Yield bit maps of what answers all but *few* groups, the lightest groups left out first; no empty ones."""
    weights = [weight for weight, _ in asked]
    places = range(len(asked))
    ways: Iterable[tuple[int, ...]]
    if few == 1:
        ways = ((i,) for i in sorted(places, key=weights.__getitem__))
    elif len(asked) > _MOST_GROUPS:
        ways = [tuple(places[-few:])]
    else:
        ways = sorted(combinations(places, few), key=lambda way: sum([weights[i] for i in way]))
    # What is common to all groups before and after each place: a way then only joins what stands between.
    before, after = [allowed], [-1]
    for _, bits in asked:
        before.append(before[-1] & bits)
    for _, bits in reversed(asked):
        after.append(after[-1] & bits)
    after.reverse()
    for way in islice(ways, _MOST_WAYS):
        bits = before[way[0]] & after[way[-1] + 1]
        for left, right in pairwise(way):
            for i in range(left + 1, right):
                bits &= asked[i][1]
        if bits:
            yield bits


class Weigher:
    """Weighs documents of one index."""

    def __init__(self, index: IndexFile) -> None:
        self.index = index
        self.sides = {index.number[side]: side for side in SIDES if side in index.number}
        said = {"dominant": True, "nondominant": False, "non": False}
        self.dominance = {index.number[word]: is_so for word, is_so in said.items() if word in index.number}
        self.without, self.negation = index.number.get("without"), index.number.get("not")
        cheap = {word: cost for cost, some in CHEAP.items() for word in some.split()}
        self.costs = _Costs(index, cheap)
        self.costs_denying = _CostsDenying(index, cheap)
        self.terms = lru_cache(maxsize=4096)(self._terms_of)
        self.fields = lru_cache(maxsize=4096)(self._fields_of)

    def weigh(self, reading: Reading, numbers: list[int]) -> list[Candidate]:
        """Return the documents with these numbers and the reading's targets, weighed, in no order."""
        asked = sought(reading)
        wanted = {w for w in self.sides if w in asked.lookup}
        costs: Costs = self.costs
        if self.without in asked.lookup or self.negation in asked.lookup:
            # Who asks for "without ascites" names what is denied.
            denied = {word + DENIED: hit for word, hit in asked.lookup.items() if word < DENIED}
            asked = asked._replace(lookup=denied | asked.lookup)
            costs = self.costs_denying
        groups = reading.groups
        near = self._near(reading)
        elsewhere = others(reading)
        out = []
        made = tuple.__new__  # a third of what calling the class costs, fifty times a query
        for number in dict.fromkeys([*numbers, *self._targets(reading)]):
            document = self.index.document(number)
            value, matched, term = self._words(number, asked, groups, costs)
            value += PRIOR * (document.prior - 1) - HEADING * document.heading
            if wanted and self._other_dominance(wanted, asked, document.fields[0]):
                value -= DOMINANCE
            if wanted and not wanted.intersection(document.fields[0]):
                value -= WRONG_SIDE * any(w in self.sides for w in document.fields[0])
                value -= NO_SIDE * document.unspecific
            phrase = None
            if near:
                answered = [
                    PARTIAL + (1.0 - PARTIAL) * sum(matched[i] for i in places) / weight if places else 1.0
                    for places, weight in elsewhere
                ]
                bonus, phrase = self._bonus(number, document, near, answered)
                value += TARGET * bonus
            out.append(
                made(
                    Candidate,
                    (value, number, asked, matched, term or (), reading.said_by.get(number), phrase),
                )
            )
        return out

    def _other_dominance(self, wanted: set[int], asked: Sought, title: tuple[int, ...]) -> bool:
        """Say whether a title has the dominance that a side has not where none is documented.

        The right side is the dominant one then, the left the nondominant (I.C.6.a).
        """
        if not self.dominance or not self.dominance.keys().isdisjoint(asked.lookup):
            return False
        (side, *more) = wanted
        told = [self.dominance[word] for word in title if word in self.dominance]
        expected = _DOMINANT_SIDE.get(self.sides[side])
        return bool(told) and not more and expected is not None and all(told) != expected

    def _targets(self, reading: Reading) -> Iterator[int]:
        for target in reading.targets:
            yield target
            default = self.index.document(target).default
            if default is not None:
                yield default

    def _near(self, reading: Reading) -> dict[int, list[tuple[float, int]]]:
        """Return {document: (share of the bonus for what stands at or below it, the phrase it is for)}."""
        near: dict[int, list[tuple[float, int]]] = {}
        for target, bonus in reading.targets.items():
            phrase = reading.said_by[target]
            parent = self.index.document(target).parent
            above = None if parent is None else self.index.document(parent).parent
            for place, share in ((target, 1.0), (parent, BESIDE), (above, NEAR)):
                if place is not None:
                    near.setdefault(place, []).append((bonus * share, phrase))
        return near

    def _bonus(
        self,
        number: int,
        document: Document,
        near: dict[int, list[tuple[float, int]]],
        answered: list[float],
    ) -> tuple[float, int | None]:
        """Return the best bonus of *document* for standing at, below or beside a target, and whose it is."""
        best, below = 0.0, 1.0
        whose: int | None = None
        place: int | None = number
        while place is not None:
            for bonus, phrase in near.get(place, ()):
                worth_here = bonus * answered[phrase] * below
                if worth_here > best:
                    best, whose = worth_here, phrase
            below = BELOW if place == number else FAR_BELOW
            place = document.parent if place == number else self.index.document(place).parent
        return best, whose

    def _words(
        self, number: int, asked: Sought, groups: Sequence[Want], costs: Costs
    ) -> tuple[float, list[float], tuple[int, int] | None]:
        """Return (value, the credit of each group, (document entry, field) of the term that won)."""
        value, credit = worth(self.index.document(number).fields[0], asked, asked.exact, costs)
        for got, group in zip(credit, groups, strict=True):
            # The bit map also has those whose terms say that it is absent, so the terms are asked as well.
            if not got and group.held >> number & 1 and not self.terms(number).isdisjoint(group.means):
                break
        else:
            return value, credit, None
        best_value, best, term = value, credit, None
        union = list(credit)
        for entry, place, field in self.fields(number):
            of_term, found = worth(field, asked, EXACT_TERM, costs)
            union = list(map(max, union, found))
            if of_term * TERM > best_value:
                best_value, best, term = of_term * TERM, found, (entry, place)
        return best_value + OTHER_FIELD * (sum(union) - sum(best)) / asked.total, union, term

    def _terms_of(self, number: int) -> frozenset[int]:
        """Return all words of the document's terms and of those that it inherits."""
        return frozenset(word for _, _, field in self.fields(number) for word in field)

    def _fields_of(self, number: int) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
        """Return (entry, place, words) of the document's terms and of those that it inherits."""
        document = self.index.document(number)
        own = tuple((document.entry, i, document.fields[i]) for i in range(1, len(document.fields)))
        return own if document.parent is None else own + self.fields(document.parent)


class _Costs(Costs):
    """What a title says is absent hardly speaks against it where nobody asked what is absent."""

    def __missing__(self, word: int) -> float:
        return DENIED_COST if word >= DENIED else super().__missing__(word)


class _CostsDenying(Costs):
    """Where something absent is asked for, what a title says is absent counts as any other word."""

    def __missing__(self, word: int) -> float:
        return self[word - DENIED] if word >= DENIED else super().__missing__(word)
