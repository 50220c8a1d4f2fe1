"""What became of an ICD-10-CM code: the codes that replaced it between two releases.

The official answer is CDC's conversion table, which no package carries: install it (`codeward map --install`).
Without it the answer is derived from the books at hand: a code that was billable and is a heading now was split into
the codes below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from codeward.errors import CodewardError, UnknownCode

if TYPE_CHECKING:
    from codeward.codesets import Book, Concept

__all__ = ["Successor", "between", "successors"]

_BEGAN = date(2015, 10, 1)  # ICD-10-CM is in use since then


class Successor(NamedTuple):
    """One code that was formerly reported with another: since when, through which code, how sure that is."""

    code: str
    description: str
    effective: date
    via: str | None = None
    combination: bool = False
    derived: bool = False
    written: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return the public JSON shape, that of any mapping."""
        flags: dict[str, object] = {"effective": self.effective.isoformat(), "derived": self.derived}
        if self.via:
            flags["via"] = self.via
        if self.combination:
            flags["combination"] = True
        if self.written:
            flags["written"] = self.written
        return {"code": self.code, "description": self.description, "flags": flags}


def successors(
    code: str, from_release: date | str | None = None, to_release: date | str | None = None
) -> tuple[Successor, ...]:
    """Return the codes that took the place of *code* after *from_release* and by *to_release*, earliest first.

    Each release is a date or an id ("icd10cm-2023-10-01"); without them since 2015-10-01 and until the newest known.
    A code that was itself replaced meanwhile is followed, and named in `via`. The former code may still stand: the
    table says how a condition was coded before, not that the former code ended. Raises UnknownCode where no book and
    no table knows *code*.
    """
    since = _date(from_release) or _BEGAN
    until = _date(to_release) or date.max
    key = code.strip().upper().replace(".", "", 1)
    found = _from_table(key, since, until)
    if found:
        return found
    return _from_books(code, since, until)


def between(since: date, until: date) -> Callable[[str], Sequence[str]]:
    """Return what says which codes took a code's place between two dates: none where nobody knows the code."""

    def asked(code: str) -> Sequence[str]:
        try:
            found = successors(code, since, until)
        except CodewardError:
            return ()
        return [each.code for each in found]

    return asked


def _date(release: date | str | None) -> date | None:
    """Return the date of a release: itself, or what its id carries."""
    if release is None or isinstance(release, date):
        return release
    from codeward.codesets import books

    for each in books.releases("icd10cm"):
        if each.id == release:
            return each.in_force_from
    return date.fromisoformat(release.removeprefix("icd10cm-")[:10])


def _from_table(key: str, since: date, until: date) -> tuple[Successor, ...]:
    from codeward.codesets import dotted
    from codeward.codesets.lists import newest_conversion as newest

    table = newest()
    if table is None:
        return ()
    return tuple(
        Successor(
            dotted(row.code), _title(row.code), row.effective, dotted(via) if via else None,
            bool(row.flags.get("combination")), derived=False, written=row.flags.get("written"),
        )
        for row, via in table.walk(key, since, until)
    )  # fmt: skip


def _title(code: str) -> str:
    """Return the title of *code* in the newest release that has it, "" where none has."""
    from codeward.codesets import books

    for release in books.releases("icd10cm"):
        concept = books.open_release(release.id).get(code)
        if concept is not None:
            return concept.description
    return ""


def _from_books(code: str, since: date, until: date) -> tuple[Successor, ...]:
    """Derive splits from the books: billable in an earlier one, a heading in a later one."""
    from codeward.codesets import books

    releases = sorted(books.releases("icd10cm"), key=lambda each: (each.in_force_from, each.titles_only))
    before: Concept | None = None
    for release in releases:
        book = books.open_release(release.id)
        concept = book.get(code)
        if concept is None:
            continue
        split = before is not None and before.billable and not concept.billable
        if split and since < release.in_force_from <= until:
            below = _billable_below(book, concept)
            return tuple(
                Successor(each.code, each.description, release.in_force_from, derived=True) for each in below
            )
        before = concept
    if before is None:
        raise UnknownCode(code, "ICD-10-CM")
    return ()


def _billable_below(book: Book, concept: Concept) -> list[Concept]:
    below: list[Concept] = []
    for child in concept.children:
        each = book[child]
        below += [each] if each.billable else _billable_below(book, each)
    return below
