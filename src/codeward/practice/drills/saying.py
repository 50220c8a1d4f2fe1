"""How a provider would write what a title of the Tabular says: small letters, shorthand, no residual words.

One `Style` is chosen for an item, so that its reasons can quote the very words that stand in its stem.
"""

from __future__ import annotations

import re
from functools import lru_cache
from random import Random
from typing import NamedTuple

from codeward.codesets import BookFile
from codeward.practice.drills.tables import common_words

__all__ = ["Style", "bare", "detail", "style_of"]

# What a title says beside the condition: brackets of the Tabular, not a provider's words.
_BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]")
_VAGUE = re.compile(
    r"(?i),?\s*\b(?:not elsewhere classified|not otherwise specified|NOS|NEC|as the cause of diseases classified "
    r"elsewhere|in diseases classified elsewhere|in conditions classified elsewhere)\b"
)
_REFERENCE = re.compile(r"\s*\((?:[A-Z][0-9A-Z][0-9A-Z.\-, ]*)+\)\s*$")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'\-/]*")
# Shorthand of notes, each with its spellings; the first is the word itself. One spelling is chosen for an item.
_SHORT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\bwith\b", ("with", "w/", "with")),
    (r"\bwithout\b", ("without", "w/o", "without")),
    (r"\bright\b", ("right", "R", "rt", "right")),
    (r"\bleft\b", ("left", "L", "lt", "left")),
    (r"\bbilateral\b", ("bilateral", "bilat", "both sides")),
    (r"\bfracture\b", ("fracture", "fx", "fracture")),
    (r"\bdislocation\b", ("dislocation", "disloc", "dislocation")),
    (r"\bchronic\b", ("chronic", "chr", "chronic")),
    (r"\bsecondary to\b", ("secondary to", "2/2", "sec to")),
    (r"\bdue to\b", ("due to", "d/t", "from", "due to")),
    (r"\band\b", ("and", "&", "and")),
    (r"\bhypertension\b", ("hypertension", "HTN", "hypertension")),
    (r"\bdiabetes mellitus\b", ("diabetes mellitus", "DM", "diabetes")),
    (r"\btrimester\b", ("trimester", "trim", "trimester")),
    (r"\bmetacarpal bone\b", ("metacarpal bone", "metacarpal")),
    (r"\bmetatarsal bone\b", ("metatarsal bone", "metatarsal")),
)
_PATTERNS = tuple((re.compile(pattern), spellings) for pattern, spellings in _SHORT)


class Style(NamedTuple):
    """The spellings of one note: which shorthand, and whether the first letter is a capital."""

    spellings: tuple[tuple[re.Pattern[str], str], ...]
    capital: bool
    common: frozenset[str]

    def say(self, text: str, *, start: bool = True) -> str:
        """Return *text* as this note writes it; not at its *start*, in the middle of a line."""
        said = bare(text)
        first = said.split(" ", 1)[0]
        if first.lower() in self.common and first[1:].islower():
            said = said[:1].lower() + said[1:]
        for pattern, spelling in self.spellings:
            said = pattern.sub(spelling, said)
        return said[:1].upper() + said[1:] if start and self.capital else said


def style_of(random: Random, file: BookFile, *, plain: bool = False) -> Style:
    """Return a style, the same for the same state of *random*; a *plain* one writes words out."""
    chosen = tuple((pattern, random.choice(spellings)) for pattern, spellings in _PATTERNS)
    return Style(
        () if plain else chosen,
        random.random() < 0.6,
        common_words(file),
    )


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Return *text* without references, brackets and words that only sort codes."""
    said = _REFERENCE.sub("", text.strip().rstrip(":"))
    said = _VAGUE.sub("", _BRACKETS.sub("", said))
    return " ".join(said.split()).strip(" ,;:")


@lru_cache(maxsize=65536)
def detail(whole: str, less: str) -> str:
    """Return the part of *whole*, word for word, that *less* does not say; nothing where it says all of it.

    It is the shortest run of words that holds every word missing in *less*: what a code that says less leaves out.
    """
    text = bare(whole)
    told = {word.lower() for word in _WORD.findall(bare(less))}
    more = [m for m in _WORD.finditer(text) if m[0].lower() not in told]
    return text[more[0].start() : more[-1].end()] if more else ""
