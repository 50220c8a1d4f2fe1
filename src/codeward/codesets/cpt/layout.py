"""Where a code stands in the CPT book: under the narrowest range that holds it, in book order.

Category II codes end in F, Category III codes in T, laboratory codes of one maker in U, those with a formula in M;
a range holds only codes of its own kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from codeward.codesets.compile.plain import PlainEntry
from codeward.codesets.container.model import Kind

__all__ = ["Range", "shelved"]

_KINDS: tuple[Kind, ...] = ("chapter", "section", "category", "subcategory")
_OTHER = "Other codes"


class Range(NamedTuple):
    """A heading: how deep it stands, the first and last code it may hold, its title."""

    depth: int
    first: str
    last: str
    title: str

    @classmethod
    def of(cls, depth: int, code: str, title: str) -> Range:
        """Return the range that is written *code*, such as "10004-69990"."""
        first, _, last = code.partition("-")
        return cls(depth, first, last or first, title)

    @property
    def code(self) -> str:
        """How the heading is written and looked up."""
        return f"{self.first}-{self.last}"

    def holds(self, code: str) -> bool:
        """Say whether *code* belongs into this range."""
        return _suffix(self.first) == _suffix(code) and self.first <= code <= self.last

    def encloses(self, other: Range) -> bool:
        """Say whether every code that *other* may hold lies in this range, and it is the wider one."""
        same = (self.first, self.last) == (other.first, other.last)
        return self.holds(other.first) and self.holds(other.last) and not same

    def entry(self, facts: dict[str, Any] | None = None) -> PlainEntry:
        """Return the heading as an entry of a book."""
        return PlainEntry(self.code, _KINDS[min(self.depth, 3)], self.title, self.depth, facts=facts)


def _suffix(code: str) -> str:
    return "" if code[-1].isdigit() else code[-1]


def shelved(ranges: Sequence[Range], codes: Iterable[str]) -> Iterator[Range | tuple[str, int]]:
    """Yield headings that have codes, and the codes with their depth, in book order.

    A code that no range holds stands at the end under a heading of its own kind.
    """
    under: dict[int, list[str]] = {}
    strays: list[str] = []
    for code in sorted(codes):
        place = _place(ranges, code)
        if place is None:
            strays.append(code)
        else:
            under.setdefault(place, []).append(code)
    needed = set(under)
    for place in under:
        needed |= _above(ranges, place)
    for place, found in enumerate(ranges):
        if place in needed:
            yield found
            for code in under.get(place, ()):
                yield code, found.depth + 1
    yield from _strays(strays)


def _place(ranges: Sequence[Range], code: str) -> int | None:
    """Return the number of the deepest range that holds *code*; of two equally deep the first."""
    best: int | None = None
    for place, found in enumerate(ranges):
        if found.holds(code) and (best is None or found.depth > ranges[best].depth):
            best = place
    return best


def _above(ranges: Sequence[Range], place: int) -> set[int]:
    out: set[int] = set()
    depth = ranges[place].depth
    for before in range(place - 1, -1, -1):
        if ranges[before].depth < depth:
            out.add(before)
            depth = ranges[before].depth
    return out


def _strays(codes: Sequence[str]) -> Iterator[Range | tuple[str, int]]:
    for suffix in sorted({_suffix(code) for code in codes}):
        mine = [code for code in codes if _suffix(code) == suffix]
        yield Range(0, f"00000{suffix}"[-5:], f"99999{suffix}"[-5:], _OTHER)
        for code in mine:
            yield code, 1
