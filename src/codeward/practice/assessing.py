"""Whether an answer to an item is right, and what is to be said of it: its own option's reason, or what the book says.

What is judged here is one answer to one question (checks, drills, re-checks, tests). A chart is graded in `grading`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from codeward.codesets import Shelf
from codeward.curriculum import (
    CodeItem,
    Item,
    ItemLine,
    MatchItem,
    Option,
    PicklistItem,
    QueryItem,
    SbaItem,
    ScenarioItem,
    system_of,
)
from codeward.practice.proof import judge

__all__ = [
    "LONGEST",
    "Judgment",
    "Said",
    "TypedLine",
    "assess",
    "key_of",
    "read_typed",
    "typed",
    "typed_line",
]

LONGEST: Final = 120
"""The most characters of an answer: what a response keeps of it."""

Verdict = Literal["right", "partial", "wrong"]
# Parts of a typed line: a code, its modifiers behind dashes, a letter for present on admission, units behind an x.
_SPLIT: Final = re.compile(r"[,;+\n]|\band\b|\s/\s", re.IGNORECASE)
_LINE: Final = re.compile(
    r"((?=[A-Z.]*\d)[0-9A-Z.]{3,10})((?:-[0-9A-Z]{2})*)(?:\s*\(?\b([YNUW])\b\)?)?(?:\s*[X×]\s*(\d{1,4}))?"
)


class TypedLine(NamedTuple):
    """One line as it was typed. Dots and capitals are put right; 0 units are none said."""

    code: str
    modifiers: tuple[str, ...] = ()
    letter: str = ""
    units: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one option or row. `place` is its place among the options, from 0."""

    place: int
    verdict: Verdict
    axis: str = ""
    why: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgment:
    """The verdict, the credit from 0 to 1, and what is said: of each chosen option, or of the whole answer.

    `unread`: what was typed could not be read as an answer, so it is none, and nothing is to be recorded.
    """

    verdict: Verdict
    credit: float
    said: tuple[Said, ...] = ()
    axis: str = ""
    why: str = ""
    cites: tuple[str, ...] = ()
    unread: bool = False

    @property
    def right(self) -> bool:
        """Whether it counts as right."""
        return self.verdict == "right"


def typed(item: Item) -> bool:
    """Return whether the item is answered by typing."""
    return isinstance(item, CodeItem | ScenarioItem)


def read_typed(text: str) -> tuple[TypedLine, ...] | None:
    """Return the lines that were typed, in their order; None where it cannot be read.

    Case, spaces and a missing dot are no errors: who knows the code has answered.
    """
    lines: list[TypedLine] = []
    for part in _SPLIT.split(text.upper()):
        bare = " ".join(part.split()).strip(" .")
        if not bare:
            continue
        for piece in _pieces(bare):
            match = _LINE.fullmatch(piece)
            if match is None:
                return None
            code, modifiers, letter, units = match.groups()
            lines.append(
                TypedLine(_dotted(code), tuple(modifiers.split("-")[1:]), letter or "", int(units or 0))
            )
    return tuple(lines) or None


def _pieces(text: str) -> list[str]:
    """Codes that only a blank parts are several; a code with its letter or units is one."""
    if _LINE.fullmatch(text):
        return [text]
    found = [match[0].strip() for match in _LINE.finditer(text)]
    return found if "".join("".join(found).split()) == "".join(text.split()) else [text]


def _dotted(code: str) -> str:
    bare = code.replace(".", "")
    # ICD-10-CM alone has a dot, after the third character, and begins with a letter, then a digit.
    if re.fullmatch(r"[A-Z]\d[0-9A-Z]{2,5}", bare) and not re.fullmatch(r"[A-Z]\d{4}", code):
        return f"{bare[:3]}.{bare[3:]}"
    return bare


def typed_line(line: ItemLine) -> TypedLine:
    """Return a line of an option as it would be typed."""
    return TypedLine(line.code, tuple(line.modifiers or ()), line.poa or "", int(line.units or 0))


def key_of(item: Item) -> Option | None:
    """Return the option that is shown as the answer; None where an item has no options."""
    return next((one for one in getattr(item, "options", ()) if isinstance(one, Option) and one.right), None)


def assess(item: Item, given: Sequence[str], shelf: Shelf) -> Judgment:
    """Return what is to be said of an answer.

    `given` are the places of the chosen options as digits; of a match ``row:choice`` pairs; of a typed item its text.
    """
    match item:
        case SbaItem() | QueryItem() if item.options:
            return _chosen(item.options, given)
        case PicklistItem():
            return _picked(item, given)
        case MatchItem():
            return _matched(item, given)
        case CodeItem():
            return _typed(item, given[0] if given else "", shelf)
    raise TypeError(f"an item of kind {item.kind} is not answered here")


def _places(given: Sequence[str], many: int) -> list[int]:
    return sorted({int(one) for one in given if one.isascii() and one.isdigit() and int(one) < many})


def _of(option: Option, place: int) -> Said:
    axis = "" if option.wrong is None else option.wrong.axis[0]
    return Said(place, "right" if option.right else "wrong", axis, option.why, option.cite)


def _chosen(options: Sequence[Option], given: Sequence[str]) -> Judgment:
    places = _places(given, len(options))
    if len(places) != 1:
        return Judgment("wrong", 0.0, unread=True)
    said = _of(options[places[0]], places[0])
    return Judgment(said.verdict, float(said.verdict == "right"), (said,), said.axis)


def _picked(item: PicklistItem, given: Sequence[str]) -> Judgment:
    """Right picks less wrong ones, over the right ones, never below 0."""
    places = _places(given, len(item.options))
    if not places:
        return Judgment("wrong", 0.0, unread=True)
    said = tuple(_of(item.options[place], place) for place in places)
    hits = sum(one.verdict == "right" for one in said)
    misses = len(said) - hits
    credit = max(0.0, (hits - misses) / len(item.right))
    if hits == len(item.right) and not misses:
        return Judgment("right", 1.0, said)
    return Judgment("partial" if hits else "wrong", credit, said, axis=f"{hits}/{len(item.right)}")


def _matched(item: MatchItem, given: Sequence[str]) -> Judgment:
    chosen: dict[int, str] = {}
    for one in given:
        row, _, choice = one.partition(":")
        if (
            row.isdigit()
            and choice.isdigit()
            and int(row) < len(item.pairs)
            and int(choice) < len(item.options)
        ):
            chosen[int(row)] = item.options[int(choice)]
    if not chosen:
        return Judgment("wrong", 0.0, unread=True)
    said = []
    for place, pair in enumerate(item.pairs):
        if place not in chosen:
            continue
        right = chosen[place] == pair.right
        why = pair.why if right else _why_not(item, chosen[place])
        said.append(Said(place, "right" if right else "wrong", "", why, pair.cite if right else ()))
    hits = sum(one.verdict == "right" for one in said)
    verdict: Verdict = "right" if hits == len(item.pairs) else "partial" if hits else "wrong"
    return Judgment(verdict, hits / len(item.pairs), tuple(said))


def _why_not(item: MatchItem, choice: str) -> str:
    """Of a spare answer its own reason; of another row's what it belongs to."""
    spare = next((one for one in item.spare if one.right == choice), None)
    if spare is not None:
        return spare.why
    return next(pair.why for pair in item.pairs if pair.right == choice)


def _typed(item: CodeItem, text: str, shelf: Shelf) -> Judgment:
    lines = read_typed(text)
    if lines is None:
        return Judgment("wrong", 0.0, unread=True)
    options = [(option, tuple(typed_line(one) for one in option.lines or ())) for option in item.options]
    right, found = _found(item, lines, options, shelf)
    if found is None:
        return _unforeseen(lines, [of for option, of in options if option.right], shelf)
    said = _of(found, item.options.index(found))
    verdict: Verdict = "right" if right else "wrong"
    return Judgment(verdict, float(right), axis=said.axis, why=said.why, cites=said.cites)


def _found(
    item: CodeItem,
    lines: tuple[TypedLine, ...],
    options: Sequence[tuple[Option, tuple[TypedLine, ...]]],
    shelf: Shelf,
) -> tuple[bool, Option | None]:
    """Whether it is right, and the option that it is. Of diagnoses alone the grader knows in which orders it is."""
    bare = all(one.system == "icd10cm" for option in item.options for one in option.lines or ())
    if bare and not any(one[1:] != ((), "", 0) for _option, of in options for one in of):
        if any(one[1:] != ((), "", 0) for one in lines):
            return False, None
        told = judge(item, [one.code for one in lines], shelf)
        return told.right, told.option
    found = next((option for option, of in options if of == lines), None)
    return (found is not None and found.right), found


def _unforeseen(lines: Sequence[TypedLine], keys: Sequence[Sequence[TypedLine]], shelf: Shelf) -> Judgment:
    """What the book says of a code that nobody foresaw; never what the right one is."""
    for line in lines:
        system = system_of(line.code)
        concept = None if system is None else shelf.concept(system, line.code)
        if concept is None:
            return Judgment("wrong", 0.0, axis="code", why=f"The book has no code {line.code}.")
        if not concept.billable:
            why = f"{line.code} stands for a group: {concept.description}. It needs more characters."
            return Judgment(
                "wrong", 0.0, axis="specificity", why=why, cites=("I.B.2",) if system == "icd10cm" else ()
            )
    titles = "; ".join(
        f"{line.code} means {shelf.concept(system_of(line.code) or '', line.code).description}"  # type: ignore[union-attr]
        for line in lines
        if all(line not in of for of in keys)
    )
    if any(set(lines) & set(of) for of in keys):
        more = "Not everything here fits." if titles else "One is missing or written otherwise."
        why = f"{titles}. {more}" if titles else more
        return Judgment("partial", 0.0, axis="part of it", why=why)
    close = any(line.code[:3] == key.code[:3] for line in lines for of in keys for key in of)
    tail = "The category is right; the rest is not." if close else "The record says something else."
    return Judgment("wrong", 0.0, axis="detail" if close else "condition", why=f"{titles}. {tail}")
