"""Which documents answer a reading, and how well: bit maps choose some tens, then each is weighed.

Documents are numbered by rank, so the lowest bits of a conjunction are its best ones and nothing need be
sorted before weighing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from math import log
from typing import NamedTuple

from codeward.search.indexfile import DENIED, Document, IndexFile
from codeward.search.query import Reading, described
from codeward.search.wordfile import WordFile

__all__ = ["Candidate", "Weigher", "choose", "choose_counted", "lacking", "maps"]

MOST = 30  # documents weighed for a reading
ENOUGH = 8  # below so many full answers, those that lack something are weighed as well
HEADINGS = 12  # headings weighed beside them where there are more, for those who type a heading's title
A_WAY = 10  # documents taken for each way to lack something
_MOST_LACKING = 4
_PIECE_BITS = 2048
_PIECE = (1 << _PIECE_BITS) - 1
_MOST_GROUPS = 9  # up to so many groups all ways to lack two are tried

# How a score is made, tuned on the development half of the query set (see docs/explanation/search.md).
MORE_WORDS = 0.38  # at most lost for what a title says beyond the query
OTHER_FIELD = 0.6  # share of the credit for words that stand in another field than the best one
TERM = 0.97  # an inclusion term beside the title
EXACT_TITLE, EXACT_TERM = 0.22, 0.2
LONG, EXACT_LONG = 2, 0.75  # who types so many words, and they are all of one title, means it
EXACT_SHORT = 0.3  # a title of one word may be less usual than what the lexicon says
PRIOR = 0.06  # for each step that a code is commoner or rarer than the ordinary
HEADING = 0.05
TARGET = 0.85  # for a code that the lexicon names for the whole query
BESIDE, NEAR = 0.45, 0.25  # share of it for entries under the same parent, under the same grandparent
PARTIAL = 0.1  # share of it where nothing of the rest of the query is answered
WRONG_SIDE, NO_SIDE = 0.3, 0.2  # another side than the one asked for; none, where the title could name one
SIDES = ("right", "left", "bilateral")
DENIED_COST = 0.1
# How much the manner of speaking in a title speaks against it, by cost; other words by how rare they are.
_CHEAP = {
    0.05: "unspecified uncomplicated without type",
    0.1: "accidental unintentional",  # intent that nobody documented is accidental (I.C.19.e.5.b)
    0.4: "adverse effect",
    0.5: "not elsewhere classified condition disease",
    1.2: "other specified",
    2.2: "right left bilateral",
}
Lookup = dict[int, tuple[int, float]]  # word number → (group, its credit)


class Candidate(NamedTuple):
    """A weighed document: score, number, why it is there."""

    score: float
    number: int
    why: str


def lowest(bits: int, most: int) -> Iterator[int]:
    """Yield the places of the *most* lowest bits."""
    base = 0
    while bits and most:
        # A piece at a time: arithmetic on all 47,000 bits for each one found would cost ten times as much.
        piece = bits & _PIECE
        while piece and most:
            low = piece & -piece
            yield base + low.bit_length() - 1
            piece ^= low
            most -= 1
        bits >>= _PIECE_BITS
        base += _PIECE_BITS


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
        if group.required and bits:
            asked.append((group.weight, bits))
        elif bits:
            wished.append(bits)
    if not asked:
        return [(1.0, bits) for bits in wished], []
    asked.sort(key=lambda pair: -pair[0])
    return asked, wished


def lacking(asked: list[tuple[float, int]], few: int, allowed: int) -> Iterator[int]:
    """Yield bit maps of what answers all but *few* groups, the lightest groups left out first."""
    places = range(len(asked))
    if len(asked) > _MOST_GROUPS and few > 1:
        ways = [tuple(range(len(asked) - few, len(asked)))]
    else:
        ways = sorted(combinations(places, few), key=lambda way: sum(asked[i][0] for i in way))
    for way in ways[:24]:
        bits = allowed
        for i in places:
            if i not in way:
                bits &= asked[i][1]
        yield bits


class Weigher:
    """Weighs documents of one index."""

    def __init__(self, index: IndexFile) -> None:
        self.index = index
        self.sides = {index.number[side]: side for side in SIDES if side in index.number}
        self.without, self.negation = index.number.get("without"), index.number.get("not")
        cheap = {word: cost for cost, some in _CHEAP.items() for word in some.split()}
        self.costs = _Costs(index, {index.number[w]: c for w, c in cheap.items() if w in index.number})
        self.terms = lru_cache(maxsize=4096)(self._terms_of)
        self.fields = lru_cache(maxsize=4096)(self._fields_of)

    def weigh(self, reading: Reading, numbers: list[int]) -> list[Candidate]:
        """Return the documents with these numbers and the reading's targets, weighed, in no order."""
        lookup = {word: (i, q * reading.groups[i].weight) for word, (i, q) in reading.lookup.items()}
        asked = [group.means for group in reading.groups]
        total = sum(group.weight for group in reading.groups) or 1.0
        exact = EXACT_TITLE
        if not reading.phrases:
            exact += EXACT_LONG if len(asked) >= LONG else EXACT_SHORT
        wanted = {w for w in self.sides if w in lookup}
        near = self._near(reading)
        others = self._others(reading)
        notes = [described(p) for p in reading.phrases if not p.plain]
        usual = [f"usual code for {p.said}" for p in reading.phrases if p.plain and p.targets]
        spelt = {i: g.note for i, g in enumerate(reading.groups) if g.note}
        out = []
        for number in dict.fromkeys([*numbers, *self._targets(reading)]):
            document = self.index.document(number)
            value, matched, term = self._words(number, lookup, asked, total, exact)
            why = notes + usual if number in reading.targets else list(notes)
            why += [note for i, note in spelt.items() if matched[i] and note not in why]
            value += PRIOR * (document.prior - 1) - HEADING * document.heading
            if wanted and not wanted.intersection(document.fields[0]):
                value -= WRONG_SIDE * any(w in self.sides for w in document.fields[0])
                value -= NO_SIDE * document.unspecific
            if near:
                answered = [
                    PARTIAL + (1.0 - PARTIAL) * sum(matched[i] for i in places) / weight if places else 1.0
                    for places, weight in others
                ]
                value += TARGET * self._bonus(number, document, near, answered)
            if term is not None:
                why.append(f"@{term[0]}:{term[1]}")
            out.append(Candidate(value, number, "; ".join(why) or "title"))
        return out

    def _targets(self, reading: Reading) -> Iterator[int]:
        for target in reading.targets:
            yield target
            default = self.index.document(target).default
            if default is not None:
                yield default

    @staticmethod
    def _others(reading: Reading) -> list[tuple[list[int], float]]:
        """For each phrase return the groups that come from elsewhere and must be answered, and their weight."""
        out = []
        for phrase in range(len(reading.phrases)):
            places = [
                i for i, owner in enumerate(reading.owner) if owner != phrase and reading.groups[i].required
            ]
            weight = sum(reading.groups[i].weight for i in places)
            out.append((places, weight))
        return out

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
    ) -> float:
        """Return the best bonus of *document* for standing at, below or beside a target."""
        best, below = 0.0, 1.0
        place: int | None = number
        while place is not None:
            for bonus, phrase in near.get(place, ()):
                best = max(best, bonus * answered[phrase] * below)
            below = 0.98 if place == number else 0.95
            place = document.parent if place == number else self.index.document(place).parent
        return best

    def _words(
        self, number: int, lookup: Lookup, asked: list[dict[int, float]], total: float, exact: float
    ) -> tuple[float, list[float], tuple[int, int] | None]:
        """Return (value, the credit of each group, (document entry, field) of the term that won)."""
        value, credit = self._field(self.index.document(number).fields[0], lookup, len(asked), total, exact)
        if all(credit):
            return value, credit, None
        disjoint = self.terms(number).isdisjoint
        for place, got in enumerate(credit):
            if not got and not disjoint(asked[place]):
                break
        else:
            return value, credit, None
        best_value, best, term = value, credit, None
        union = list(credit)
        for entry, place, field in self.fields(number):
            worth, found = self._field(field, lookup, len(asked), total, EXACT_TERM)
            union = list(map(max, union, found))
            if worth * TERM > best_value:
                best_value, best, term = worth * TERM, found, (entry, place)
        return best_value + OTHER_FIELD * (sum(union) - sum(best)) / total, union, term

    def _terms_of(self, number: int) -> frozenset[int]:
        """Return all words of the document's terms and of those that it inherits."""
        return frozenset(word for _, _, field in self.fields(number) for word in field)

    def _fields_of(self, number: int) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
        """Return (entry, place, words) of the document's terms and of those that it inherits."""
        document = self.index.document(number)
        own = tuple((document.entry, i, document.fields[i]) for i in range(1, len(document.fields)))
        return own if document.parent is None else own + self.fields(document.parent)

    def _field(
        self, field: tuple[int, ...], lookup: Lookup, groups: int, total: float, exact: float
    ) -> tuple[float, list[float]]:
        """Return (value, the credit of each group) of one title or term."""
        credit = [0.0] * groups
        covered = extra = 0.0
        costs = self.costs
        for word in field:
            hit = lookup.get(word)
            if hit is None:
                if word < DENIED:
                    extra += costs[word]
                    continue
                if self.without not in lookup and self.negation not in lookup:
                    extra += DENIED_COST
                    continue
                hit = lookup.get(word - DENIED)  # who asks for "without ascites" names what is denied
                if hit is None:
                    extra += costs[word - DENIED]
                    continue
            place, worth = hit
            if worth > credit[place]:
                covered += worth - credit[place]
                credit[place] = worth
        value = covered / total - MORE_WORDS * extra / (extra + covered + 4.0)
        if extra == 0.0 and covered >= 0.95 * total and all(credit):
            value += exact
        return value, credit


class _Costs(dict[int, float]):
    """What a word in a title that nobody asked for speaks against it, reckoned when first met."""

    def __init__(self, index: IndexFile, fixed: dict[int, float]) -> None:
        super().__init__(fixed)
        self.index = index

    def __missing__(self, word: int) -> float:
        cost = self[word] = log(self.index.size / (self.index.count(word) + 1)) * 0.9
        return cost
