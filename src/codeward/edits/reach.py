"""Which notes of a code can have anything to say of which other codes: worked out once for each code of a book.

A claim of ten codes makes ninety pairs, and hardly any of them has a note. The first three characters tell which: a
note that names no code of a category says nothing of the codes below it. What is kept hangs on the book's file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from codeward.codesets import Book, BookFile, Reference
from codeward.edits.notes import note_groups, notes_of

__all__ = ["Reach", "Reaches", "reach_of", "reaches"]

_CODES = 8192
_LISTS = 4096
_CATEGORY = 3  # characters
NOTHING: frozenset[str] = frozenset()


class Reach(NamedTuple):
    """The categories that a code's notes name, by kind of note; its own category, and whether the book has that."""

    category: str
    known: bool
    excludes1: frozenset[str]
    code_first: frozenset[str]
    use_additional: frozenset[str]


class Reaches(NamedTuple):
    """The reach of each code of a claim, by its place, and all their categories."""

    each: tuple[Reach, ...]
    categories: frozenset[str]
    # A category that the book does not have may still lie in a range that a note names: then nothing is passed over.
    whole: bool

    def named(self, kind: str) -> dict[int, tuple[int, ...]]:
        """Return the places of the codes whose notes of *kind* may name others, with the places of these."""
        found = {}
        for place, reach in enumerate(self.each):
            named: frozenset[str] = getattr(reach, kind)
            if named and (self.whole or not named.isdisjoint(self.categories)):
                found[place] = tuple(
                    [
                        other
                        for other, one in enumerate(self.each)
                        if other != place and (self.whole or one.category in named)
                    ]
                )
        return found


@lru_cache(maxsize=256)
def reaches(file: BookFile, codes: tuple[str, ...]) -> Reaches:
    """Return the reach of each of *codes*: several rules ask for those of one claim."""
    each = tuple([reach_of(file, code) for code in codes])
    return Reaches(each, frozenset([one.category for one in each]), not all(one.known for one in each))


@lru_cache(maxsize=_CODES)
def reach_of(file: BookFile, code: str) -> Reach:
    """Return which categories the notes of *code* name."""
    category = code.replace(".", "").upper()[:_CATEGORY]
    book = Book(file, in_force=False)
    excluded = _named(file, (one for note in notes_of(code, "excludes1", book) for one in note.references))
    kinds = [
        _named(
            file,
            (one for group in note_groups(code, kind, book) for i in group.items for one in i.references),
        )
        for kind in ("code_first", "use_additional")
    ]
    return Reach(category, category in _known(file), excluded, *kinds)


def _named(file: BookFile, references: Iterable[Reference]) -> frozenset[str]:
    """Return the categories of the book that *references* touch; of one list only one set is kept."""
    ends = tuple((one.first[:_CATEGORY], (one.last or one.first)[:_CATEGORY]) for one in references)
    return _between(file, ends) if ends else NOTHING


@lru_cache(maxsize=_LISTS)
def _between(file: BookFile, ends: tuple[tuple[str, str], ...]) -> frozenset[str]:
    all_of = _categories(file)
    return frozenset(
        name
        for first, last in ends
        for name in all_of[bisect_left(all_of, first) : bisect_right(all_of, last)]
    )


@lru_cache(maxsize=8)
def _categories(file: BookFile) -> tuple[str, ...]:
    """Return the categories of the book, sorted. What is below one is passed over."""
    found, at, end = set(), 0, file.entries
    while at < end:
        code = file.code_at(at)
        if "-" in code or len(code) < _CATEGORY:  # a chapter or a block: go into it
            at += 1
        else:
            found.add(code[:_CATEGORY])
            at = file.span_of(at)[1]
    return tuple(sorted(found))


@lru_cache(maxsize=8)
def _known(file: BookFile) -> frozenset[str]:
    return frozenset(_categories(file))
