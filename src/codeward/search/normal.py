"""What search adds to words: families of related forms, and the words that are the books' own manner of speaking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

__all__ = ["DENIAL", "GENERIC", "family", "kindred_key"]

# Words of the book's own manner of speaking: matched where asked for, never required, hardly counted as more.
_GENERIC = (
    "other unspecified specified nos nec elsewhere classified not site part side type encounter initial "
    "subsequent without condition disease disorder syndrome multiple use patient mention "
    "uncomplicated complication diagnosis status after during has have had got getting feel feeling very been"
)
GENERIC = frozenset(_GENERIC.split())
# What a title says is not there: "without ascites", "not intractable". The denying word itself stays.
DENIAL = re.compile(
    r"((?<=without )[^,]+?(?= with |,|$)|(?<=not )intractable|(?<=not having achieved )remission)"
)
_ENDINGS = (
    "isms", "ism", "izations", "ization",
    "ations", "ically", "ation", "ating", "ative", "ities", "ated", "ates", "ical",
    "ions", "ious", "ings", "ance", "ence", "ancy", "ency", "ator", "ting", "ity", "ive", "ing", "ion", "ous",
    "ant", "ent", "ate", "als", "ics", "ies", "ied", "ful", "ed", "es", "ic", "al", "er", "or", "ia", "is",
    "us", "um", "ly", "ae", "ar", "y", "e", "a", "s",
)  # fmt: skip


@lru_cache(maxsize=16384)
def family(word: str) -> str:
    """Return what related forms share: "fracture", "fractured", "fracturing" → "fractur"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def kindred_key(stems: Iterable[str], aliases: Mapping[str, str]) -> str:
    """Return one key for phrases whose words are related: "dislocated kneecap", "kneecap dislocation"."""
    return " ".join(sorted(family(aliases.get(stem, stem)) for stem in stems))
