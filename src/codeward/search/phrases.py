"""Phrases of the lexicon in a query: which of its words belong together, and what the lexicon says of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, cast

from codeward.search.meaning import Word
from codeward.search.normal import GENERIC, family, kindred_key
from codeward.search.reasons import ReasonKind
from codeward.search.wordfile import WordFile
from codeward.words import STOP, stem, tokens, words

__all__ = ["Phrase", "Segment", "segments_of"]

_LONGEST_PHRASE = 8

# Abbreviations and slang that beside other words are most often just words.
_WORDLIKE_WORDS = (
    "ad add all as cap clap dress fit fits gas gave hit ice id mac men mid odd os pan pop pot speed"
)
_WORDLIKE = frozenset(_WORDLIKE_WORDS.split())
_SIDES = frozenset(("right", "left", "bilateral", "rt", "lt", "r", "l", "bilat", "both"))


class Phrase(NamedTuple):
    """A phrase of the lexicon found in the query."""

    said: str
    kind: ReasonKind
    meant: str
    words: tuple[str, ...]
    targets: tuple[int, ...]

    @property
    def plain(self) -> bool:
        """Whether the book's words hold all that was said, so that there is nothing to explain."""
        return self.kind != "drug" and set(tokens(self.said)) <= set(self.words)


class Segment(NamedTuple):
    """Places of the query's words that together are a phrase, and what the lexicon says of it."""

    places: tuple[int, ...]
    phrases: list[Phrase]


def segments_of(index: WordFile, found: list[Word]) -> list[Segment]:
    """Return what the lexicon knows, longest first, none overlapping.

    The words of a phrase may stand in any order, and a side may stand between them ("OA right hip").
    """
    taken: set[int] = set()
    segments: list[Segment] = []
    part = [_may_be_part(index, each) for each in found]
    between = [i for i, each in enumerate(found) if each.stem not in _SIDES]
    orders = [tuple(range(len(found)))]
    if 0 < len(between) < len(found):
        orders.append(tuple(between))
    reaches = [_reaches(order, part) for order in orders]
    longest = max(map(max, reaches)) if any(part) else 0
    for length in range(min(max(longest, 2), len(found), _LONGEST_PHRASE), 0, -1):
        for order, reach in zip(orders, reaches, strict=True):
            for start in range(len(order) - length + 1):
                whole = reach[start] >= length
                if not whole and length != 2:
                    continue
                places = order[start : start + length]
                if length == 1 < len(found) and (
                    found[places[0]].stem in GENERIC or found[places[0]].said in _WORDLIKE
                ):
                    continue  # "NEC" alone is a disease of newborns, beside other words a manner of speaking
                if taken.isdisjoint(places):
                    some = [found[i] for i in places]
                    last = places[-1] == len(found) - 1
                    lines = _known(index, some, last) if whole else _as_one(index, some)
                    if lines is not None:
                        taken.update(places)
                        said = sorted(found[i].said for i in places)
                        segments.append(Segment(places, _phrases(lines, said)))
    return segments


def _reaches(order: Sequence[int], part: Sequence[bool]) -> list[int]:
    """Return for each place of *order* how many places from there on may be part of a phrase."""
    found, run = [], 0
    for place in reversed(order):
        run = run + 1 if part[place] else 0
        found.append(run)
    return found[::-1]


def _may_be_part(index: WordFile, each: Word) -> bool:
    """Say whether a word may stand in a phrase: most do not, and need not be tried."""
    if each.note or each.open:
        return True
    stems, families = index.phrase_parts
    return each.stem in stems or family(index.lexicon["aliases"].get(each.stem, each.stem)) in families


def _known(index: WordFile, some: list[Word], last: bool) -> str | None:
    """Return what the lexicon says of these words: as they are, as related words, with another correction."""
    phrases: dict[str, str] = index.lexicon["phrases"]
    stems = [each.stem for each in some]
    lines = phrases.get(" ".join(sorted(stems)))
    if lines is not None:
        return lines
    if len(some) == 2:
        lines = _as_one(index, some)
        if lines is not None:
            return lines
    if len(some) > 1:
        key = index.lexicon["kindred"].get(kindred_key(stems, index.lexicon["aliases"]))
        if key is not None:
            return phrases[key]
    for i, each in enumerate(some):
        if each.note and len(some) > 1:
            for other in each.means:
                lines = phrases.get(" ".join(sorted([*stems[:i], index.vocab[other], *stems[i + 1 :]])))
                if lines is not None:
                    return lines
    if last and some[-1].open and len(some) > 1:
        return _completed(index, stems)
    return None


def _as_one(index: WordFile, some: list[Word]) -> str | None:
    """Return what the lexicon says of two words that it writes as one: "car sick" is "carsick"."""
    lines: str | None = index.lexicon["phrases"].get(stem(some[0].said + some[1].said))
    return lines


def _completed(index: WordFile, stems: list[str]) -> str | None:
    """Return what a phrase leads to whose last word is not typed to its end."""
    phrases, vocab = index.lexicon["phrases"], index.vocab
    *before, last = stems
    for low, high in ((0, index.book_words), (index.book_words, len(vocab))):
        place = bisect_left(vocab, last, low, high)
        while place < high and vocab[place].startswith(last):
            lines = phrases.get(" ".join(sorted([*before, vocab[place]])))
            if lines is not None:
                return str(lines)
            place += 1
    return None


def _phrases(lines: str, said: list[str]) -> list[Phrase]:
    """Return what a key leads to; where a line says just what was typed ("PPM", not "PPMS"), only such lines."""
    phrases = []
    for line in lines.split("\n"):
        phrase, kind, meant, replacement, targets = line.split("\t")
        phrases.append(
            Phrase(
                phrase,
                cast("ReasonKind", kind),
                meant,
                tuple(replacement.split()),
                tuple(map(int, targets.split())),
            )
        )
    if len(phrases) > 1:
        same = [p for p in phrases if sorted(w for w in words(p.said) if w not in STOP) == said]
        return same or phrases
    return phrases
