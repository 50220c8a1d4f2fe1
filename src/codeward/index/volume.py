"""One index book opened: its terms, its words, and entries made from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from codeward.codesets import Release
from codeward.codesets.indexes import Terms
from codeward.index.find import TermFinder
from codeward.index.model import COLUMNS, CrossReference, IndexEntry
from codeward.index.words import Words

__all__ = ["Volume"]

_FOLLOWED = 6  # "see" from entry to entry, before giving up on a circle


class Volume:
    """An index book, official or derived."""

    def __init__(
        self, book: str, source: str, release: Release, *, in_force: bool, terms: Terms, words: Words,
        on: date | None = None,
    ) -> None:  # fmt: skip
        self.book = book
        self.source = source
        self.release = release
        self.in_force = in_force
        self.on = on
        self.terms = terms
        self.finder = TermFinder(terms, words)
        self._columns = COLUMNS.get(book)

    @property
    def official(self) -> bool:
        """Whether the publisher's own index answers."""
        return self.source == "official"

    def path(self, number: int) -> tuple[str, ...]:
        """Return the titles from the main term down."""
        return tuple(self.terms.fields(n).title for n in self.terms.path(number))

    def entry(self, number: int, *, column: str | None = None, score: float = 0.0) -> IndexEntry:
        """Return the entry of a term; in a table *column* chooses its code."""
        fields = self.terms.fields(number)
        table = self._table(fields.cells)
        code: str | None = fields.code or None
        if table is not None and column is not None:
            code = table.get(column)
        elif table is not None:
            column = None
        return IndexEntry(
            book=self.book,
            id=self.terms.id_of(number),
            path=self.path(number),
            printed=tuple(self.terms.fields(n).printed for n in self.terms.path(number)),
            code=code,
            manifestation=fields.manifestation or None,
            nonessential=fields.nonessential,
            see=self._references(number, "see", fields.see),
            see_also=self._references(number, "see_also", fields.see_also),
            see_category=fields.see_category or None,
            see_subcategory=fields.see_subcategory or None,
            warning=fields.warning or None,
            table=table,
            column=column if table is not None else None,
            below=len(self.terms.children(number)),
            source=self.source,
            release=self.release,
            in_force=self.in_force,
            score=score,
            on=self.on,
        )

    def _table(self, cells: Mapping[int, str]) -> dict[str, str | None] | None:
        if self._columns is None or not cells:
            return None
        return {name: _cell(cells.get(place, "")) for place, name in self._columns.items()}

    def _references(self, number: int, field: str, text: str) -> tuple[CrossReference, ...]:
        if not text:
            return ()
        texts = [part.strip() for part in text.split(";") if part.strip()]
        links = [link for link in self.terms.links(number) if link.field == field]
        if len(links) != len(texts):  # a derived book makes no links
            return tuple(CrossReference(each, "nowhere") for each in texts)
        found = []
        for each, link in zip(texts, links, strict=True):
            if link.target is None:
                found.append(CrossReference(each, link.outcome))
                continue
            found.append(
                CrossReference(
                    each, link.outcome, self.book, self.terms.id_of(link.target), self.path(link.target),
                    self._code_of(link.target),
                )
            )  # fmt: skip
        return tuple(found)

    def _code_of(self, number: int) -> str | None:
        """Return the code of a term, following "see" where it has none of its own."""
        seen: set[int] = set()
        while number not in seen and len(seen) < _FOLLOWED:
            seen.add(number)
            fields = self.terms.fields(number)
            if fields.code or fields.see_subcategory or fields.see_category:
                return fields.code or fields.see_subcategory or fields.see_category
            targets = [link.target for link in self.terms.links(number) if link.field == "see"]
            following = next((target for target in targets if target is not None), None)
            if following is None:
                return None
            number = following
        return None


def _cell(text: str) -> str | None:
    """Return the code in a cell of a table, None for a dash."""
    return text if text.strip("-– ") else None
