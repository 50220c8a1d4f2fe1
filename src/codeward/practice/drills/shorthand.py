"""The short forms that the note of a drill has, written out behind it, as a chart has a list of its own.

Below level 3 no learner needs to have met them: many skills are drilled before the lesson on abbreviations.
"""

from __future__ import annotations

import re
from functools import lru_cache

from codeward.practice.drills.datafiles import DataFile, read

__all__ = ["explained", "glossed"]

# "R" and "L" are sides, but not the initials of who writes ("R. Castellano MD").
_NOT_INITIAL = r"(?!\.\s[A-Z][a-z]+(?:-[A-Z][a-z]+)?\s(?:MD|DO|NP|PA-C)\b)"


class _Shorthand(DataFile):
    forms: dict[str, str]
    patterns: dict[str, str]
    """Forms that are more than a word: the expression that finds one, by how the list shows it."""


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    data = read("shorthand.yaml", _Shorthand)
    plain = ((rf"(?<![\w./-]){re.escape(short)}(?![\w/-]){_NOT_INITIAL}", short) for short in data.forms)
    found = [(re.compile(pattern), short, data.forms[short]) for pattern, short in plain]
    for pattern, told in data.patterns.items():
        short, _, words = told.partition(": ")
        found.append((re.compile(pattern), short, words))
    return tuple(found)


def glossed(text: str) -> tuple[tuple[str, str], ...]:
    """Return the short forms that stand in *text*, each with its words, in the order of the list."""
    return tuple((short, words) for pattern, short, words in _forms() if pattern.search(text))


def explained(text: str) -> str:
    """Return *text* with its short forms written out in brackets behind it; as it is where it has none."""
    told = "; ".join(f"{short}: {words}" for short, words in glossed(text))
    return f"{text} ({told}.)" if told else text
