"""The headings of the HCPCS book: a letter is a chapter, a range of codes a section. Ours, in our own words.

CMS publishes the codes without headings; the ranges follow how the codes are used.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from codeward.codesets.compile.plain import PlainEntry

__all__ = ["Heading", "Listed", "headed", "headings"]


class Heading(NamedTuple):
    """A chapter ("J") where `last` is empty, else a section ("J0120" to "J0999")."""

    first: str
    last: str
    title: str

    @property
    def code(self) -> str:
        """How the heading is written and looked up."""
        return f"{self.first}-{self.last}" if self.last else self.first


class Listed(NamedTuple):
    """A code with what the book says of it, before it stands under its heading."""

    code: str
    title: str
    billable: bool
    facts: dict[str, object]


@lru_cache(maxsize=1)
def headings() -> tuple[Heading, ...]:
    """Return the headings in book order."""
    text = files(__package__).joinpath("data", "headings.csv").read_text(encoding="utf-8")
    return tuple(
        Heading(row["first"], row["last"], row["title"]) for row in csv.DictReader(text.splitlines())
    )


def headed(rows: Iterable[Listed]) -> Iterator[PlainEntry]:
    """Yield the entries of a book: the codes in order beneath those headings that have any."""
    chapters = {row.first: row for row in headings() if not row.last}
    sections = [row for row in headings() if row.last]
    chapter, section, place = "", Heading("", "", ""), 0
    for row in sorted(rows, key=lambda row: row.code):
        if row.code[0] != chapter:
            chapter = row.code[0]
            title = chapters[chapter].title if chapter in chapters else f"Codes that begin with {chapter}"
            yield PlainEntry(chapter, "chapter", title, 0)
        while place < len(sections) and sections[place].last < row.code:
            place += 1
        inside = place < len(sections) and sections[place].first <= row.code
        if inside and sections[place] != section:
            section = sections[place]
            yield PlainEntry(section.code, "section", section.title, 1)
        facts = {name: value for name, value in row.facts.items() if value not in ("", None, [], ())}
        yield PlainEntry(row.code, "code", row.title, 2 if inside else 1, row.billable, (), facts)
