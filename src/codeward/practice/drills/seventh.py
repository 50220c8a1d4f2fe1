"""The 7th character: the time within treatment, the state of a fracture, an eye, a fetus; and the placeholder X.

What the characters mean is the book's word (I.A.5); what a record says of it is `data/sevenths.yaml`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar

from codeward.codesets import Book, BookFile
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.phases import Meaning, cue_of, meaning_of, sevenths, whole
from codeward.practice.drills.saying import bare
from codeward.practice.drills.scenes import person, scene
from codeward.practice.drills.tables import Stem, Topic, alone, plain_title, stems

__all__ = ["Seventh"]

_VAGUE = re.compile(r"(?i)unspecified|not applicable|other|indeterminate|\[")
_SEQUELA, _PLACEHOLDER = "dx.sequela", "dx.placeholder"
_FULL = 6  # characters before the 7th
_INJURY = re.compile(r"^[ST]")
# Poisonings are a drill of their own, external causes never stand first, and a coma scale needs its injury.
_LEFT_OUT = re.compile(r"^(?:T(?:3[6-9]|4\d|5\d|6[0-5])|[V-Y]|R|Z)")


@lru_cache(maxsize=64)
def _pool(file: BookFile, topic: Topic | None) -> tuple[Stem, ...]:
    book = Book(file, in_force=False)
    return tuple(
        stem
        for stem in stems(file)
        if stem.seventh
        and (topic is None or topic.holds(stem.code))
        and not _LEFT_OUT.match(stem.code)
        and plain_title(stem.title)
        and alone(book, stem.code)
    )


class Seventh:
    """The record tells the phase of treatment; the code ends in the character that says so, in the 7th place."""

    name: ClassVar[str] = "seventh"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on one code's 7th characters."""
        pool = _pool(given.file, given.topic)
        if not pool:
            return None
        random = given.random
        stem = random.choice(pool)
        if given.skill == _PLACEHOLDER and len(stem.key) == _FULL:
            return None
        ends = {
            end: meaning_of(text)
            for end, text in (given.book.seventh_characters(stem.code) or {}).items()
            if whole(stem, end) in given.book
        }
        told = [
            end
            for end, meaning in ends.items()
            if not _VAGUE.search(meaning.text) and (given.skill != _SEQUELA or meaning.phase == "sequela")
        ]
        if not told or len(ends) < 2:
            return None
        end = random.choice(told)
        cue = cue_of(random, ends[end], given.level)
        said = f"{given.style().say(stem.title)}. {cue}"
        note = scene(random, said, person(given.file, stem.code))
        question = random.choice(sevenths().typed if given.typed else sevenths().asks)
        code = whole(stem, end)
        cite = _cite(stem)
        quote = cue.rstrip(".")
        key = Choice((code,), f'"{quote}": {_told(given.book, stem, end)}.', cite)
        return Question(
            f"{note.text} {question}", note.setting, key, _wrong(given, stem, ends, end, quote), given.typed
        )


def _cite(stem: Stem) -> tuple[str, ...]:
    return ("I.C.19.a", "I.A.5") if _INJURY.match(stem.code) else ("I.A.5",)


def _told(book: Book, stem: Stem, end: str) -> str:
    return f"{end}, {bare((book.seventh_characters(stem.code) or {})[end]) or 'as the Tabular lists it'}"


def _wrong(given: Given, stem: Stem, ends: dict[str, Meaning], end: str, quote: str) -> list[Choice]:
    random = given.random
    cite = _cite(stem)
    others = [other for other in ends if other != end]
    random.shuffle(others)
    # Nearest first where rules meet: of one phase, or of one kind of fracture.
    if given.level > 1:
        others.sort(key=lambda other: -_likeness(ends[other], ends[end]))
    found = [
        Choice(
            (whole(stem, other),),
            f'{_told(given.book, stem, other)}; the record says "{quote}".',
            cite,
            ("7th character",),
            f"end {other}",
        )
        for other in others[:3]
    ]
    short = Choice(
        (stem.code,),
        f'It lacks its 7th character, so it is not billable; "{quote}" gives it.',
        ("I.A.5",),
        ("7th character missing",),
        "none",
    )
    if len(stem.key) < _FULL:
        key = f"{stem.key}{end}"
        seat = Choice(
            (f"{key[:3]}.{key[3:]}",),
            f'The right character for "{quote}" in the wrong place: X holds the empty places before the 7th.',
            ("I.A.4",),
            ("placeholder X",),
            "seat",
        )
        return [seat, *found[:1], short, *found[1:]] if random.random() < 0.5 else [seat, *found, short]
    return [*found[:2], short, *found[2:]]


def _likeness(a: Meaning, b: Meaning) -> int:
    return (a.phase == b.phase) + (a.kind == b.kind) + (a.healing == b.healing)
