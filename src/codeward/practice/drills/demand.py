"""What a note asks for beside a code, in which order, and only if it applies (I.A.13, I.B.7).

Both conditions of a record are named by one note of the Tabular, so that they belong together as the book has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar, NamedTuple

from codeward.codesets import Book, BookFile, Reference
from codeward.edits import note_groups
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.saying import bare
from codeward.practice.drills.scenes import ask, narrow, person, scene
from codeward.practice.drills.tables import Stem, Topic, below, plain_title, stems

__all__ = ["Demand"]

# Blocks that say what any code may bring along, and chapters whose codes need more than one note.
_LEFT_OUT = re.compile(r"^[O-Y]|^Z(?!68)|^F1|^T")
_MOST_LEAVES = 24
_CITE = {"code_first": "I.A.13", "use_additional": "I.B.7"}
_SAY = ("{a}; {b}.", "{a}, with {b}.", "{b}; {a}.", "{a}. {B}.", "1) {a} 2) {b}", "{B}, {a}.", "{a} - {b}.")
_LEAD = re.compile(
    r"(?i)^(?:any |,? ?if (?:applicable|known),? ?)*(?:code\(?s?\)?)?,? ?(?:if applicable,? )?(?:to identify|for)? ?"
)


class Asked(NamedTuple):
    """A note that names another code: where it stands, its kind, its item, whether it is conditional."""

    origin: str
    kind: str
    text: str
    target: str
    conditional: bool


@lru_cache(maxsize=4)
def _asked(file: BookFile) -> tuple[Asked, ...]:
    """Return every item of a note, at a category or below it, that sends to one code, category or subcategory."""
    book = Book(file, in_force=False)
    found: dict[Asked, None] = {}
    for stem in stems(file):
        if _LEFT_OUT.match(stem.code):
            continue
        kinds = {one.kind for one in book[stem.code].instructions}
        for kind in ("code_first", "use_additional"):
            if kind not in kinds:
                continue
            for group in note_groups(stem.code, kind, book):
                if group.origin != stem.code:
                    continue
                for item in group.items:
                    found.update(
                        dict.fromkeys(
                            _sent(file, stem.code, kind, item.text, item.references, group.conditional)
                        )
                    )
    return tuple(found)


def _sent(
    file: BookFile, origin: str, kind: str, text: str, references: tuple[Reference, ...], conditional: bool
) -> Iterator[Asked]:
    """Yield what an item of a note sends to, but for ranges, conditions and what is too wide to be meant."""
    for one in references:
        leaves = () if one.last or one.condition else below(file, one.first)
        if 0 < len(leaves) <= _MOST_LEAVES and one.first[:3] != origin[:3]:
            yield Asked(origin, kind, text, one.first, conditional)


@lru_cache(maxsize=64)
def _pool(file: BookFile, topic: Topic | None, conditional: bool) -> tuple[Asked, ...]:
    return tuple(
        one
        for one in _asked(file)
        if one.conditional == conditional
        and (topic is None or topic.holds(one.origin) or topic.holds(one.target))
    )


@lru_cache(maxsize=16384)
def _speaks(file: BookFile, code: str, *, conditional: bool) -> tuple[tuple[str, str], ...]:
    """Return (target, text) of the notes of *code* that send to others, conditional ones or not."""
    book = Book(file, in_force=False)
    return tuple(
        (one.first, item.text)
        for kind in ("code_first", "use_additional")
        for group in note_groups(code, kind, book)
        for item in group.items
        for one in item.references
        if group.conditional == conditional and not one.last and not one.condition
    )


class Demand:
    """Two conditions of which a note rules the order, or one whose note asks for what is not there."""

    name: ClassVar[str] = "demand"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on two documented conditions, or at level 3 at times on a condition that is not met."""
        random = given.random
        conditional = given.level > 1 and random.random() < 0.35
        pool = _pool(given.file, given.topic, conditional) or _pool(given.file, given.topic, not conditional)
        if not pool:
            return None
        note = random.choice(pool)
        code, other = _one(given, note.origin), _one(given, note.target)
        if code is None or other is None or code.code[:3] == other.code[:3]:
            return None
        who = narrow([person(given.file, code.code), person(given.file, other.code)])
        if who is None:
            return None
        if note.conditional and random.random() < 0.5:
            return self.not_met(given, note, code, other)
        lines = (other.code, code.code) if note.kind == "code_first" else (code.code, other.code)
        style = given.style()
        a, b = style.say(code.title), style.say(other.title)
        said = random.choice(_SAY).format(a=a, b=b[:1].lower() + b[1:] if b[1:2].islower() else b, B=b)
        record = scene(random, said, who)
        cite = (_CITE[note.kind], f"Tabular {note.origin} {note.kind}")
        key = Choice(lines, _why(note, a, b), cite, proof=(f"before {lines[0]} {lines[1]}",))
        wrong = _wrong(given, note, (code, other), lines, (a, b))
        question = ask(random, "typed_set" if given.typed else "set")
        return Question(f"{record.text} {question}", record.setting, key, wrong, given.typed)

    def not_met(self, given: Given, note: Asked, code: Stem, other: Stem) -> Question | None:
        """Return a question on a note that speaks only if something is there, and it is not."""
        said = given.style().say(code.title)
        record = scene(given.random, said, person(given.file, code.code))
        cite = ("I.A.13", f"Tabular {note.origin} {note.kind}")
        key = Choice(
            (code.code,), f'"{said}" and no more: the note at {note.origin} speaks only if it applies.', cite
        )
        why = f'Nothing in "{said}" speaks of {_named(note.text)}; the note is conditional.'
        wrong = [
            Choice((code.code, other.code), why, cite, ("unsupported line",), "read as duty"),
            Choice(
                (other.code, code.code),
                f"{why} Its place would be no better.",
                cite,
                ("unsupported line",),
                "order",
            ),
        ]
        for target, text in _speaks(given.file, code.code, conditional=True):
            also = _one(given, target)
            if also is not None and also.code not in (other.code, code.code):
                told = f'Nothing in "{said}" speaks of {_named(text)}.'
                wrong.append(Choice((code.code, also.code), told, cite, ("unsupported line",), text))
        question = ask(given.random, "typed_set" if given.typed else "set")
        return Question(f"{record.text} {question}", record.setting, key, wrong, given.typed)


def _one(given: Given, code: str) -> Stem | None:
    """Return a billable code at or below *code* that a provider could write."""
    leaves = [leaf for leaf in below(given.file, code) if plain_title(leaf.title)]
    return given.random.choice(leaves) if leaves else None


def _why(note: Asked, a: str, b: str) -> str:
    words = _named(note.text)
    if note.kind == "code_first":
        return f'The note at {note.origin} says code first {words}: "{b}", then "{a}".'
    return f'The note at {note.origin} asks for an additional code for {words}: "{a}", then "{b}".'


def _wrong(
    given: Given, note: Asked, pair: tuple[Stem, Stem], lines: tuple[str, ...], said: tuple[str, str]
) -> list[Choice]:
    code, other = pair
    a, b = said
    cite = (_CITE[note.kind], f"Tabular {note.origin} {note.kind}")
    turned = f'The note rules the order: "{b}" ' + (
        f'before "{a}".' if note.kind == "code_first" else f'after "{a}".'
    )
    found = [
        Choice(lines[::-1], turned, cite, ("order",), "order"),
        Choice(
            (code.code,),
            f'"{b}" is in the record, and the note asks for it.',
            cite,
            ("missing code",),
            "no note",
        ),
        Choice(
            (other.code,),
            f'"{a}" is in the record and has a code of its own.',
            cite,
            ("missing code",),
            "other alone",
        ),
    ]
    more = [one for one in _speaks(given.file, code.code, conditional=True) if not _any_below(one[0], lines)]
    given.random.shuffle(more)
    for target, text in more:
        also = _one(given, target)
        if also is not None and also.code not in lines:
            why = f'Nothing in "{a}" or "{b}" speaks of {_named(text)}; that note is conditional.'
            found.insert(1, Choice((*lines, also.code), why, cite, ("unsupported line",), "read as duty"))
            break
    return found


def _any_below(target: str, codes: tuple[str, ...]) -> bool:
    """Say whether one of *codes* lies at or below *target*."""
    return any(code.replace(".", "").startswith(target.replace(".", "")) for code in codes)


def _named(text: str) -> str:
    """Return what an item of a note names: "code to identify dialysis status" names the status."""
    return _LEAD.sub("", bare(text)).strip(" ,")
