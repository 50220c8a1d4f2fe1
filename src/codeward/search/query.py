"""What a query asks for: its words, what each may stand for, and how else the whole may be said.

A query has up to two readings: as it was typed, and with the phrases that the lexicon knows put into the
book's words. A reading is a list of groups; a group is one thing asked for and the words that satisfy it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

from codeward.search.meaning import Word, joined, kin, parted, word
from codeward.search.normal import GENERIC
from codeward.search.phrases import Phrase, Segment, segments_of
from codeward.search.reasons import Reason
from codeward.search.weights import (
    FIRST,
    GROWTH,
    LAST_RANK,
    MANNER,
    RANK,
    REPLACED,
    SEVENTH,
    STRUCTURAL,
    SYNONYM,
    UNKNOWN,
    WHOLE,
)
from codeward.search.wordfile import WordFile
from codeward.words import STOP, words

__all__ = ["NOBODY", "Reading", "Want", "described", "read"]

MOST_WORDS = 24  # further words of a query are not read
_MOST_APART = 3
NOBODY = -1
_RANK_BITS = 48  # bits below the rank that the lexicon of a plain book gives each target
_OPEN = frozenset(("open", "type", "1", "2", "3", "3a", "3b", "3c"))
_BROKEN = ("fractured", "broken", "fx")
_SEVENTH_WORDS = "initial subsequent encounter sequela routine delayed healing closed"
_SEVENTH = frozenset(_SEVENTH_WORDS.split())


@dataclass
class Want:
    """One thing asked for: {word number: how well it answers}, its weight, whether an answer must have it."""

    means: dict[int, float]
    weight: float
    required: bool
    note: Reason | None = None
    also: tuple[Reason, ...] = ()  # what else its word may stand for
    held: int = 0  # the bit map of the documents that hold one of the words, once they are chosen


@dataclass
class Reading:
    """One way to understand the query."""

    groups: list[Want]
    phrases: list[Phrase] = field(default_factory=list)
    targets: dict[int, float] = field(default_factory=dict)
    owner: list[int] = field(default_factory=list)  # for each group the phrase that it comes from, or NOBODY
    said_by: dict[int, int] = field(default_factory=dict)  # target → the phrase that names it
    also: dict[int, list[Phrase]] = field(default_factory=dict)  # phrase → what else was said by its words
    typed: frozenset[int] = frozenset()  # words that were typed, as they are understood

    @property
    def lookup(self) -> dict[int, tuple[int, float]]:
        """{word number: (group, how well it answers)}, the best group for each word."""
        found: dict[int, tuple[int, float]] = {}
        for place, group in enumerate(self.groups):
            for number, quality in group.means.items():
                if number not in found or found[number][1] < quality:
                    found[number] = (place, quality)
        return found


def read(
    index: WordFile,
    text: str,
    elsewhere: frozenset[str] = frozenset(),
    structural: frozenset[str] = frozenset(),
    told: Mapping[str, Reason] | None = None,
    *,
    apart: bool = False,
) -> list[Reading]:
    """Return the readings of *text*, the typed one first; none where no word of it is a word.

    Words of *elsewhere* are those of another book, so here they are not taken for slips of the pen; *structural*
    ones say structure and are hardly asked for as words; *told* are reasons for words that were not typed. With
    *apart* there is a reading for each phrase alone as well, since of two procedures one is only the way.
    """
    parts = list(dict.fromkeys(part for part in words(text) if part not in STOP))[:MOST_WORDS]
    if not parts:
        return []
    growing = text[-1:].isalnum()
    found = [
        word(index, part, growing and i == len(parts) - 1, slips=part not in elsewhere)._replace(said=part)
        for i, part in enumerate(parts)
    ]
    found = joined(index, parts, found)
    groups = [_group(index, each) for each in found]
    if any(each.stem == "fracture" or each.said in _BROKEN for each in found):
        for each, group in zip(found, groups, strict=True):
            if each.stem in _OPEN:  # of a fracture it says which 7th character
                group.weight, group.required = SEVENTH, False
    segments = segments_of(index, found)
    more = _leftover(index, found, groups, segments)
    plain = Reading(groups + more, typed=frozenset(n for group in groups + more for n in group.means))
    readings = [plain]
    replaced = [s for s in segments if not _merge(index, s, found, groups)]
    inside = {place for segment in segments for place in segment.places}
    if any(each.said not in structural for each in found):
        for place, (each, group) in enumerate(zip(found, groups, strict=True)):
            if each.said in structural and place not in inside:
                group.weight, group.required = group.weight * STRUCTURAL, False
    for each, group in zip(found, groups, strict=True):
        if told and each.said in told and group.note is None:
            group.note = told[each.said]
    if replaced:
        readings.append(_rewritten(index, found, groups, replaced))
        readings[-1].groups += more
        readings[-1].owner += [NOBODY] * len(more)
    if apart and 1 < len(replaced) <= _MOST_APART:
        readings += [_rewritten(index, found, groups, [segment]) for segment in replaced]
    return [
        reading for reading in readings if reading.targets or any(group.means for group in reading.groups)
    ]


# -- groups ---------------------------------------------------------------------------------------------


def _weight(index: WordFile, means: dict[int, float]) -> float:
    count = max((index.count(n) for n, quality in means.items() if quality > 0.8), default=0)
    if not count:
        count = max((index.count(n) for n in means), default=0)
    return log(index.size / (count + 1)) + 0.3 if means else UNKNOWN


def _group(index: WordFile, asked: Word) -> Want:
    weight = _weight(index, asked.means)
    if asked.stem in GENERIC or asked.stem in _SEVENTH:
        return Want(dict(asked.means), min(weight, 1.0) * MANNER, required=False, note=asked.note)
    return Want(dict(asked.means), weight, required=bool(asked.means), note=asked.note)


def _leftover(index: WordFile, found: list[Word], groups: list[Want], segments: list[Segment]) -> list[Want]:
    """Part words that only a phrase knows but that stand in none: "gastroesophageal laceration"."""
    inside = {place for segment in segments for place in segment.places}
    more: list[Want] = []
    for i, each in enumerate(found):
        if i not in inside and not each.means and len(each.said) >= 7:
            two = parted(index, each.said)
            if two is not None:
                groups[i] = _group(index, two[0])
                more.append(_group(index, two[1]))
    return more


def _merge(index: WordFile, segment: Segment, found: list[Word], groups: list[Want]) -> bool:
    """Where one word merely has another name, let both satisfy its group; say whether that was all."""
    places, phrases = segment
    start = places[0]
    if len(places) > 1 or any(p.targets or len(p.words) != 1 for p in phrases):
        return False
    group = groups[start]
    for phrase in phrases:
        number = index.number[phrase.words[0]]
        for other, kinship in kin(index, phrase.words[0], number).items():
            group.means[other] = max(group.means.get(other, 0.0), SYNONYM * kinship)
    known = found[start].stem in index.number and index.count(index.number[found[start].stem])
    group.also = tuple(described(phrase) for phrase in phrases if not phrase.plain)
    if not known:
        group.note = described(phrases[0])
    if found[start].stem not in GENERIC:
        group.required = True
        group.weight = _weight(index, group.means)
    return True


def described(phrase: Phrase) -> Reason:
    """Return the reason of a hit that this phrase led to."""
    return Reason(phrase.kind, phrase.said, phrase.meant)


def _rewritten(index: WordFile, found: list[Word], groups: list[Want], segments: list[Segment]) -> Reading:
    """Return the reading with each segment's words in place of what was said."""
    total = sum(group.weight for group in groups) or 1.0
    begins = {segment.places[0]: segment for segment in segments}
    inside = {place for segment in segments for place in segment.places}
    reading = Reading([])
    replaced: list[bool] = []  # for each group whether a phrase put it there
    for i in range(len(found)):
        if i in begins:
            _replace(index, begins[i], groups, reading, total)
            replaced += [True] * (len(reading.groups) - len(replaced))
        elif i not in inside:
            reading.groups.append(groups[i])
            reading.owner.append(NOBODY)
            replaced.append(False)
    _once(reading, replaced)
    return reading


def _once(reading: Reading, replaced: list[bool]) -> None:
    """Ask for nothing twice: of a word that was typed and that a phrase stands for, keep what was typed."""
    typed = {
        number
        for group, by_phrase in zip(reading.groups, replaced, strict=True)
        if not by_phrase
        for number, worth in group.means.items()
        if worth == 1.0
    }
    kept = [
        place
        for place, group in enumerate(reading.groups)
        if not replaced[place]
        or not any(worth == 1.0 and number in typed for number, worth in group.means.items())
    ]
    if len(kept) < len(reading.groups):
        reading.groups = [reading.groups[place] for place in kept]
        reading.owner = [reading.owner[place] for place in kept]


def _replace(index: WordFile, segment: Segment, groups: list[Want], reading: Reading, total: float) -> None:
    """Add what *segment* stands for to *reading*: words as groups, codes as targets."""
    places, phrases = segment
    said = [groups[i] for i in places]
    share = sum(group.weight for group in said) / total
    order = 0
    for phrase in phrases:
        for target in phrase.targets:
            rank = (target >> _RANK_BITS) - 1 if target >> _RANK_BITS else order
            bonus = share * (1.0 - RANK * min(rank, LAST_RANK))
            if rank == 0 and share > WHOLE:
                bonus += FIRST
            if bonus > reading.targets.get(target, 0.0):
                reading.targets[target] = bonus
                reading.said_by[target] = len(reading.phrases)
            order += 1
    replacement = phrases[0].words
    start = len(reading.groups)
    if replacement:
        there = {number for group in reading.groups for number, worth in group.means.items() if worth == 1.0}
        for part in replacement:
            if index.number[part] not in there:
                reading.groups.append(_group(index, Word(part, kin(index, part, index.number[part]))))
    else:
        reading.groups += [
            Want(group.means, group.weight * REPLACED, required=False, note=group.note) for group in said
        ]
    _rescale(reading.groups[start:], sum(group.weight for group in said))
    notes = [group.note for group in said if group.note]
    if notes and start < len(reading.groups):
        reading.groups[start].note = notes[0]
    reading.owner += [len(reading.phrases)] * (len(reading.groups) - start)
    reading.also[len(reading.phrases)] = phrases[1:]
    reading.phrases.append(phrases[0])


def _rescale(groups: list[Want], weight: float) -> None:
    """Let *groups* weigh no more than what they stand for, so that a long title does not drown the rest."""
    now = sum(group.weight for group in groups)
    if now > weight * GROWTH:
        for group in groups:
            group.weight *= weight * GROWTH / now
