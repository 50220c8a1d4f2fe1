"""Which side: the codes that differ in nothing but right, left, both or unspecified (I.B.13)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, NamedTuple

from codeward.codesets import Book, BookFile
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.saying import Style
from codeward.practice.drills.scenes import ask, person, scene
from codeward.practice.drills.tables import Topic, alone, stem_of, stems

__all__ = ["Side", "Sided", "sided"]

_SIDE = re.compile(r",?\s*\b(right|left|bilateral|unspecified)(?: (side|eye|ear))?\b", re.I)
_UNTOLD = re.compile(r"(?i)\b(?:other|unspecified|NEC|not elsewhere|certain)\b")
_CITE = "I.B.13"
_WORDS = {
    "right": ("right", "R", "right side", "on the right", "rt"),
    "left": ("left", "L", "left side", "on the left", "lt"),
    "bilateral": ("both sides", "bilateral", "right and left", "bilat", "R and L"),
}
_EYE = {"right": "OD", "left": "OS", "bilateral": "OU"}
# Another side that is looked at and sound must not be coded.
_SOUND = (
    "{Other} side looked at, nothing found there.",
    "The {other} is sound.",
    "Compared with the {other}, which is normal.",
    "{Other}: unremarkable.",
    "No trouble on the {other}.",
    "The {other} was checked and is fine.",
)
# The side may come from another clinician (I.B.14).
_OTHERS_WORD = (
    "Rooming nurse, same visit: {word}.",
    "Nursing intake has it: {word}.",
    "Medical assistant's line: {word}.",
    "The side stands in the nurse's note: {word}.",
    "Physical therapy sheet of the day: {word}.",
    "Wristband check by nursing: {word}.",
)


class Sided(NamedTuple):
    """Codes that differ in the side alone: the condition without its side, and the code of each side."""

    plain: str
    above: str
    codes: tuple[tuple[str, str], ...]

    def of(self, side: str) -> str | None:
        """Return the code of a side."""
        return dict(self.codes).get(side)


def _split(title: str) -> tuple[str, str] | None:
    """Return (the title with a mark for its side, the side), or None for a title with no side or several."""
    found = list(_SIDE.finditer(title))
    if len(found) != 1:
        return None
    place = found[0]
    return f"{title[: place.start()]} ⟨⟩{title[place.end() :]}", place[1].lower()


@lru_cache(maxsize=4)
def sided(file: BookFile) -> tuple[Sided, ...]:
    """Return every set of sibling codes that differ in the side alone, in the book's order."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for stem in stems(file):
        if not stem.billable:
            continue
        split = _split(stem.title)
        if split is not None:
            groups.setdefault((stem.above, split[0]), []).append((split[1], stem.code))
    return tuple(
        Sided(plain, above, tuple(codes))
        for (above, plain), codes in groups.items()
        if {"right", "left"} <= {side for side, _ in codes} and not _UNTOLD.search(plain)
    )


@lru_cache(maxsize=64)
def _pool(file: BookFile, topic: Topic | None) -> tuple[Sided, ...]:
    book = Book(file, in_force=False)
    return tuple(
        one
        for one in sided(file)
        if (topic is None or topic.holds(one.codes[0][1])) and alone(book, one.codes[0][1])
    )


class Side:
    """The record names a side; the code must say the same one."""

    name: ClassVar[str] = "side"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on one set of codes: one side, both sides, or a side that only another clinician gives."""
        pool = _pool(given.file, given.topic)
        if not pool:
            return None
        random = given.random
        group = random.choice(pool)
        side = random.choice(("right", "left", "bilateral") if given.level > 1 else ("right", "left"))
        codes = self._key(group, side)
        style, word = given.style(), _word(given, group, side)
        said, quote = _said(given, group, side, style, word)
        note = scene(random, said, person(given.file, codes[0]))
        many = len(codes) > 1
        question = ask(
            random, ("typed_set" if many else "typed") if given.typed else "set" if many else "one"
        )
        key = Choice(codes, _why_right(side, codes, quote), (_CITE,))
        return Question(
            f"{note.text} {question}",
            note.setting,
            key,
            _wrong(given, group, side, codes, quote),
            given.typed,
        )

    @staticmethod
    def _key(group: Sided, side: str) -> tuple[str, ...]:
        own = group.of(side)
        return (own,) if own else (str(group.of("right")), str(group.of("left")))


def _word(given: Given, group: Sided, side: str) -> str:
    """Return how the note writes the side: eyes and ears have Latin letters of their own."""
    code = group.codes[0][1]
    words: tuple[str, ...] = _WORDS[side]
    if "H00" <= code[:3] <= "H59":
        words = (*words, _EYE[side])
    return given.random.choice(words)


def _said(given: Given, group: Sided, side: str, style: Style, word: str) -> tuple[str, str]:
    """Return the words of the note, and those of them that tell the side."""
    random = given.random
    plain = style.say(group.plain.replace(" ⟨⟩", ""), start=True)
    if side != "bilateral" and given.level > 1 and random.random() < 0.4:
        other = {"right": "left", "left": "right"}[side]
        more = random.choice(_SOUND).format(other=other, Other=other.capitalize())
        return f"{plain}, {word}. {more}", word
    if given.level > 2 or (given.level > 1 and random.random() < 0.4):
        line = random.choice(_OTHERS_WORD).format(word=word)
        return f"{plain}. {line}", word
    form = random.choice(
        ("{word} {low}", "{plain}, {word}", "{plain} ({word})", "{plain}. Side: {word}", "{plain}: {word}")
    )
    low = plain[:1].lower() + plain[1:] if plain[1:2].islower() else plain
    return form.format(word=word, low=low, plain=plain), word


def _why_right(side: str, codes: tuple[str, ...], quote: str) -> str:
    if side != "bilateral":
        return f'The record says "{quote}", and the code has a character for it.'
    if len(codes) == 1:
        return f'"{quote}" is one code here: the category has a code for both sides.'
    return f'"{quote}", and no code stands for both sides here: one for the right, one for the left.'


def _wrong(given: Given, group: Sided, side: str, codes: tuple[str, ...], quote: str) -> list[Choice]:
    right, left, both = str(group.of("right")), str(group.of("left")), group.of("bilateral")
    found: list[Choice] = []
    if side == "bilateral":
        one = given.random.choice((right, left))
        axes = ("side",)
        found.append(
            Choice((one,), f'One side is coded. The record says "{quote}".', (_CITE,), axes, "one side")
        )
        if both is not None:
            why = f'"{quote}" has a code of its own here. Two codes are for a category without one.'
            found.append(Choice((right, left), why, (_CITE,), ("side",), "two codes"))
    else:
        other = left if side == "right" else right
        found.append(
            Choice(
                (other,),
                f'That is the other side. The record says "{quote}".',
                (_CITE,),
                ("side",),
                "other side",
            )
        )
        if both is not None:
            why = f'That code says both sides; "{quote}" is one.'
            found.append(Choice((both,), why, (_CITE,), ("side",), "both sides"))
        else:
            why = f'The second line has nothing behind it: "{quote}" is one side.'
            found.append(
                Choice(tuple(sorted((right, left))), why, (_CITE,), ("unsupported line",), "both sides")
            )
    vague = group.of("unspecified")
    if vague is not None:
        why = f'Unspecified is for a record that gives no side. This one says "{quote}".'
        axes = ("side",)
        found.append(Choice((vague,), why, (_CITE,), axes, "unspecified"))
    above = stem_of(given.file, group.above)
    if above is not None and len(above.key) > 3:
        why = f'{above.code} is not billable: it stops before the character that says "{quote}".'
        found.append(Choice((above.code,), why, ("I.B.2", _CITE), ("specificity",), "parent"))
    return found
