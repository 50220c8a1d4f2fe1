"""How near a wrong code is to the right one: by which axes the two differ.

Within a category the characters are compared: laterality, 7th character, specificity, and each further
character that can vary by itself. Across categories only the families of the rules' data are near.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import NamedTuple

from codeward.codesets import Book, validate
from codeward.edits import families

__all__ = ["Nearness", "compare", "share_of"]

_SIDE = re.compile(r"\b(right|left|bilateral|unspecified)\b\s*", re.I)
_INTENT = re.compile(
    r"accidental|intentional self-harm|assault|undetermined|adverse effect|underdosing", re.I
)
_VAGUE = re.compile(r"\bunspecified\b|\bother\b|\bwithout\b|\bNOS\b", re.I)
_PLACES = ("", "", "", "4th character", "5th character", "6th character")


class Nearness(NamedTuple):
    """The axes on which two codes differ, and what the rules' data say of that, if anything."""

    axes: tuple[str, ...]
    reason: str = ""
    citation: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        """The part of a line's credit that is earned."""
        return share_of(len(self.axes))


def share_of(axes: int) -> Fraction:
    """Return the credit by number of wrong axes: none 1, one 1/2, two or more 1/4."""
    return Fraction(1) if axes == 0 else Fraction(1, 2) if axes == 1 else Fraction(1, 4)


def compare(mine: str, key: str, book: Book, on: dt.date) -> Nearness | None:
    """Return how *mine* is near to *key*, two different ICD-10-CM codes, or None where it is not."""
    validation = validate(book, mine)
    if validation.reason == "missing_placeholder" and key in validation.suggestions:
        return Nearness(("placeholder X",), validation.message, ("I.A.4",))
    if mine not in book or key not in book:
        return None
    if mine[:3] != key[:3]:
        return _across(mine, key, on)
    mine_stem, key_stem = _stem(mine), _stem(key)
    if mine_stem == key_stem:
        if validation.reason == "missing_seventh_character":
            return Nearness(("7th character missing",), validation.message, ("I.A.5",))
        return Nearness(("7th character",), "", ("I.C.19.a",) if mine[0] in "ST" else ("I.A.5",))
    axes = _stem_axes(mine_stem, key_stem, book)
    a, b = mine.replace(".", ""), key.replace(".", "")
    if len(a) == len(b) == 7 and a[6] != b[6]:
        axes.append("7th character")
    return Nearness(tuple(axes), "", ("I.B.2",))


def _across(mine: str, key: str, on: dt.date) -> Nearness | None:
    for family in families():
        if family.holds(mine, key, on):
            axes = [family.axis]
            if family.parallel and mine[3:] != key[3:]:
                axes.append("detail")
            return Nearness(tuple(axes), family.reason.format(mine=mine, key=key), family.citation)
    return None


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


def _stem_axes(mine: str, key: str, book: Book) -> list[str]:
    if key.startswith(mine):
        return ["specificity"]
    mine_title, key_title = _title(mine, book), _title(key, book)
    axes: list[str] = []
    places = [i for i in range(3, 6) if mine[i : i + 1] != key[i : i + 1]]
    if len(mine) == len(key) and None not in (_side(mine_title), _side(key_title)):
        place = _side_place(mine, key, places, book)
        if place is not None:
            axes.append("laterality")
            places.remove(place)
    if places:
        axes += _detail(mine, key, places, book)
    return axes or ["detail"]


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


def _detail(mine: str, key: str, places: list[int], book: Book) -> list[str]:
    mine_title, key_title = _title(mine, book), _title(key, book)
    intents = [_INTENT.search(title) for title in (mine_title, key_title)]
    if len(places) == 1 and all(intents):
        return ["intent"]
    if len(mine) != len(key) or len(_VAGUE.findall(mine_title)) > len(_VAGUE.findall(key_title)):
        return ["specificity"]
    # A character varies by itself only where the code with that one character changed exists too.
    if len(places) > 1 and book.get(_with(mine, key, places[0])) is not None:
        return [_PLACES[place] for place in places]
    return [_PLACES[places[0]]]
