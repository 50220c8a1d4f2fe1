"""How near a wrong code is to the right one: by which axes the two differ.

Near is what differs in one thing of its own structure: trimester, depth, or one character of a category whose codes
speak of one subject, while all else means the same; side and 7th character may differ besides. Categories of many
kinds, and codes of two categories, are near only where a family of the rules' data says so.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from codeward.codesets import Book, validate
from codeward.edits import families, near_rules

__all__ = ["Nearness", "compare", "share_of"]

_SIDE = re.compile(r"\b(right|left|bilateral|unspecified)\b\s*", re.I)
_TRIMESTER = re.compile(r",?\s*\b(first|second|third|unspecified) trimester\b", re.I)
_INTENT = re.compile(
    r"accidental|intentional self-harm|assault|undetermined|adverse effect|underdosing", re.I
)
_VAGUE = re.compile(r"\bunspecified\b|\bother\b|\bwithout\b|\bNOS\b", re.I)
_PLACES = ("", "", "", "4th character", "5th character", "6th character")
# Words are compared by so many letters: enough to part hyperkalemia from hypertension, few enough to join
# depression with depressive.
_LETTERS = 6
_WORD = re.compile(r"[a-z]{4,}")
_ANY_WORD = re.compile(r"[a-z]+")
_WITHOUT = re.compile(r"\bwithout\b.*", re.I)


class Nearness(NamedTuple):
    """The axes on which two codes differ, and what the rules' data say of that, if anything.

    `worth` is the part of a line's credit that is earned where not the number of axes decides it.
    """

    axes: tuple[str, ...]
    reason: str = ""
    citation: tuple[str, ...] = ()
    worth: Fraction | None = None

    @property
    def share(self) -> Fraction:
        """The part of a line's credit that is earned."""
        return share_of(len(self.axes)) if self.worth is None else self.worth


def share_of(axes: int) -> Fraction:
    """Return the credit of a near miss by its number of wrong axes: one 1/2, two or more 1/4."""
    return Fraction(1, 2) if axes == 1 else Fraction(1, 4)


def compare(mine: str, key: str, book: Book, on: dt.date) -> Nearness | None:
    """Return how *mine* is near to *key*, two different ICD-10-CM codes, or None where it is not."""
    validation = validate(book, mine)
    if validation.reason == "missing_placeholder" and key in validation.suggestions:
        return Nearness(("placeholder X",), validation.message, ("I.A.4",))
    if mine not in book or key not in book:
        return None
    mine_stem, key_stem = _stem(mine), _stem(key)
    if mine_stem == key_stem:
        if validation.reason == "missing_seventh_character":
            return Nearness(("7th character missing",), "", ("I.A.5",))
        return Nearness(("7th character",), "", ("I.C.19.a",) if mine[0] in "ST" else ("I.A.5",))
    axes = _within(mine_stem, key_stem, book)
    if axes is None:
        return _across(mine, key, book, on)
    return Nearness((*axes, *_seventh(mine, key)), "", ("I.B.2",))


def _within(mine: str, key: str, book: Book) -> list[str] | None:
    """Return the axes of two stems of one category, or None where its structure does not make them near."""
    if mine[:3] != key[:3]:
        return None
    mine_title, key_title = _title(mine, book), _title(key, book)
    if len(mine) == len(key):
        if _trimester(mine_title) != _trimester(key_title) and _bare(mine_title) == _bare(key_title):
            return ["trimester"]
        if _side(mine_title) != _side(key_title) and _plain(mine_title) == _plain(key_title):
            return ["laterality"]
    mixed = near_rules().mixed.matches(key)
    if key.startswith(mine):
        # A bare category of many kinds says nothing yet; every other header is the code, cut short.
        return None if mixed and len(mine) == 3 else ["specificity"]
    if mixed or _subject(mine_title).isdisjoint(_subject(key_title)):
        return None
    if _vaguer(mine_title, key_title) and _told(_less(mine_title)) <= _told(key_title):
        return [*_other_side(mine_title, key_title), "specificity"]
    return _stem_axes(mine, key, book)


def _across(mine: str, key: str, book: Book, on: dt.date) -> Nearness | None:
    for family in families():
        # A family across categories says nothing of two codes of one category: their own structure does.
        if (family.groups or mine[:3] != key[:3]) and family.holds(mine, key, on):
            titles = _title(_stem(mine), book), _title(_stem(key), book)
            if mine[:3] == key[:3] and _vaguer(*titles):
                return Nearness(("specificity",), "", family.citation)
            axes = [family.axis]
            if family.parallel and not family.alike and mine[3:] != key[3:]:
                axes.append("detail")
            elif not family.parallel:
                axes += [*_other_side(*titles), *_seventh(mine, key)]
            return Nearness(tuple(axes), family.reason.format(mine=mine, key=key), family.citation)
    return None


def _seventh(mine: str, key: str) -> list[str]:
    """Return the axis of the 7th character where both codes have one and the two differ."""
    a, b = mine.replace(".", ""), key.replace(".", "")
    return ["7th character"] if len(a) == len(b) == 7 and a[6] != b[6] else []


def _stem(code: str) -> str:
    """Return the key of a code without its 7th character and the placeholders before it."""
    text = code.replace(".", "")
    return text[:6].rstrip("X") if len(text) == 7 else text


def _title(stem: str, book: Book) -> str:
    concept = book.get(stem)
    return concept.description if concept is not None else ""


def _side(title: str) -> str | None:
    found = [m.group(1).lower() for m in _SIDE.finditer(title)]
    return next((s for s in found if s != "unspecified"), "unspecified" if found else None)


def _plain(title: str) -> str:
    return " ".join(_SIDE.sub("", title).casefold().split())


def _trimester(title: str) -> str | None:
    found = _TRIMESTER.search(title)
    return found and found.group(1).lower()


def _bare(title: str) -> str:
    return " ".join(_TRIMESTER.sub("", title).casefold().split())


@lru_cache(maxsize=4096)
def _subject(title: str) -> frozenset[str]:
    """Return how the words begin that say what a title speaks of."""
    return frozenset(w[:_LETTERS] for w in _WORD.findall(title.casefold())) - near_rules().generic


@lru_cache(maxsize=4096)
def _told(title: str) -> frozenset[str]:
    """Return the words, whole, that say what a title speaks of."""
    generic = near_rules().generic
    return frozenset(w for w in _WORD.findall(title.casefold()) if w[:_LETTERS] not in generic)


def _less(title: str) -> str:
    """Return a title without what it says not to be there."""
    return _WITHOUT.sub("", title)


def _other_side(mine: str, key: str) -> list[str]:
    sides = _side(mine), _side(key)
    return ["laterality"] if {None, "unspecified"}.isdisjoint(sides) and sides[0] != sides[1] else []


def _stem_axes(mine: str, key: str, book: Book) -> list[str] | None:
    """Return the axes of two codes that differ in one thing and, at most, in the side too; None for more."""
    length = min(len(mine), len(key))
    places = [i for i in range(3, length) if mine[i] != key[i]]
    axes = []
    if len(mine) == len(key) and None not in (_side(_title(mine, book)), _side(_title(key, book))):
        place = _side_place(mine, key, places, book)
        if place is not None:
            axes.append("laterality")
            places.remove(place)
    if not places:
        # Of codes of two lengths the longer one says more of the same; of equal ones nothing but the side differs.
        return axes or ["specificity"]
    if len(places) > 1:
        return None
    # Of two lengths the shorter code stands beside what the longer one is divided from; of one length all that
    # stands after the place must mean the same.
    if not (places[0] == length - 1 if len(mine) != len(key) else _parallel(mine, key, places[0], book)):
        return None
    intents = [_INTENT.search(_title(stem, book)) for stem in (mine, key)]
    return [*axes, "intent" if all(intents) and places[0] == length - 1 else _PLACES[places[0]]]


def _parallel(mine: str, key: str, place: int, book: Book) -> bool:
    """Say whether what stands after *place* means the same in both codes, whatever stands there."""
    tails = []
    for stem in (mine, key):
        above = _words(_title(stem[: place + 1], book))
        tails.append(_words(_plain(_title(stem, book))) - above)
    return place == len(mine) - 1 or tails[0] == tails[1]


@lru_cache(maxsize=4096)
def _words(title: str) -> frozenset[str]:
    return frozenset(_ANY_WORD.findall(title.casefold()))


def _with(mine: str, key: str, place: int) -> str:
    return mine[:place] + key[place] + mine[place + 1 :]


def _side_place(mine: str, key: str, places: list[int], book: Book) -> int | None:
    """Return the place whose character tells the side, and nothing else, in these two codes."""
    title, side = _title(mine, book), _side(_title(key, book))
    for place in places:
        mixed = _title(_with(mine, key, place), book)
        if mixed and _plain(mixed) == _plain(title) and _side(mixed) == side != _side(title):
            return place
    return None


def _vaguer(mine: str, key: str) -> bool:
    return len(_VAGUE.findall(mine)) > len(_VAGUE.findall(key))
