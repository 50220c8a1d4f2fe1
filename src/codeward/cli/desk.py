"""Which book answers for a code that somebody typed: the system named, or the one whose codes look like it.

No Click here: the fast way of `codeward lookup` passes through.
"""

from __future__ import annotations

from datetime import date

from codeward.cli.output import warn_unless_in_force
from codeward.codesets import Book, books

__all__ = ["Desk"]


class Desk:
    """The books of one command, opened when a code needs them; each says once if it is not in force."""

    def __init__(self, system: str | None, on: date | None, *, strict: bool) -> None:
        """With a *system* only its book answers. *strict* raises NotInForce where no release covers *on*."""
        self._system = system
        self._on = on
        self._strict = strict
        self._books: dict[str, Book] = {}

    def book(self, system: str) -> Book:
        """Return the book of *system*, in the release of the date. Raises CodewardError, NotInForce."""
        found = self._books.get(system)
        if found is None:
            found = self._books[system] = books.open(system, self._on, strict=self._strict)
            warn_unless_in_force(found, self._on)
        return found

    def book_for(self, asked: str) -> Book:
        """Return the book that holds *asked*, or the one it would stand in: ICD-10-CM where nothing tells."""
        if self._system is not None:
            return self.book(self._system)
        from codeward.codesets.systems import candidates

        likely = candidates(asked)
        for system in likely:
            if asked in self.book(system):
                return self.book(system)
        return self.book(likely[-1] if likely and "icd10cm" not in likely else "icd10cm")
