"""The time within treatment, as records tell it and 7th characters code it (I.A.5, I.C.19.a).

What the characters mean is read from the book's own words; what a record says of it is `data/sevenths.yaml`.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Literal, NamedTuple

from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.tables import Stem

__all__ = ["Meaning", "Sevenths", "cue_of", "first_care", "meaning_of", "sevenths", "whole"]


class Sevenths(DataFile):
    """The words of records for what a 7th character tells (`data/sevenths.yaml`)."""

    phases: dict[Literal["initial", "subsequent", "sequela"], Lines]
    kinds: dict[str, Lines]
    healing: dict[str, Lines]
    others: Lines
    asks: Lines
    typed: Lines


class Meaning(NamedTuple):
    """What a 7th character says: the phase, the fracture's kind and healing; or, of others, the book's word."""

    phase: Literal["initial", "subsequent", "sequela"] | None
    kind: str = ""
    healing: str = ""
    text: str = ""


@lru_cache(maxsize=1)
def sevenths() -> Sevenths:
    """Return what records say of the time within treatment."""
    return read("sevenths.yaml", Sevenths)


@lru_cache(maxsize=256)
def meaning_of(text: str) -> Meaning:
    """Return what the Tabular's words for a 7th character mean."""
    phase: Literal["initial", "subsequent", "sequela"] | None = None
    if text.startswith("sequela"):
        return Meaning("sequela")
    if text.startswith("initial encounter"):
        phase = "initial"
    elif text.startswith("subsequent encounter"):
        phase = "subsequent"
    else:
        return Meaning(None, text=text)
    kind = next((k for k in sorted(sevenths().kinds, key=len, reverse=True) if _names(text, k)), "")
    healing = next((h for h in sevenths().healing if f"with {h}" in text), "")
    return Meaning(phase, kind, healing)


def _names(text: str, kind: str) -> bool:
    state, _, grade = kind.partition(" ")
    return f"{state} fracture" in text and text.partition(f"{state} fracture ")[2].startswith(grade)


def cue_of(random: Random, meaning: Meaning, level: int) -> str:
    """Return what the record says, for one meaning."""
    data = sevenths()
    if meaning.phase is None:
        return random.choice(data.others).format(text=meaning.text)
    said = [random.choice(data.phases[meaning.phase])]
    # A fracture of which nobody writes open or closed is closed (I.C.19.c).
    if meaning.kind and not (meaning.kind == "closed" and level > 1 and random.random() < 0.5):
        said.insert(0, random.choice(data.kinds[meaning.kind]))
    if meaning.healing:
        said.append(random.choice(data.healing[meaning.healing]))
    return " ".join(said)


def first_care(random: Random) -> str:
    """Return words of a record for active treatment."""
    return random.choice(sevenths().phases["initial"])


def whole(stem: Stem, end: str) -> str:
    """Return the code of *stem* with its 7th character *end*, placeholders before it (I.A.4)."""
    key = f"{stem.key}{'X' * (6 - len(stem.key))}{end}"
    return f"{key[:3]}.{key[3:]}"
