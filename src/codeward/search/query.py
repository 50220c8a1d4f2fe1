"""What a query asks for: its words, what each may stand for, and how else the whole may be said.

A query has up to two readings: as it was typed, and with the phrases that the lexicon knows put into the
book's words. A reading is a list of groups; a group is one thing asked for and the words that satisfy it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from codeward.search.indexfile import IndexFile
from codeward.search.normal import GENERIC, STOP, family, kindred_key, stem, words
from codeward.search.typos import candidates, nearest

__all__ = ["Group", "Phrase", "Reading", "Word", "read"]

MOST_WORDS = 24  # further words of a query are not read
_LONGEST_PHRASE = 8
_MOST_COMPLETIONS = 40
_FAMILY, _COMPLETED, _ONE_SLIP, _TWO_SLIPS, _SYNONYM = 0.85, 0.8, 0.85, 0.7, 0.97
_SIDES = frozenset("right left bilateral rt lt r l bilat both".split())
_SEVENTH = frozenset("initial subsequent encounter sequela routine delayed healing closed".split())


class Word(NamedTuple):
    """A word of the query: its stem (corrected where misspelt), numbers it may mean, what was corrected."""

    stem: str
    means: dict[int, float]
    note: str | None = None
    open: bool = False  # may be the beginning of a longer word
    said: str = ""  # as it was typed


@dataclass
class Group:
    """One thing asked for: {word number: how well it answers}, its weight, whether an answer must have it."""

    means: dict[int, float]
    weight: float
    required: bool
    note: str | None = None


class Phrase(NamedTuple):
    """A phrase of the lexicon found in the query."""

    said: str
    kind: str
    meant: str
    words: tuple[str, ...]
    targets: tuple[int, ...]


@dataclass
class Reading:
    """One way to understand the query."""

    groups: list[Group]
    phrases: list[Phrase] = field(default_factory=list)
    targets: dict[int, float] = field(default_factory=dict)
    rest: list[int] = field(default_factory=list)  # groups that no phrase with a target covers

    @property
    def lookup(self) -> dict[int, tuple[int, float]]:
        """{word number: (group, how well it answers)}, the best group for each word."""
        found: dict[int, tuple[int, float]] = {}
        for place, group in enumerate(self.groups):
            for number, quality in group.means.items():
                if number not in found or found[number][1] < quality:
                    found[number] = (place, quality)
        return found


def read(index: IndexFile, text: str) -> list[Reading]:
    """Return the readings of *text*, the typed one first; none where no word of it is a word."""
    parts = [word for word in words(text) if word not in STOP][:MOST_WORDS]
    if not parts:
        return []
    growing = text[-1:].isalnum()
    found = [
        _word(index, part, growing and i == len(parts) - 1)._replace(said=part) for i, part in enumerate(parts)
    ]
    found = _joined(index, parts, found)
    groups = [_group(index, word) for word in found]
    segments = _segments(index, found)
    plain = Reading(groups)
    readings = [plain]
    replaced = [s for s in segments if not _merge(index, s, found, groups)]
    if replaced:
        readings.append(_rewritten(index, found, groups, replaced))
    return [reading for reading in readings if any(group.means for group in reading.groups)]


# -- words -------------------------------------------------------------------------------------------------


def _word(index: IndexFile, surface: str, last: bool) -> Word:
    """Say what one word may mean: itself and its family; else British, the beginning of one, misspelt."""
    token = stem(surface)
    number = index.number.get(token)
    if number is None:
        american = _american(index, surface)
        if american is not None:
            token, number = american, index.number[american]
    if number is not None:
        return Word(token, _family(index, token, number))
    if last and len(surface) >= 2 and surface.isalpha():
        means = _completions(index, surface)
        if means:
            return Word(token, means, open=True)
    slips = _corrected(index, token)
    if slips:
        best = slips[0][1]
        means = {}
        for distance, word, number in slips:
            quality = _ONE_SLIP if distance == 1 else _TWO_SLIPS
            means[number] = quality
            for other, kinship in _family(index, word, number).items():
                means.setdefault(other, quality * kinship)
        return Word(best, means, f"spelling: {surface} → {best}")
    if len(surface) >= 4 and surface.isalpha():
        return Word(token, _completions(index, surface), open=True)
    return Word(token, {})


def _family(index: IndexFile, token: str, number: int) -> dict[int, float]:
    means = {number: 1.0} if number < index.book_words else {}
    if len(token) > 4:
        for other in index.families.get(family(token), ()):
            means.setdefault(other, _FAMILY)
    return means


def _american(index: IndexFile, surface: str) -> str | None:
    """Return the known American stem of a British word, or None."""
    lexicon = index.lexicon
    whole = lexicon["whole"].get(surface)
    if whole is not None and stem(whole) in index.number:
        return stem(whole)
    current = surface
    for british, american in lexicon["rules"]:
        if british in current:
            for changed in (current.replace(british, american), surface.replace(british, american)):
                if stem(changed) in index.number:
                    return stem(changed)
            current = current.replace(british, american)
    return None


def _completions(index: IndexFile, beginning: str) -> dict[int, float]:
    """Return the book's words that begin so, the most frequent ones."""
    vocab, end = index.vocab, index.book_words
    start = bisect_left(vocab, beginning, 0, end)
    numbers = []
    while start < end and vocab[start].startswith(beginning):
        numbers.append(start)
        start += 1
    if len(numbers) > _MOST_COMPLETIONS:
        numbers.sort(key=lambda n: -index.count(n))
        del numbers[_MOST_COMPLETIONS:]
    return dict.fromkeys(numbers, _COMPLETED)


def _corrected(index: IndexFile, token: str) -> list[tuple[int, str, int]]:
    """Return (distance, word, number) of up to three words that *token* may be a slip for, best first."""
    if not token.isalpha():
        return []
    limit = 1 if len(token) <= 6 else 2
    vocab = index.vocab
    found = nearest(token, ((vocab[n], n) for n in candidates(token, index.checks, index.numbers)), limit)
    if not found:
        return []
    least = found[0][0]
    found = [row for row in found if row[0] == least]
    found.sort(key=lambda row: (row[1][0] != token[0], -index.count(row[2])))
    return found[:3]


def _joined(index: IndexFile, parts: list[str], found: list[Word]) -> list[Word]:
    """Put together what the book writes as one word, and part what it writes as two."""
    out: list[Word] = []
    i = 0
    while i < len(found):
        if i + 1 < len(found) and (_unsure(found[i]) or _unsure(found[i + 1])):
            together = stem(parts[i] + parts[i + 1])
            number = index.number.get(together)
            if number is not None and len(together) > 4:
                out.append(Word(together, _family(index, together, number)))
                i += 2
                continue
        unknown = found[i].note or (not found[i].means and found[i].stem not in index.number)
        if unknown and len(parts[i]) >= 7:
            two = _parted(index, parts[i])
            if two is not None:
                out += two
                i += 1
                continue
        out.append(found[i])
        i += 1
    return out


def _unsure(word: Word) -> bool:
    return word.note is not None or word.open or not word.means or len(word.stem) <= 4


def _parted(index: IndexFile, surface: str) -> list[Word] | None:
    number = index.number
    for cut in range(3, len(surface) - 2):
        left, right = stem(surface[:cut]), stem(surface[cut:])
        if number.get(left, index.book_words) < index.book_words and (
            number.get(right, index.book_words) < index.book_words
        ):
            return [Word(part, _family(index, part, number[part])) for part in (left, right)]
    return None


def _weight(index: IndexFile, means: dict[int, float]) -> float:
    count = max((index.count(n) for n, quality in means.items() if quality > 0.8), default=0)
    if not count:
        count = max((index.count(n) for n in means), default=0)
    return log(index.size / (count + 1)) + 0.3 if means else 5.0


def _group(index: IndexFile, word: Word) -> Group:
    weight = _weight(index, word.means)
    if word.stem in GENERIC or word.stem in _SEVENTH:
        return Group(word.means, min(weight, 1.0) * 0.3, False, word.note)
    return Group(word.means, weight, bool(word.means), word.note)


# -- phrases -----------------------------------------------------------------------------------------------


class _Segment(NamedTuple):
    """Places of the query's words that together are a phrase, and what the lexicon says of it."""

    places: tuple[int, ...]
    phrases: list[Phrase]


def _segments(index: IndexFile, found: list[Word]) -> list[_Segment]:
    """Return what the lexicon knows, longest first, none overlapping.

    The words of a phrase may stand in any order, and a side may stand between them ("OA right hip").
    """
    taken: set[int] = set()
    segments: list[_Segment] = []
    between = [i for i, word in enumerate(found) if word.stem not in _SIDES]
    orders = [tuple(range(len(found)))]
    if 0 < len(between) < len(found):
        orders.append(tuple(between))
    for length in range(min(len(found), _LONGEST_PHRASE), 0, -1):
        for order in orders:
            for start in range(len(order) - length + 1):
                places = order[start : start + length]
                if taken.isdisjoint(places):
                    lines = _known(index, [found[i] for i in places], places[-1] == len(found) - 1)
                    if lines is not None:
                        taken.update(places)
                        said = sorted(found[i].said for i in places)
                        segments.append(_Segment(places, _phrases(lines, said)))
    return segments


def _known(index: IndexFile, some: list[Word], last: bool) -> str | None:
    """Return what the lexicon says of these words: as they are, as related words, with another correction."""
    phrases: dict[str, str] = index.lexicon["phrases"]
    stems = [word.stem for word in some]
    lines = phrases.get(" ".join(sorted(stems)))
    if lines is not None:
        return lines
    if len(some) > 1:
        key = index.lexicon["kindred"].get(kindred_key(stems, index.lexicon["aliases"]))
        if key is not None:
            return phrases[key]
    for i, word in enumerate(some):
        if word.note and len(some) > 1:
            for other in word.means:
                lines = phrases.get(" ".join(sorted([*stems[:i], index.vocab[other], *stems[i + 1 :]])))
                if lines is not None:
                    return lines
    if last and some[-1].open and len(some) > 1:
        return _completed(index, stems)
    return None


def _completed(index: IndexFile, stems: list[str]) -> str | None:
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
            Phrase(phrase, kind, meant, tuple(replacement.split()), tuple(map(int, targets.split())))
        )
    if len(phrases) > 1:
        same = [p for p in phrases if sorted(w for w in words(p.said) if w not in STOP) == said]
        return same or phrases
    return phrases


def _merge(index: IndexFile, segment: _Segment, found: list[Word], groups: list[Group]) -> bool:
    """Where one word merely has another name, let both satisfy its group; say whether that was all."""
    places, phrases = segment
    start = places[0]
    if len(places) > 1 or any(p.targets or len(p.words) != 1 for p in phrases):
        return False
    group = groups[start]
    for phrase in phrases:
        number = index.number[phrase.words[0]]
        for other, kinship in _family(index, phrase.words[0], number).items():
            group.means[other] = max(group.means.get(other, 0.0), _SYNONYM * kinship)
    known = found[start].stem in index.number and index.count(index.number[found[start].stem])
    if not known:
        group.note = f"{_KIND[phrases[0].kind]}: {phrases[0].said} → {phrases[0].meant}"
    if found[start].stem not in GENERIC:
        group.required = True
        group.weight = _weight(index, group.means)
    return True


_KIND = {
    "lay": "lay word", "abbreviation": "abbreviation", "uk": "spelling", "eponym": "eponym", "drug": "drug",
    "device": "device", "slang": "slang", "term": "term",
}  # fmt: skip


def described(phrase: Phrase) -> str:
    """Return how a hit says that this phrase led to it."""
    return f"{_KIND[phrase.kind]}: {phrase.said} → {phrase.meant}"


def _rewritten(
    index: IndexFile, found: list[Word], groups: list[Group], segments: list[_Segment]
) -> Reading:
    """Return the reading with each segment's words in place of what was said."""
    total = sum(group.weight for group in groups) or 1.0
    begins = {segment.places[0]: segment for segment in segments}
    inside = {place for segment in segments for place in segment.places}
    reading = Reading([])
    for i in range(len(found)):
        if i in begins:
            _replace(index, begins[i], groups, reading, total)
        elif i not in inside:
            reading.rest.append(len(reading.groups))
            reading.groups.append(groups[i])
    return reading


def _replace(
    index: IndexFile, segment: _Segment, groups: list[Group], reading: Reading, total: float
) -> None:
    """Add what *segment* stands for to *reading*: words as groups, codes as targets."""
    places, phrases = segment
    said = [groups[i] for i in places]
    share = sum(group.weight for group in said) / total
    order = 0
    for phrase in phrases:
        for target in phrase.targets:
            bonus = share * (1.0 - 0.07 * min(order, 8))
            reading.targets[target] = max(reading.targets.get(target, 0.0), bonus)
            order += 1
    replacement = phrases[0].words
    start = len(reading.groups)
    if replacement:
        for part in replacement:
            reading.groups.append(_group(index, Word(part, _family(index, part, index.number[part]))))
    else:
        reading.groups += [Group(group.means, group.weight * 0.4, False, group.note) for group in said]
    notes = [group.note for group in said if group.note]
    if notes:
        reading.groups[start].note = notes[0]
    if not phrases[0].targets:
        reading.rest += range(start, len(reading.groups))
    reading.phrases.append(phrases[0])
