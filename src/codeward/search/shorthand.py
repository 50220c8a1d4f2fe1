"""Shorthand: what coders type for words of the books ("bx", "est pt", "lvl"), written out before a query is read.

`data/shorthand.tsv` has the shorthand, the words, and the books where it means them: "pt" is a patient in a visit
and prothrombin in a laboratory, so longer shorthand ("pt inr", "pt eval") is looked for first.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from codeward.search.reasons import Reason
from codeward.search.structure.data import rows
from codeward.words import words

__all__ = ["FILE", "knows", "written_out"]

_PLAIN = "*"  # every plain book; ICD-10-CM has its lexicon
FILE = Path(__file__).parent / "data" / "shorthand.tsv"


@cache
def _table(system: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meant: dict[str, str] = {}
    for said, means, books in rows(FILE, 3):
        if (books == _PLAIN and system != "icd10cm") or system in books.split():
            for one in said.split(";"):
                meant[_key(one)] = means
    parts = [
        re.escape(said).replace(r"\ ", r"[\s/,&-]*[\s/&-][\s/,&-]*")
        for said in sorted(meant, key=len, reverse=True)
    ]
    return re.compile(rf"(?<![a-z0-9'])(?:{'|'.join(parts)})(?![a-z0-9'])"), meant


def _key(said: str) -> str:
    return re.sub(r"[\s/,&-]+", " ", said.lower()).strip()


@lru_cache(maxsize=1024)
def written_out(text: str, system: str) -> tuple[str, tuple[tuple[str, Reason], ...]]:
    """Return *text* with its shorthand written out, and for each word put there the reason to tell."""
    pattern, meant = _table(system)
    told: list[tuple[str, Reason]] = []

    def put(found: re.Match[str]) -> str:
        means = meant[_key(found.group())]
        reason = Reason("abbreviation", found.group().strip(), means)
        told.extend((word, reason) for word in words(means))
        return means

    return pattern.sub(put, text.lower()), tuple(told)


@cache
def _parts(system: str) -> frozenset[str]:
    return frozenset(part for said in _table(system)[1] for part in words(said))


def knows(word: str, system: str) -> bool:
    """Say whether a word stands in the shorthand of *system*."""
    return word in _parts(system)
