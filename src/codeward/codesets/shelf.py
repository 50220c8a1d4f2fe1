"""A shelf: the books of one coding date, all systems, each opened when it is first asked for.

>>> from datetime import date
>>> from codeward.codesets import Shelf
>>> shelf = Shelf.on(date(2026, 5, 12))
>>> shelf.concept("icd10cm", "E11.9").description
'Type 2 diabetes mellitus without complications'
>>> shelf.editions(["icd10cm"])[0].edition
'icd10cm-2026-04-01'

Grading, edits and pages are given a shelf instead of one book, so that each line is judged by its own system's book.
What was judged names its editions; `Shelf.named` puts the same books together again years later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from codeward.codesets import books, validity
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.model import Validation
from codeward.codesets.systems import CODING
from codeward.codesets.validation import validate
from codeward.errors import BookError, CodewardError

__all__ = ["VALID_CODES", "Edition", "Shelf"]

VALID_CODES = "valid-codes"
"""The name under which a judgment names the edition of the list of valid codes."""


# Answers that one shelf remembers of each kind: a batch of claims asks for the same codes again and again.
_KEPT = 4096


class Edition(NamedTuple):
    """One book by which something was judged: its system, its release and the digest of its bytes."""

    system: str
    edition: str
    digest: str

    def to_json(self) -> dict[str, str]:
        """Return the public JSON shape."""
        return self._asdict()


class Shelf:
    """The books of the coding date `day`. A system's book is opened once, when it is first asked for.

    What was asked is remembered: a list by its day, a code's validity by its day.
    """

    __slots__ = ("_books", "_judged", "_lists", "_named", "day")

    def __init__(
        self, day: date, opened: Iterable[Book] = (), named: Mapping[str, str] | None = None
    ) -> None:
        self.day = day
        self._books = {book.system: book for book in opened}
        self._named = None if named is None else dict(named)
        self._lists: dict[tuple[str, date], Book | CodewardError] = {}
        self._judged: dict[tuple[str, str, date], Validation] = {}

    @classmethod
    def on(cls, day: date) -> Shelf:
        """Return the shelf of the releases in force on *day*, or those nearest to it."""
        return cls(day)

    @classmethod
    def named(cls, editions: Iterable[Edition], day: date) -> Shelf:
        """Return the shelf that holds exactly these editions, as an old grade names them.

        A system that is not among them is refused with BookError: it had no part in the judgment.
        """
        named = {one.system: one.edition for one in editions if one.system != VALID_CODES}
        return cls(day, named=named)

    def book(self, system: str) -> Book:
        """Return the book of *system*. Raises CodewardError where none is installed or it cannot be opened."""
        found = self._books.get(system)
        if found is None:
            found = self._open(system)
            self._books[system] = found
        return found

    def _open(self, system: str) -> Book:
        if self._named is None:
            return books.open(system, on=self.day)
        if system not in self._named:
            there = ", ".join(self._named.values())
            raise BookError(f"No book of {system} is on this shelf", f"It holds {there}")
        return books.open_release(self._named[system], on=self.day)

    def listed(self, name: str, on: date) -> Book:
        """Return the book of the list *name* in force on the day *on*, which may be another day than the shelf's.

        Raises CodewardError where none is installed, NotInForce where none covers that day.
        """
        found = self._listed(name, on)
        if isinstance(found, CodewardError):
            raise found.with_traceback(None)
        return found

    def find_listed(self, name: str, on: date) -> Book | None:
        """Return the book of the list *name* in force on the day *on*, or None where there is none."""
        found = self._listed(name, on)
        return None if isinstance(found, CodewardError) else found

    def _listed(self, name: str, on: date) -> Book | CodewardError:
        found = self._lists.get((name, on))
        if found is None:
            try:
                found = books.open(name, on, strict=True)
            except CodewardError as error:
                found = error
            if len(self._lists) >= _KEPT:
                self._lists.clear()
            self._lists[name, on] = found
        return found

    def get(self, system: str) -> Book | None:
        """Return the book of *system*, or None where this machine has none."""
        try:
            return self.book(system)
        except CodewardError:
            return None

    def concept(self, system: str, code: str) -> Concept | None:
        """Return the concept of *code* in its own system's book, or None where that has no such code."""
        book = self.get(system)
        return None if book is None else book.get(code)

    def title(self, system: str, code: str) -> str:
        """Return the code's title in its own system's book, or nothing where it has none."""
        concept = self.concept(system, code)
        return "" if concept is None else concept.description

    def validate(self, system: str, code: str, on: date | None = None) -> Validation:
        """Say whether *code* of *system* may stand on a claim dated *on* (the coding date without one), or why not.

        Raises CodewardError where no book of the system is there: no answer is not a no.
        """
        asked = (system, code, on or self.day)
        found = self._judged.get(asked)
        if found is None:
            found = validate(self.book(system), code, asked[2])
            if len(self._judged) >= _KEPT:
                self._judged.clear()
            self._judged[asked] = found
        return found

    def editions(self, systems: Iterable[str] = CODING) -> tuple[Edition, ...]:
        """Return the editions of *systems* on this shelf, sorted by system; those not installed are left out."""
        found = [self.get(system) for system in sorted(set(systems))]
        return tuple(
            Edition(book.system, book.release.id, book.file.digest.hex())
            for book in found
            if book is not None
        )

    def judged_by(self, systems: Iterable[str] = CODING) -> tuple[Edition, ...]:
        """Return all that a judgment of codes of *systems* rests on: editions, and the list of valid codes.

        The list is named (as `VALID_CODES`) where it speaks of one of the systems on the coding date.
        """
        asked = set(systems)
        listed = next(
            (one for s in sorted(asked) if (one := validity.speaking(s, self.day)) is not None), None
        )
        found = self.editions(asked)
        return found if listed is None else (*found, Edition(VALID_CODES, listed.id, listed.digest.hex()))

    def __repr__(self) -> str:
        return f"<Shelf {self.day}>"
