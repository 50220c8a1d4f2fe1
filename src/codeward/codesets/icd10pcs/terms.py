"""What surgeons call a procedure → the beginnings of the ICD-10-PCS codes it may have, and why that operation.

PCS has no eponyms and no word endings: the coder turns the surgeon's word into an operation (guideline A11).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from codeward.codesets.icd10pcs.words import NameFinder, rows_of, words_of

__all__ = ["Ending", "Term", "all_terms", "ending", "endings", "find"]

_WORTH_SHOWING = 0.34  # below it only a common word of several is shared
_NO_ENDING = ("dialysis", "analysis", "paralysis")  # "-lysis" by their letters alone


class Term(NamedTuple):
    """A procedure by its names, the beginnings of codes (3 to 7 characters, the usual first), and the reason."""

    term: str
    aliases: tuple[str, ...]
    prefixes: tuple[str, ...]
    reason: str
    source: str
    verified: str

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections of the beginnings, in order: ("0", "B")."""
        return tuple(dict.fromkeys(prefix[0] for prefix in self.prefixes))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of the beginnings, in order: ("0DT",)."""
        return tuple(dict.fromkeys(prefix[:3] for prefix in self.prefixes))

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "term": self.term,
            "aliases": list(self.aliases),
            "prefixes": list(self.prefixes),
            "tables": list(self.tables),
            "reason": self.reason,
            "gloss": True,
            "source": self.source,
            "verified": self.verified,
        }


class Ending(NamedTuple):
    """A word ending such as "-ectomy", the operations it may mean (the usual first) and how to tell."""

    ending: str
    operations: tuple[str, ...]
    advice: str
    source: str
    verified: str

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "operations": list(self.operations), "gloss": True}


@lru_cache(maxsize=1)
def all_terms() -> tuple[Term, ...]:
    """Return every procedure by name."""
    return tuple(
        Term(
            row["term"],
            tuple(filter(None, row["aliases"].split(";"))),
            tuple(row["prefixes"].split()),
            row["reason"],
            row["source"],
            row["verified"],
        )
        for row in rows_of("procedures.csv")
    )


@lru_cache(maxsize=1)
def _finder() -> NameFinder:
    return NameFinder((term.term, *term.aliases) for term in all_terms())


def find(words: str, limit: int = 10) -> tuple[Term, ...]:
    """Return the procedures that *words* name, the closest first; none if no name is close enough."""
    return tuple(all_terms()[row] for row in _finder().rows(words, _WORTH_SHOWING)[:limit])


@lru_cache(maxsize=1)
def endings() -> tuple[Ending, ...]:
    """Return every word ending."""
    return tuple(
        Ending(
            row["ending"], tuple(row["operations"].split(";")), row["advice"], row["source"], row["verified"]
        )
        for row in rows_of("endings.csv")
    )


def ending(words: str) -> Ending | None:
    """Return the longest known ending of any of the *words* ("gastrectomy" → "-ectomy"), None if there is none."""
    found = [
        each
        for each in endings()
        for word in words_of(words)
        if len(word) > len(each.ending) and word.endswith(each.ending[1:]) and not word.endswith(_NO_ENDING)
    ]
    return max(found, key=lambda each: len(each.ending), default=None)
