"""Judge the condition of a reference by the characters of a code.

"fifth or sixth character 5" (Table of Drugs columns) means the character that tells the intent: the sixth,
or the fifth where the sixth is the placeholder X or is not there yet. "final character" means the last one
before the encounter character.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["excepted", "holds", "understood"]

_PLACES = {
    "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "six": 5, "sixth": 5, "6th": 5, "seventh": 6, "7th": 6,
}  # fmt: skip
# The 7th characters whose text speaks of an open fracture (S52, S72, S82; elsewhere only B).
_OPEN_FRACTURE = frozenset("BCEFHJMNQR")
# Poisoning by intent: accidental, self-harm, assault, undetermined.
_INTENT = frozenset("1234")

_BY_PLACE = re.compile(r"(\w+)(?:\s+(or|to)\s+(\w+))?[\s-]+characters?\s+(.+)")
_FINAL = re.compile(r"final\s+characters?\s+(.+)")
_ALTERNATIVES = re.compile(r"\s*(?:,|;|\bor\b|\band\b|\.(?=\s)|\s)\s*")


def understood(condition: str) -> bool:
    """Say whether `holds` can judge *condition*."""
    return bool(excepted(condition)) or _rule(condition) is not None


@lru_cache(maxsize=256)
def excepted(condition: str) -> tuple[str, ...]:
    """Return the codes and ranges that "except T74, T76" takes out, as they stand there; none for other conditions."""
    if not condition.startswith("except "):
        return ()
    return tuple(part.strip() for part in condition[7:].split(","))


def holds(condition: str, key: str) -> bool:
    """Say whether *key* (capitals, no dot) fulfils *condition* on its characters; False where that cannot be told."""
    rule = _rule(condition)
    if rule is None:
        return False
    kind, places, values = rule
    if kind == "suffix":
        return any(_in_suffix(value, key[3:]) for value in values)
    if kind == "final":
        # Of what follows the category: "I69.1" does not end in "-91".
        stem = key[3:6].rstrip("X")
        return any(stem.endswith(value) for value in values)
    if kind == "run":
        return any(key[places[0] : places[-1] + 1] == value for value in values)
    return _character(key, places) in values


@lru_cache(maxsize=256)
def _rule(condition: str) -> tuple[str, tuple[int, ...], frozenset[str]] | None:
    """Return (kind, places counted from 0, values) for a condition, or None where it is not understood."""
    text = condition.strip()
    if text == "ketoacidosis":
        return "suffix", (), frozenset({"1"})
    if text.startswith("open fracture"):
        return "place", (6,), _OPEN_FRACTURE
    if text.startswith("."):
        return "suffix", (), frozenset(_suffixes(text))
    final = _FINAL.fullmatch(text)
    if final:
        values = final.group(1)
        if values.startswith("."):
            return "suffix", (), frozenset(_suffixes(values))
        return "final", (), frozenset(v.strip("-") for v in _ALTERNATIVES.split(values) if v.strip("-"))
    by_place = _BY_PLACE.fullmatch(text)
    return _place_rule(by_place) if by_place else None


def _place_rule(m: re.Match[str]) -> tuple[str, tuple[int, ...], frozenset[str]] | None:
    names = [name for name in (m.group(1), m.group(3)) if name]
    if any(name not in _PLACES for name in names):
        return None
    places = tuple(_PLACES[name] for name in names)
    text = re.sub(r"\s+-\s+[^,;]*", "", m.group(4)).strip()  # "7 - death due to …, or 8 - death …"
    if text == "to indicate intent":
        return "place", places, _INTENT
    values: set[str] = set()
    for value in _ALTERNATIVES.split(text):
        v = value.strip(" .")
        if re.fullmatch(r"[0-9A-Z]-[0-9A-Z]", v):
            values.update(chr(c) for c in range(ord(v[0]), ord(v[2]) + 1))
        elif re.fullmatch(r"[0-9A-Z]{1,3}", v):
            values.add(v)
        elif v:
            return None
    return ("run" if m.group(2) == "to" else "place"), places, frozenset(values)


def _suffixes(text: str) -> list[str]:
    """Return the parts of ".51-.52", ".17, .27, .97", ".61-", ".15. .25, .95" without their dots."""
    return [
        part.strip(". ").replace(".", "").rstrip("-")
        for part in _ALTERNATIVES.split(text)
        if part.strip(". -")
    ]


def _in_suffix(value: str, suffix: str) -> bool:
    low, hyphen, high = value.partition("-")
    if not hyphen:
        return suffix.startswith(low)
    return low <= suffix[: len(low)] and suffix[: len(high)] <= high and len(suffix) >= len(low)


def _character(key: str, places: tuple[int, ...]) -> str:
    """Return the character at the last of *places* that is there and is no placeholder."""
    for place in reversed(places):
        character = key[place : place + 1]
        if character and (character != "X" or len(places) == 1):
            return character
    return ""
