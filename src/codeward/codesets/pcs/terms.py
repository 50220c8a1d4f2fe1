"""A small index of our own: what surgeons say → the beginning of a code; what anatomists say → the body part.

It serves where the official ICD-10-PCS Index and keys are not installed, and is marked as ours (`derived`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from codeward.codesets.pcs.operations import rows_of

__all__ = ["BodyPart", "Procedure", "body_parts", "find_body_part", "find_procedure", "procedures", "rank"]

_WORD = re.compile(r"[a-z0-9]+")
_IGNORED = frozenset(["of", "the", "a", "an", "for", "with", "and", "to", "in", "muscle", "bone"])


class Procedure(NamedTuple):
    """A procedure by its common name, the beginnings of code it may have (the usual first), what decides."""

    name: str
    codes: tuple[str, ...]
    decides: str

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"name": self.name, "codes": list(self.codes), "decides": self.decides, "source": "derived"}


class BodyPart(NamedTuple):
    """An anatomical term, the body system and body part it is coded to, values with their sides ("" where none)."""

    term: str
    system: str
    body_part: str
    values: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "term": self.term,
            "system": self.system,
            "body_part": self.body_part,
            "values": [{"value": value, "side": side or None} for value, side in self.values],
            "source": "derived",
        }


@lru_cache(maxsize=1)
def procedures() -> tuple[Procedure, ...]:
    """Return all common procedure names, as in the data file."""
    return tuple(
        Procedure(name, tuple(codes.split()), decides) for name, codes, decides in rows_of("procedures.tsv")
    )


@lru_cache(maxsize=1)
def body_parts() -> tuple[BodyPart, ...]:
    """Return all anatomical terms, as in the data file."""
    out = []
    for term, system, label, values in rows_of("body_parts.tsv"):
        pairs = tuple((value[0], value[2:]) for value in values.split())
        out.append(BodyPart(term, system, label, pairs))
    return tuple(out)


def rank(query: str, texts: Iterable[Sequence[str]]) -> list[int]:
    """Return the numbers of the *texts* that hold every word of *query* (or begin so), the closest first.

    A text is a sequence of parts (a path); a word found in the first part, and few words left over, come first.
    """
    wanted = [word for word in _words(query) if word not in _IGNORED] or _words(query)
    found = []
    for number, parts in enumerate(texts):
        lead, whole = _words(parts[0]), _words(" ".join(parts))
        if wanted and all(any(_begins(word, other) for other in whole) for word in wanted):
            exact = sum(word in whole for word in wanted)
            first = sum(any(_begins(word, other) for other in lead) for word in wanted)
            found.append((-exact, -first, len(whole), number))
    return [number for *_, number in sorted(found)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _begins(word: str, other: str) -> bool:
    return other == word or (len(word) > 2 and other.startswith(word)) or other + "s" == word


def find_procedure(query: str, limit: int = 10) -> tuple[Procedure, ...]:
    """Return the procedures whose name holds all words of *query*, the closest first."""
    rows = procedures()
    return tuple(rows[number] for number in rank(query, ((row.name,) for row in rows))[:limit])


def find_body_part(query: str, limit: int = 10) -> tuple[BodyPart, ...]:
    """Return the anatomical terms that hold all words of *query*, the closest first."""
    rows = body_parts()
    return tuple(rows[number] for number in rank(query, ((row.term,) for row in rows))[:limit])
