"""What an answer is made of, whatever book gives it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple, Protocol

from codeward.codesets import Book
from codeward.errors import QueryError
from codeward.search.reasons import BY_CODE, Reason, worded
from codeward.search.wordfile import WordFile

__all__ = ["MAX_QUERY", "BookSearcher", "Found", "Hit", "checked", "numbered", "surfaces"]

MAX_QUERY = 1000  # characters
_SURFACE = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class Hit(NamedTuple):
    """One answer. `score` is comparable within one answer only; `matched` are words of the description.

    `reasons` are values to decide by; `why` is their wording for people.
    """

    system: str
    code: str
    description: str
    billable: bool
    score: float
    reasons: tuple[Reason, ...]
    matched: tuple[str, ...] = ()
    gloss: bool = False  # the description is a study gloss of ours and not the publisher's
    ended: bool = False  # no longer valid on the coding date
    last_day: str = ""  # on which the publisher says that it is valid (ISO); empty where it says none

    @property
    def why(self) -> str:
        """Why it is there, for people; empty where there is nothing to say."""
        return worded(self.reasons)

    @property
    def by_code(self) -> bool:
        """Whether it is there because its code, or the beginning of it, was typed."""
        return any(reason.kind in BY_CODE for reason in self.reasons)

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; where the description is our own gloss it says so."""
        shown = {
            "system": self.system,
            "code": self.code,
            "description": self.description,
            "billable": self.billable,
            "score": round(self.score, 4),
            "why": self.why,
        }
        return {**shown, "gloss": True} if self.gloss else shown


class Found(NamedTuple):
    """The hits of one book, and how many of its entries answer the whole query (never fewer than the hits)."""

    hits: tuple[Hit, ...]
    total: int


class BookSearcher(Protocol):
    """What searches one book."""

    book: Book

    @property
    def index(self) -> WordFile: ...

    def search(
        self,
        query: str,
        limit: int = 10,
        *,
        billable: bool = False,
        chapter: str | None = None,
        system: str | None = None,
    ) -> list[Hit]: ...

    def answer(
        self,
        query: str,
        limit: int = 10,
        *,
        billable: bool = False,
        elsewhere: frozenset[str] = frozenset(),
        on: date | None = None,
    ) -> Found: ...

    def heading(self, code: str) -> tuple[str, str]: ...

    def knows(self, word: str, last: bool) -> bool: ...

    def suggest_words(self, query: str) -> list[str]: ...


def checked(query: str, limit: int) -> None:
    """Raise QueryError for a query that is too long and for a limit below 1."""
    if len(query) > MAX_QUERY:
        raise QueryError(
            f"The query has {len(query)} characters", f"Ask with at most {MAX_QUERY}, best with a few words"
        )
    if limit < 1:
        raise QueryError(f"The limit is {limit}", "Ask for at least 1 hit")


def surfaces(text: str) -> list[str]:
    """Return the words of *text* as they stand there."""
    return _SURFACE.findall(text)


def numbered(index: WordFile, text: str) -> tuple[tuple[str, int], ...]:
    """Return the words of *text* as they stand there, each once, with their numbers; not those without one."""
    found = {}
    for surface in surfaces(text):
        number = index.number_of(surface)
        if number is not None:
            found[surface] = number
    return tuple(found.items())
