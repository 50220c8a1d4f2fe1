"""The desk of one question: which book answers for a code that somebody typed, and the JSON of the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from codeward.codesets import books
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.validation import validate

__all__ = ["Desk", "lookup_json"]


class Desk:
    """The books of one question, opened when a code needs them.

    *opened* is called once for each book that is opened, so that an interface can say that it is not in force.
    """

    def __init__(
        self,
        system: str | None = None,
        on: date | None = None,
        *,
        strict: bool = False,
        opened: Callable[[Book], None] | None = None,
    ) -> None:
        """With a *system* only its book answers. *strict* raises NotInForce where no release covers *on*."""
        self._system = system
        self._on = on
        self._strict = strict
        self._opened = opened
        self._books: dict[str, Book] = {}
        self._glanced: dict[str, Book] = {}

    def book(self, system: str) -> Book:
        """Return the book of *system*, in the release of the date. Raises CodewardError, NotInForce."""
        found = self._books.get(system)
        if found is None:
            found = self._glance(system)
            if self._strict and not found.in_force:
                books.open(system, self._on, strict=True)  # raises, with the way out
            self._books[system] = found
            if self._opened is not None:
                self._opened(found)
        return found

    def book_for(self, asked: str) -> Book:
        """Return the book that holds *asked*, or the one it would stand in: ICD-10-CM where nothing tells.

        What is written exactly as one book writes it is that book's: G0439 is HCPCS Level II before it is the
        ICD-10-CM code G04.39 without its dot (`also` says which others there are).
        """
        if self._system is not None:
            return self.book(self._system)
        from codeward.codesets.systems import begins_procedure_code, candidates

        likely = candidates(asked)
        holding = self._holding(asked, likely)
        if holding:
            return self.book(holding[0])
        if not likely and begins_procedure_code(asked):
            return self.book("icd10pcs")
        return self.book(likely[-1] if likely and "icd10cm" not in likely else "icd10cm")

    def also(self, asked: str) -> tuple[tuple[str, str], ...]:
        """Return system and code of the other entries that *asked* may mean, where no system was named."""
        if self._system is not None:
            return ()
        from codeward.codesets.systems import candidates

        others = self._holding(asked, candidates(asked))[1:]
        return tuple((system, self._glance(system)[asked].code) for system in others)

    def _holding(self, asked: str, likely: tuple[str, ...]) -> list[str]:
        """Return the systems whose book has *asked*, those first that write it so; else one whose list has it."""
        found = {
            system: concept for system in likely if (concept := self._glance(system).get(asked)) is not None
        }
        if not found:
            from codeward.codesets import validity

            day = self._on or books.today()
            return [
                system
                for system in likely
                if (valid := validity.speaking(system, day)) is not None and valid.spans(system, asked)
            ]
        written = asked.strip().upper()
        return sorted(found, key=lambda system: found[system].code != written)

    def _glance(self, system: str) -> Book:
        """Return the book of *system* without announcing it or being strict: it may not be the one that answers."""
        found = self._glanced.get(system)
        if found is None:
            found = self._glanced[system] = books.open(system, self._on)
        return found


_NOTHING = {"code": None, "kind": None, "description": None, "billable": False}


def lookup_json(book: Book, asked: str, concept: Concept | None) -> dict[str, Any]:
    """Return the public JSON shape of a look-up: what *book* knows of *asked*, which is *concept* or unknown."""
    return {
        "asked": asked,
        "found": concept is not None,
        "system": book.system,
        **(concept.to_json() if concept else _NOTHING),
        "parent": concept.parent if concept else None,
        "children": list(concept.children) if concept else [],
        "instructions": [i.to_json() for i in book.instructions_for(concept.code)] if concept else [],
        "gloss": concept.gloss if concept else False,
        "facts": concept.facts if concept else {},
        "validity": _validity_json(book, asked),
        "release": books.describe(book),
    }


def _validity_json(book: Book, asked: str) -> dict[str, Any] | None:
    """Return what the list of valid codes says of *asked* on the day that the book was opened for; None without one."""
    answer = validate(book, asked)
    if answer.list is None:
        return None
    told = answer.to_json()
    return {
        "valid": answer.valid, "list": answer.list, "from": told["valid_from"], "to": told["valid_to"],
        "successors": told["successors"],
    }  # fmt: skip
