"""A document of the record, and who wrote which part of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from codeward.charts.base import ShortText, Slug, StrictModel
from codeward.charts.text import find_quote

__all__ = ["Author", "Document", "RecordEntry", "Role"]

Role = Literal[
    "attending",
    "consultant",
    "radiologist",
    "pathologist",
    "resident",
    "anesthesiologist",
    "advanced practice provider",
    "nurse",
    "dietitian",
    "social worker",
    "therapist",
    "emergency physician",
    "pharmacist",
    "laboratory",
    "patient",
    "other",
]
Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Author(StrictModel):
    """Who wrote a document, and in which role."""

    name: ShortText
    role: Role


class RecordEntry(StrictModel):
    """One hand's part of an extract of several: it runs from its first words to the next entry's."""

    quote: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    occurrence: Annotated[int, Field(ge=1, le=200)] = 1
    author: Author
    date: dt.date | None = None
    time: Time | None = None
    signed: bool = True


class Document(StrictModel):
    """One document of the record; `text` is canonical.

    Where several people wrote it, `entries` says who wrote which part; `author` is then who answers for the rest.
    """

    id: Slug
    kind: ShortText
    title: ShortText
    date: dt.date
    time: Time | None = None
    author: Author
    signed: bool
    entries: Annotated[tuple[RecordEntry, ...], Field(max_length=60)] = ()
    text: str = ""

    def starts(self) -> tuple[int | None, ...]:
        """Return where each entry begins, in code points; None where its words are not there."""
        return tuple(find_quote(self.text, entry.quote, entry.occurrence) for entry in self.entries)

    def hand_at(self, offset: int) -> tuple[Author, bool]:
        """Return who wrote what stands at *offset*, and whether they signed it."""
        hand = (self.author, self.signed)
        for start, entry in zip(self.starts(), self.entries, strict=True):
            if start is not None and start <= offset:
                hand = (entry.author, entry.signed)
        return hand
