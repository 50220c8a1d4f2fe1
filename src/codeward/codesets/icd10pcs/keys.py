"""Body part, device and substance keys: the words of a record → the ICD-10-PCS value they are coded to.

A list of common terms of our own; the official keys are in the Definitions (CMS) and take precedence when installed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from codeward.codesets.icd10pcs.words import NameFinder, rows_of

__all__ = ["KINDS", "Key", "Kind", "Place", "all_keys", "find", "terms_at"]

Kind = Literal["body part", "device", "substance"]
KINDS: tuple[Kind, ...] = ("body part", "device", "substance")
_WORTH_SHOWING = 0.4


class Place(NamedTuple):
    """Where a value stands.

    Body part: body system "0D" and 4th character "7". Device: body system and 6th character. Substance: table "3E0",
    6th character, and in `qualifier` the 7th. `side` is right, left, bilateral or empty. `operations` are the 3rd
    characters with which a device value has that meaning: 3 is a ceramic bearing in 0SR and screws in 0SG.
    """

    at: str
    value: str
    qualifier: str = ""
    side: str = ""
    operations: str = ""


class Key(NamedTuple):
    """A term, the label of its value and the places where that value stands."""

    kind: Kind
    term: str
    label: str
    places: tuple[Place, ...]
    source: str
    verified: str

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "places": [place._asdict() for place in self.places]}


@lru_cache(maxsize=1)
def all_keys() -> tuple[Key, ...]:
    """Return every term: body parts, then devices, then substances."""
    return tuple(
        Key(
            cast("Kind", row["kind"]),
            row["term"],
            row["label"],
            tuple(_place(row["kind"], text) for text in row["places"].split()),
            row["source"],
            row["verified"],
        )
        for row in rows_of("keys.csv")
    )


def _place(kind: str, text: str) -> Place:
    if kind == "substance":
        return Place(text[:3], text[3], text[4:])
    code, _, operations = text.partition("@")
    code, _, side = code.partition(":")
    return Place(code[:2], code[2], "", side, operations)


@lru_cache(maxsize=1)
def _finder() -> NameFinder:
    return NameFinder(_names(key.term) for key in all_keys())


def find(words: str, kind: Kind | None = None, limit: int = 10) -> tuple[Key, ...]:
    """Return the terms that *words* name, of one kind or of all, the closest first."""
    found = (all_keys()[row] for row in _finder().rows(words, _WORTH_SHOWING))
    return tuple(key for key in found if kind in (None, key.kind))[:limit]


def _names(term: str) -> tuple[str, ...]:
    """Return a term, and without or only what stands in brackets: "anterior cruciate ligament (ACL)", …, "ACL"."""
    before, bracket, after = term.partition("(")
    inside, _, rest = after.partition(")")
    return (term, before + rest, inside) if bracket else (term,)


@lru_cache(maxsize=1)
def _by_place() -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for key in all_keys():
        for place in key.places:
            found.setdefault((key.kind, place.at, place.value), []).append((key.term, place.operations))
    return found


def terms_at(at: str, value: str, kind: Kind = "body part", operation: str = "") -> tuple[str, ...]:
    """Return the terms that are coded to a value: `terms_at("0D", "7")` are the words for the pylorus.

    Give the *operation* (3rd character) with a device: one character means other devices with other operations.
    """
    held = _by_place().get((kind, at.upper(), value.upper()), ())
    wanted = operation.upper()
    return tuple(term for term, operations in held if not wanted or not operations or wanted in operations)
