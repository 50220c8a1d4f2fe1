"""How what a query asks as structure meets what the titles of a book have: who agrees, who speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from codeward.search.meaning import kin
from codeward.search.plain.plainfile import Listed, PlainFile
from codeward.search.reasons import Reason
from codeward.search.structure import DENIED, Asked, Facet, bound_kinds, meets, usual
from codeward.search.weights import (
    AGAINST,
    AGAINST_IMPLIED,
    AGREES,
    AGREES_IMPLIED,
    UNASKED,
)
from codeward.words import stem

__all__ = ["Ask", "asks_of", "narrowed", "ruled_out", "settled", "unasked_of"]

_COUNT = "count"


class Ask(NamedTuple):
    """One kind of structure that is asked for: the facets of the book that agree, those that rule out."""

    kind: str
    said: str
    outright: bool
    agree: frozenset[int]
    against: frozenset[int]
    agree_bits: int
    against_bits: int
    words: frozenset[int] = frozenset()  # of a denial: what the title must not say

    def agrees(self, held: Iterable[int]) -> bool:
        """Say whether a title with the facets *held* has what is asked."""
        return not self.agree.isdisjoint(held)

    def speaks_against(self, document: Listed) -> bool:
        """Say whether a title says another thing, or the one that was denied."""
        if self.agrees(document.facets):
            return False
        return not (self.against.isdisjoint(document.facets) and self.words.isdisjoint(document.title))

    def reason(self, index: PlainFile, held: Iterable[int]) -> Reason | None:
        """Return why a title with the facets *held* agrees: the figure typed, and the range that it meets."""
        for number in held:
            if number in self.agree:
                _, _, value = index.vocab[number].partition(":")
                low, dots, high = value.partition("..")
                if dots and low != high:
                    return Reason(
                        "fits", self.said, f"{low} or more" if high == "inf" else f"{low} to {high}"
                    )
        return None


def _kinds(index: PlainFile, kind: str) -> list[str]:
    """Return the kinds of the book that *kind* is compared with: a bare count with counts of anything."""
    if kind == _COUNT:
        return [other for other in index.facets if other.partition(".")[0] == _COUNT]
    return [kind, _COUNT] if kind.startswith(_COUNT) else [kind]


def asks_of(index: PlainFile, asked: tuple[Asked, ...], denied: tuple[str, ...] = ()) -> list[Ask]:
    """Return what *asked* means in this book, one for each kind; kinds that no title has are left out.

    Each word *denied* ("no stent") rules out the titles that say it, but for those that deny it as well.
    """
    merged: dict[str, list[Asked]] = {}
    for one in asked:
        merged.setdefault(one.kind, []).append(one)
    found = [_ask(index, kind, tuple(some)) for kind, some in merged.items()]
    found += [_denial(index, stem(word)) for word in denied if stem(word) in index.number]
    return [ask for ask in found if ask.agree or ask.against or ask.words]


@lru_cache(maxsize=1024)
def _denial(index: PlainFile, word: str) -> Ask:
    agree = [number for facet, number in index.facets.get(DENIED, ()) if facet.value == word]
    said = kin(index, word, index.number[word])
    bits, against = _bits(index, agree), _bits(index, said)
    return Ask(
        DENIED, word, outright=True, agree=frozenset(agree), against=frozenset(), agree_bits=bits,
        against_bits=against & ~bits, words=frozenset(said),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _ask(index: PlainFile, kind: str, some: tuple[Asked, ...]) -> Ask:
    wanted = [facet for one in some for facet in one.facets]
    agree: set[int] = set()
    against: set[int] = set()
    for other in _kinds(index, kind):
        for facet, number in index.facets.get(other, ()):
            if any(meets(one, facet) for one in wanted):
                agree.add(number)
            elif _rules_out(facet):
                against.add(number)
    return Ask(
        kind, some[0].said, some[0].outright, frozenset(agree), frozenset(against), _bits(index, agree),
        _bits(index, against),
    )  # fmt: skip


def _rules_out(facet: Facet) -> bool:
    return not facet.point or facet.kind in bound_kinds()


def _bits(index: PlainFile, numbers: Iterable[int]) -> int:
    bits = 0
    for number in numbers:
        bits |= index.bits(number)
    return bits


def narrowed(bits: int, asks: Sequence[Ask]) -> int:
    """Return those of *bits* that agree with what is asked, as far as any do, or that nothing speaks against."""
    for outright in (True, False):
        for ask in asks:
            if ask.outright == outright:
                bits = bits & ask.agree_bits or bits & ~ask.against_bits or bits
    return bits


def ruled_out(document: Listed, asks: Sequence[Ask]) -> bool:
    """Say whether what a title says is another thing than what was asked outright: no name makes it right then."""
    return any(ask.outright and ask.speaks_against(document) for ask in asks)


def settled(document: Listed, asks: Sequence[Ask], unasked: frozenset[int]) -> float:
    """Return what the structure of a title earns or costs; *unasked* facets are `unasked_of` the same *asks*."""
    value = 0.0
    held = document.facets
    for ask in asks:
        if ask.agrees(held):
            value += AGREES if ask.outright else AGREES_IMPLIED
        elif ask.speaks_against(document):
            value -= AGAINST if ask.outright else AGAINST_IMPLIED
    if not unasked.isdisjoint(held):
        value -= UNASKED * len(unasked.intersection(held))
    return value


def unasked_of(index: PlainFile, asks: Sequence[Ask]) -> frozenset[int]:
    """Return the facets that nobody means who does not say so, and of whose kind nothing is asked."""
    kinds = {ask.kind for ask in asks}
    return frozenset(number for number, kind in _unusual(index).items() if kind not in kinds)


@lru_cache(maxsize=16)
def _unusual(index: PlainFile) -> dict[int, str]:
    """Return {facet: kind} of what nobody means who does not say it: a further hour, guidance, contrast."""
    return {
        number: kind
        for kind, value in usual().items()
        for facet, number in index.facets.get(kind, ())
        if facet.value != value
    }
