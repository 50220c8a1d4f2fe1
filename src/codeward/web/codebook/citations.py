"""What a citation opens: a section of the guidelines, a paragraph of another rule, or an entry of the Tabular List."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from codeward.charts import authorities, is_guideline, parse_tabular
from codeward.codesets import Book, Concept, Instruction, books
from codeward.errors import BookError
from codeward.web.codebook.present_guide import slug
from codeward.web.codebook.words import INSTRUCTION_KINDS

__all__ = ["CitedEntry", "CitedGroup", "Paragraph", "address", "around", "find", "in_words"]


_DAY = re.compile(r"-(\d{4}-\d{2}-\d{2})\b")  # in a release's id: the first day on which it is in force


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A section of the guidelines in our own words."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CitedGroup:
    """Instructions of one kind that come from one entry."""

    kind: str
    origin: str
    own: bool
    items: tuple[Instruction, ...]
    cited: bool

    @property
    def word(self) -> Promise:
        """The kind in words."""
        return INSTRUCTION_KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class CitedEntry:
    """An entry of the Tabular List with every instruction that holds for it."""

    concept: Concept
    ancestors: tuple[Concept, ...]
    groups: tuple[CitedGroup, ...]
    release: str


def address(citation: str, release: str = "") -> str:
    """Where a citation is explained, on its release's first day where one is named. It asks no book and no database."""
    if is_guideline(citation):
        # A section that we have no account of, and no edition has, is a page that is not found.
        day = _DAY.search(release)
        return f"{reverse('codebook:guideline', args=[slug(citation)])}{f'?on={day[1]}' if day else ''}"
    asked = (
        {"c": citation, "release": release}
        if release and citation.startswith("Tabular ")
        else {"c": citation}
    )
    return f"{reverse('codebook:citation')}?{urlencode(asked)}"


def in_words(citation: str) -> str:
    """A citation as people read it: "Tabular E11 use additional", not the slug of the kind."""
    return citation.replace("_", " ")


def find(citation: str, release: str = "") -> Paragraph | CitedEntry | None:
    """What `citation` stands for; None where it is none, or the book does not hold it."""
    place = parse_tabular(citation)
    if place is None:
        found = authorities().get(citation)
        return None if found is None else Paragraph(found.id, found.title, found.text)
    book = _book(release)
    concept = None if book is None else book.get(place.code)
    if book is None or concept is None:
        return None
    ancestors = tuple(book[code] for code in reversed(concept.ancestors))
    return CitedEntry(concept, ancestors, _groups(book, concept.code, place.kind), book.release.id)


def around(section: str) -> tuple[tuple[Paragraph, str], ...]:
    """The guideline sections about a section, each with its address: the one it is part of, and that one's parts."""
    above = section.rpartition(".")[0]
    return tuple(
        (Paragraph(one.id, one.title, one.text), address(one.id))
        for one in authorities().values()
        if one.id in (above, section) or one.id.rpartition(".")[0] in ({above, section} - {""})
    )


def _book(release: str) -> Book | None:
    if not release:
        return books.open("icd10cm")
    try:
        return books.open_release(release)
    except BookError:
        return None


def _groups(book: Book, code: str, cited: str | None) -> tuple[CitedGroup, ...]:
    """Own instructions first, then those of the nearest ancestor."""
    told = groupby(book.instructions_for(code), key=lambda item: (item.origin, item.kind))
    return tuple(
        CitedGroup(kind, origin, origin == code, tuple(items), kind == cited)
        for (origin, kind), items in told
    )
