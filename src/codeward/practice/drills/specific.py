"""The fullest code: what the record says decides how far down the Tabular a code goes, no farther (I.B.2, I.A.9)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, NamedTuple

from codeward.codesets import Book, BookFile
from codeward.grading import compare
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.phases import first_care, whole
from codeward.practice.drills.saying import Style, bare, detail
from codeward.practice.drills.scenes import ask, person, scene
from codeward.practice.drills.tables import Stem, Topic, alone, plain_title, stem_of, stems

__all__ = ["Specific"]

# External causes and provisional codes are never the one answer; a status needs its own encounter.
_LEFT_OUT = re.compile(r"^[U-Y]|^Z")
_OTHER = re.compile(r"(?i)^other\b")
_UNSPECIFIED = re.compile(r"(?i),?\s*\bunspecified\b|\bNOS\b")
_NEC_SKILL = "dx.nec_nos"
_ELSEWHERE = re.compile(r"(?i)elsewhere|without|not |other|unspecified|see |due to underlying|NEC|NOS|\bor\b")
_MOST_SAID = 9
_SIDE = re.compile(r"(?i)\b(?:right|left|bilateral|unspecified (?:side|eye|ear))\b")
_SIDES = 0.15


class Leaf(NamedTuple):
    """A code that can be the answer, with the words a record has for it and what the code above does not say."""

    stem: Stem
    words: tuple[str, ...]
    kind: str  # "full", "other" or "unspecified"


@lru_cache(maxsize=64)
def _pool(file: BookFile, topic: Topic | None, kind: str, sides: bool) -> tuple[Leaf, ...]:
    return tuple(
        leaf
        for leaf in _leaves(file)
        if leaf.kind == kind
        and (topic is not None or not _LEFT_OUT.match(leaf.stem.code))
        and bool(_SIDE.search(leaf.stem.title)) == sides
        and (topic is None or topic.holds(leaf.stem.code))
    )


@lru_cache(maxsize=4)
def _leaves(file: BookFile) -> tuple[Leaf, ...]:
    book = Book(file, in_force=False)
    found = []
    for stem in stems(file):
        if len(stem.key) < 4 or not (stem.billable or (stem.seventh and _whole(stem) in book)):
            continue
        leaf = _leaf(book, stem)
        if leaf is not None and alone(book, stem.code):
            found.append(leaf)
    return tuple(found)


def _whole(stem: Stem) -> str:
    """Return the code itself, of one that needs a 7th character that of the initial encounter."""
    return stem.code if stem.billable else whole(stem, "A")


def _leaf(book: Book, stem: Stem) -> Leaf | None:
    if plain_title(stem.title):
        return Leaf(stem, (stem.title,), "full")
    if _OTHER.match(stem.title):
        words = tuple(text for text in _inclusions(book, stem) if not _ELSEWHERE.search(text))
        return Leaf(stem, words, "other") if words else None
    if stem.key.endswith("9") and len(_UNSPECIFIED.findall(stem.title)) == 1:
        rest = bare(_UNSPECIFIED.sub("", stem.title))
        if plain_title(rest) and len(rest) > 5:
            return Leaf(stem, (rest,), "unspecified")
    return None


def _inclusions(book: Book, stem: Stem) -> list[str]:
    terms = [one.text for one in book[stem.code].instructions if one.kind == "inclusion_term"]
    return [text for text in terms if text.count(" ") < _MOST_SAID and not text.endswith(":")]


class Specific:
    """The record holds a detail that one code tells, or lacks it, or tells what no code has."""

    name: ClassVar[str] = "specific"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on the fullest code, on "other", or on "unspecified"."""
        random = given.random
        kinds: tuple[str, ...] = (
            ("full", "full", "full", "other", "unspecified") if given.level > 1 else ("full",)
        )
        if given.skill == _NEC_SKILL:
            kinds = ("other", "unspecified")
        kind = random.choice(kinds)
        # The side is a drill of its own; here it is one detail among others.
        sides = random.random() < _SIDES
        pool = _pool(given.file, given.topic, kind, sides) or _pool(given.file, given.topic, kind, not sides)
        if not pool:
            return None
        leaf = random.choice(pool)
        style = given.style()
        words = random.choice(leaf.words)
        said = style.say(words)
        if not leaf.stem.billable:
            said += f". {first_care(random)}"
        note = scene(random, said, person(given.file, leaf.stem.code))
        wrong = _wrong(given, leaf, style, words)
        question = ask(random, "typed" if given.typed else "one")
        key = Choice((_whole(leaf.stem),), _why_right(given, leaf, style, words), _cite(leaf))
        return Question(f"{note.text} {question}", note.setting, key, wrong, given.typed)


def _cite(leaf: Leaf) -> tuple[str, ...]:
    if leaf.kind == "other":
        return ("I.A.9.a", f"Tabular {leaf.stem.code} inclusion_term")
    return ("I.A.9.b",) if leaf.kind == "unspecified" else ("I.B.2",)


def _why_right(given: Given, leaf: Leaf, style: Style, words: str) -> str:
    if leaf.kind == "other":
        return (
            f'"{_quoted(style, words)}" is listed under this code: a named kind that has no code of its own.'
        )
    if leaf.kind == "unspecified":
        return f'"{_quoted(style, words)}" and no more: nothing in the record chooses among the others.'
    above = stem_of(given.file, leaf.stem.above)
    more = detail(words, above.title if above else "") or words
    return f'"{_quoted(style, more)}" is in the record, and this code says it.'


def _quoted(style: Style, words: str) -> str:
    """Return *words* as they stand in the note, from its second letter on where its first is written otherwise."""
    return style.say(words, start=False)


def _wrong(given: Given, leaf: Leaf, style: Style, words: str) -> list[Choice]:
    random = given.random
    stem = leaf.stem
    found: list[Choice] = []
    above = stem_of(given.file, stem.above)
    siblings = [
        one
        for code in (given.book[stem.above].children if above else ())
        if (one := stem_of(given.file, code))
    ]
    random.shuffle(siblings)
    said = _quoted(style, words)
    vague = next((one for one in siblings if one.code != stem.code and _UNSPECIFIED.search(one.title)), None)
    if vague is not None and leaf.kind != "unspecified":
        more = detail(words, vague.title) or words
        _add(
            given,
            found,
            vague,
            leaf,
            f'Unspecified is for a silent record. This one says "{_quoted(style, more)}".',
            "unspecified",
            ("I.A.9.b",),
        )
    # The code above is one more: each sibling is compared as grading does, and that costs.
    enough = 2 if above is not None and len(above.key) > 3 else 3
    for sibling in siblings[:4]:
        if sibling.code == stem.code or sibling is vague:
            continue
        _add(
            given,
            found,
            sibling,
            leaf,
            _sibling_why(sibling, stem, said),
            f"sibling {len(found)}",
            ("I.B.2",),
        )
        if len(found) >= enough:
            break
    if above is not None and len(above.key) > 3:
        why = f'{above.code} is not billable: more characters follow, for words such as "{said}".'
        found.insert(
            random.randrange(3), Choice((above.code,), why, ("I.B.2", "I.B.3"), ("specificity",), "parent")
        )
    return found


def _sibling_why(sibling: Stem, stem: Stem, said: str) -> str:
    more = detail(sibling.title, stem.title)
    if _OTHER.match(sibling.title):
        return f'Other is for a kind that has no code of its own. "{said}" has one.'
    if not more:
        return f'That code leaves out part of "{said}".'
    return f'It says "{more}"; the record says "{said}".'


def _add(
    given: Given, found: list[Choice], other: Stem, leaf: Leaf, why: str, source: str, cite: tuple[str, ...]
) -> None:
    """Add *other* where grading has a name for how it differs, and it is a code that could stand on a claim."""
    code = _whole(other)
    if not (other.billable or other.seventh) or given.book.get(code) is None:
        return
    near = compare(code, _whole(leaf.stem), given.book, given.shelf.day)
    if near is not None:
        found.append(Choice((code,), why, cite, near.axes, source))
