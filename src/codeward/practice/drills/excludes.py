"""Which codes may stand together: Excludes1 keeps apart, Excludes2 does not, and most pairs have no note at all."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar, NamedTuple

from codeward.codesets import Book, BookFile, matches
from codeward.edits import excludes1_note, notes_of
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.saying import bare
from codeward.practice.drills.scenes import Setting, narrow, person, scene
from codeward.practice.drills.tables import Stem, Topic, fitting, stem_of, stems

__all__ = ["Excludes"]

_ONE = "One of the two: an Excludes1 note keeps them apart"
_BOTH = "Both: an Excludes2 note names the other, and allows it"
_FREE = "Both: no Excludes note speaks of the two"
_CITE1, _CITE2 = "I.A.12.a", "I.A.12.b"
_ASK_TEXT = (
    "Both are documented, and nothing says that they are unrelated. What does the Tabular let you report?",
    "May both stand on one claim? Nothing in the record says that the two are unrelated.",
    "Read the notes of both categories. What may be reported?",
    "One code or two? The record does not call them unrelated.",
    "What do the Excludes notes say of this pair?",
    "Two codes, or is one of them kept out?",
)
_ASK_LINES = (
    "Which of these second codes may join it? Nothing is said to be unrelated.",
    "One of these pairs is lawful as it stands. Which?",
    "Four coders each added a second code for the same encounter. Whose pair may stand?",
    "Which pair does no Excludes1 note keep apart?",
    "Look up the notes. Which pair goes through?",
    "Which second code can stay beside it?",
)
_AND = (
    "{a}; {b}.",
    "1. {a} 2. {b}",
    "{a}. Also {b}.",
    "{a}, and {b}.",
    "{a} // {b}",
    "{b}. Besides: {a}.",
    "#1 {a}, #2 {b}",
)


# The skill's own note comes up most.
_KINDS = {
    "dx.excludes1": ("excludes1", "excludes1", "excludes2", "none"),
    "dx.excludes2": ("excludes2", "excludes2", "excludes1", "none"),
}


class Note(NamedTuple):
    """An Excludes note: the code at which it stands, its text, the codes below which it sends."""

    origin: str
    text: str
    target: str


@lru_cache(maxsize=4)
def _notes(file: BookFile, kind: str) -> tuple[Note, ...]:
    """Return the notes of *kind* at categories and below that name one code, category or subcategory."""
    book = Book(file, in_force=False)
    found = []
    for stem in stems(file):
        for one in book[stem.code].instructions:
            if one.kind == kind and len(one.references) == 1:
                reference = one.references[0]
                if reference.last is None and reference.condition is None and stem_of(file, reference.first):
                    found.append(Note(stem.code, one.text, reference.first))
    return tuple(found)


@lru_cache(maxsize=64)
def _pool(file: BookFile, kind: str, topic: Topic | None) -> tuple[Note, ...]:
    return tuple(
        note
        for note in _notes(file, kind)
        if note.origin[0] not in "VWXY"
        and note.origin[:3] != note.target[:3]
        and (topic is None or topic.holds(note.origin))
        and fitting(file, note.origin)
        and fitting(file, note.target)
    )


class Excludes:
    """Two conditions of one record: may both be reported?"""

    name: ClassVar[str] = "excludes"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a question on a pair (words to judge) or on four pairs (codes to look up)."""
        if given.level > 1 and given.random.random() < 0.5:
            return self.among(given)
        return self.pair(given)

    def pair(self, given: Given) -> Question | None:
        """Return a question of what the Tabular says of two documented conditions."""
        random = given.random
        kind = random.choice(_KINDS.get(given.skill, ("excludes1", "excludes2", "none")))
        pool = _pool(given.file, "excludes1" if kind == "none" else kind, given.topic)
        if not pool:
            return None
        note = random.choice(pool)
        first = _leaf(random, given.file, note.origin)
        other = random.choice(_pool(given.file, "excludes2", None)).origin if kind == "none" else note.target
        second = _leaf(random, given.file, other)
        if first is None or second is None or first.code[:3] == second.code[:3]:
            return None
        if _found(given.book, first.code, second.code) != kind or (second.code[0], first.code[0]) in _NEVER:
            return None
        who = narrow([person(given.file, first.code), person(given.file, second.code)])
        if who is None:
            return None
        style = given.style()
        a, b = style.say(first.title), style.say(second.title)
        record = scene(random, random.choice(_AND).format(a=a, b=b), who)
        return _judged(
            f"{record.text} {random.choice(_ASK_TEXT)}", record.setting, kind, note, (first, second), (a, b)
        )

    def among(self, given: Given) -> Question | None:
        """Return a question of which of four pairs may stand."""
        random = given.random
        pool = _pool(given.file, "excludes2", given.topic)
        if not pool:
            return None
        note = random.choice(pool)
        first, second = _leaf(random, given.file, note.origin), _leaf(random, given.file, note.target)
        if first is None or second is None or _found(given.book, first.code, second.code) != "excludes2":
            return None
        style = given.style()
        said = style.say(first.title)
        wrong = _barred(given, first, said)
        if len(wrong) < 2:
            return None
        record = scene(random, said, person(given.file, first.code))
        key = Choice(
            (first.code, second.code),
            f'The note at {note.origin} that names {bare(note.text)} is an Excludes2: no part of "{said}", and free to '
            "stand beside it.",
            (_CITE2, f"Tabular {note.origin} excludes2"),
            proof=(f"edit [{first.code}, {second.code}] none",),
        )
        return Question(f"{record.text} {random.choice(_ASK_LINES)}", record.setting, key, wrong)


# Chapters whose codes do not share a record with others' as they stand: what is added speaks of mother or newborn.
_NEVER = frozenset(
    {(a, b) for a in "OP" for b in "ABCDEFGHIJKLMNQRSTZ"}
    | {(b, a) for a in "OP" for b in "ABCDEFGHIJKLMNQRSTZ"}
)


def _leaf(random: Random, file: BookFile, code: str) -> Stem | None:
    """Return a billable code at or below *code* that a provider could write and that stands by itself."""
    leaves = fitting(file, code)
    return random.choice(leaves) if leaves else None


@lru_cache(maxsize=16384)
def _allowed(file: BookFile, a: str, b: str) -> bool:
    """Say whether an Excludes2 note that holds for *a* names *b*."""
    book = Book(file, in_force=False)
    return any(matches(one, b) for note in notes_of(a, "excludes2", book) for one in note.references)


def _found(book: Book, a: str, b: str) -> str:
    """Return which Excludes note speaks of two codes, read both ways and inherited: Excludes1 before Excludes2."""
    if excludes1_note(a, b, book) or excludes1_note(b, a, book):
        return "excludes1"
    return "excludes2" if _allowed(book.file, a, b) or _allowed(book.file, b, a) else "none"


def _judged(
    stem: str, setting: Setting, kind: str, note: Note, pair: tuple[Stem, Stem], said: tuple[str, str]
) -> Question:
    a, b = (one.code for one in pair)
    words, both = bare(note.text), f'"{said[0]}" and "{said[1]}" ({a}, {b})'
    reasons = {
        "excludes1": f"At {note.origin} an Excludes1 note names {words}: {both} are kept apart.",
        "excludes2": f"At {note.origin} an Excludes2 note names {words}: {both} may both stand.",
        "none": f"Of {both} neither, nor anything above them, has a note that names the other.",
    }
    cites = {
        "excludes1": (_CITE1, f"Tabular {note.origin} excludes1"),
        "excludes2": (_CITE2, f"Tabular {note.origin} excludes2"),
        "none": ("I.A.12",),
    }
    off = {
        "excludes1": "That would take an Excludes1 note.",
        "excludes2": "That would take an Excludes2 note.",
        "none": "A note speaks of them.",
    }
    texts = {"excludes1": _ONE, "excludes2": _BOTH, "none": _FREE}
    proof = (f"excludes1 {a} {b}",) if kind == "excludes1" else (f"edit [{a}, {b}] none",)
    key = Choice(texts[kind], reasons[kind], cites[kind], proof=proof)
    wrong = [
        Choice(texts[other], f"{off[other]} {reasons[kind]}", cites[kind], ("excludes",), other)
        for other in texts
        if other != kind
    ]
    return Question(stem, setting, key, wrong)


def _barred(given: Given, first: Stem, said: str) -> list[Choice]:
    """Return pairs of *first* with codes from which Excludes1 notes keep it, each by another note."""
    random = given.random
    notes = [note for note in notes_of(first.code, "excludes1", given.book) if note.references]
    random.shuffle(notes)
    found: list[Choice] = []
    for note in notes:
        other = _leaf(random, given.file, note.references[0].first)
        if other is None or excludes1_note(first.code, other.code, given.book) is None:
            continue
        why = f'Excludes1 at {note.origin}: "{bare(note.text)}" is not coded beside "{said}".'
        cite = (_CITE1, f"Tabular {note.origin} excludes1")
        proof = (f"excludes1 {first.code} {other.code}",)
        found.append(Choice((first.code, other.code), why, cite, ("excludes",), note.text, proof))
        if len(found) == 3:
            break
    return found
