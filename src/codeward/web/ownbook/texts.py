"""What stands at an anchor in a release: the exact words, and the place in book order. No Django here."""

from __future__ import annotations

from typing import NamedTuple

from codeward.codesets import CODING, Book, books, system_of_release
from codeward.errors import CodewardError, quoted
from codeward.index import Index, open_index
from codeward.web.ownbook.anchors import INDEX_BOOKS, Anchor, MarkError

__all__ = ["MAX_QUOTE", "OpenBooks", "Place", "instructions_of", "text_in"]

MAX_QUOTE = 4_000


class Place(NamedTuple):
    """The words at an anchor, and where it stands in the book: of the entry, then inside the entry."""

    text: str
    order: tuple[int, int]


def instructions_of(book: Book, code: str, kind: str) -> list[str]:
    """The texts of the instructions of one kind at an entry, as anchors count them; none where there is no entry."""
    concept = book.get(code)
    return [] if concept is None else [item.text for item in concept.instructions if item.kind == kind]


def text_in(book: Book, anchor: Anchor) -> Place | None:
    """The place of an entry or an instruction in a book of codes."""
    concept = book.get(anchor.entry)
    if concept is None or concept.code != anchor.entry:
        return None
    if anchor.kind is None:
        return Place(concept.description, (concept.index, 0))
    seen = 0
    for at, item in enumerate(concept.instructions, start=1):
        seen += item.kind == anchor.kind
        if item.kind == anchor.kind and seen == anchor.number:
            return Place(item.text, (concept.index, at))
    return None


class OpenBooks:
    """The books that one request asks, each opened once."""

    def __init__(self) -> None:
        self._books: dict[str, Book] = {}
        self._indexes: dict[str, Index] = {}

    def book(self, release: str) -> Book:
        """The book of a release. Raises BookError where it is not installed."""
        if release not in self._books:
            self._books[release] = books.open_release(release)
        return self._books[release]

    def place(self, release: str, anchor: Anchor) -> Place | None:
        """What stands at an anchor; None where the release holds no such place.

        Raises MarkError where the release is not one of the anchor's system, CodewardError where it is not installed.
        """
        of = system_of_release(release)
        if anchor.system in CODING:
            if of != anchor.system:
                raise MarkError(
                    f"{quoted(release)} is no release of {anchor.system}", "Reload the page and mark it again"
                )
            return text_in(self.book(release), anchor)
        if of not in ("icd10cm", anchor.system):
            raise MarkError(f"{quoted(release)} has no {anchor.system}", "Reload the page and mark it again")
        return self._term(release, anchor)

    def _term(self, release: str, anchor: Anchor) -> Place | None:
        if release not in self._indexes:
            self._indexes[release] = open_index(release=release)
        index, name = self._indexes[release], INDEX_BOOKS[anchor.system]
        number = index.volume(name).terms.by_id(anchor.entry)
        if number is None:
            return None
        entry = index.volume(name).entry(number)
        path = " > ".join(entry.printed)
        if anchor.column is None:
            return Place(" ".join(part for part in (path, entry.code) if part)[:MAX_QUOTE], (number, 0))
        table = entry.table or {}
        if anchor.column not in table:
            return None
        words = anchor.column.replace("_", " ")
        return Place(
            f"{path}, {words}: {table[anchor.column] or '–'}"[:MAX_QUOTE],
            (number, 1 + list(table).index(anchor.column)),
        )

    def known(self, release: str) -> bool:
        """Whether the release can be opened here."""
        try:
            self.book(release)
        except CodewardError:
            return False
        return True
