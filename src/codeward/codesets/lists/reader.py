"""Open an installed list in the release of a date and ask it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from codeward.codesets import books
from codeward.codesets.container.book import Book
from codeward.codesets.lists.addons import AddOns
from codeward.codesets.lists.conversion import LIST
from codeward.codesets.lists.pairs import Pairs
from codeward.codesets.lists.sections import Guidelines

__all__ = [
    "Mce",
    "Rows",
    "add_ons",
    "apc",
    "conversion",
    "guidelines",
    "indicators",
    "localities",
    "mce",
    "mue",
    "opps",
    "poa_exempt",
    "ptp",
]


class Rows:
    """A list of codes with facts; `book` says which release answers and whether it is in force."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def __contains__(self, code: object) -> bool:
        return code in self.book

    def __iter__(self) -> Iterator[str]:
        return iter(self.book)

    def __len__(self) -> int:
        return len(self.book)

    def get(self, code: str) -> dict[str, Any] | None:
        """Return what the list says of *code*, or None where it does not have it."""
        concept = self.book.get(code)
        return None if concept is None else concept.facts


class Mce(Rows):
    """The Medicare Code Editor's lists of one version."""

    @property
    def edits(self) -> tuple[str, ...]:
        """The edits that this release has; of any other it knows nothing."""
        return tuple(self.book.manifest["edits"])

    def of(self, code: str) -> tuple[str, ...]:
        """Return the edits that *code* is listed under."""
        facts = self.get(code)
        return tuple(facts["edits"]) if facts else ()

    def has(self, code: str, edit: str) -> bool | None:
        """Say whether *code* is listed under *edit*; None where this release does not have that list."""
        return edit in self.of(code) if edit in self.edits else None

    def ages(self, edit: str) -> tuple[int, int] | None:
        """Return first and last year of age of an age edit, where the file says it."""
        found = self.book.manifest["ages"].get(edit)
        return (found[0], found[1]) if found else None

    def codes(self, edit: str) -> tuple[str, ...]:
        """Return the codes listed under *edit*."""
        return tuple(code for code in self.book if edit in self.of(code))


def poa_exempt(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return the codes exempt from present-on-admission reporting. Raises CodewardError where none is installed."""
    return Rows(books.open("poa-exempt", on, strict=strict))


def mce(on: date | None = None, *, strict: bool = False) -> Mce:
    """Return the Medicare Code Editor's lists. Raises CodewardError where none is installed."""
    return Mce(books.open("mce", on, strict=strict))


def ptp(on: date | None = None, *, strict: bool = False) -> Pairs:
    """Return NCCI's procedure-to-procedure edits. Raises CodewardError where none is installed."""
    return Pairs(books.open("ncci-ptp", on, strict=strict))


def mue(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return NCCI's medically unlikely edits: facts by setting. Raises CodewardError where none is installed."""
    return Rows(books.open("ncci-mue", on, strict=strict))


def add_ons(on: date | None = None, *, strict: bool = False) -> AddOns:
    """Return NCCI's add-on codes. Raises CodewardError where none is installed."""
    return AddOns(books.open("add-on", on, strict=strict))


def indicators(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return the fee schedule's indicators. Raises CodewardError where none is installed."""
    return Rows(books.open("mpfs", on, strict=strict))


def localities(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return Medicare's payment localities ("10112-00"). Raises CodewardError where none is installed."""
    return Rows(books.open("localities", on, strict=strict))


def apc(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return OPPS Addendum A, by APC. Raises CodewardError where none is installed."""
    return Rows(books.open("opps-apc", on, strict=strict))


def opps(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return OPPS Addendum B. Raises CodewardError where none is installed."""
    return Rows(books.open("opps", on, strict=strict))


def conversion(on: date | None = None, *, strict: bool = False) -> Rows:
    """Return the ICD-10-CM conversion table. Raises CodewardError where none is installed."""
    return Rows(books.open(LIST, on, strict=strict))


def guidelines(on: date | None = None, *, strict: bool = False) -> Guidelines:
    """Return the Official Guidelines. Raises CodewardError where none is installed."""
    return Guidelines(books.open("guidelines", on, strict=strict))
