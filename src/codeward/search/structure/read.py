"""Read structure out of text: a query, a title, a gloss. What is read so is no word any more.

`data/conditions.tsv` has the sayings of conditions ("w/o contrast"), `data/measures.tsv` the units of figures. Both
are read for queries and for titles by the same functions, so that a rule holds on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import inf
from typing import NamedTuple

from codeward.search.structure.data import Condition, conditions, measures
from codeward.search.structure.facet import Facet, valued
from codeward.words import stem

DENIED = "not"
__all__ = ["DENIED", "Asked", "Structure", "facets_of", "structure_of"]

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS = {word: float(number) for number, word in enumerate(_WORDS.split(), 1)}
_ROMAN = {"i": 1.0, "ii": 2.0, "iii": 3.0, "iv": 4.0, "v": 5.0, "vi": 6.0}
_STEP = 1e-3  # "under 3" ends just before 3
_MOST_FIGURE = 1e7
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}(?:\.\d{{1,4}})?|\.\d{{1,4}}|{'|'.join(_NUMBER_WORDS)}"
_OVER = r"over|more than|greater than|longer than|exceeding|>|past|beyond"
_FROM = r"at least|from|>=|≥|minimum"
_UNDER = r"under|less than|lighter than|fewer than|younger than|<|not yet"
_UP_TO = r"up to|at most|to|<=|≤|maximum"
_AND_UP = r"and up|and over|and older|and more|or more|or older|or greater|and above|plus|\+"
_AND_LESS = r"at most|or less|or fewer|and under|or smaller|and younger|or younger"


_LEADS = {
    "level": "#level", "lvl": "#level", "lev": "#level", "age": "years", "ages": "years", "aged": "years",
}  # fmt: skip


_BARE = re.compile(r"(?:^|(?<=\s))(\d{1,2})(?=\s|$)")  # a figure alone may be a count: "callus paring 3"
_DENIAL = re.compile(r"(?<![a-z0-9])(?:no|without|non)[\s-]+([a-z]{3,})")


class Asked(NamedTuple):
    """A facet that a query asks for: all values that would do, whether it says so itself, and how it was said."""

    kind: str
    facets: tuple[Facet, ...]
    said: str
    outright: bool = True


class Structure(NamedTuple):
    """What a query asks as structure: facets, what is left of its text, words of it that only say structure."""

    asked: tuple[Asked, ...]
    rest: str
    said: frozenset[str]
    denied: tuple[str, ...] = ()  # words that a title must not say: "no stent"


@cache
def _figures() -> re.Pattern[str]:
    units = sorted(measures(), key=len, reverse=True)
    unit = "|".join(re.escape(each).replace(r"\ ", r"[\s-]+") for each in units)
    post = f"{_AND_UP}|{_AND_LESS}"
    return re.compile(
        rf"(?<![\w.])(?:(?P<first>first|opening|initial)\s+|(?P<pre>{_OVER}|{_FROM}|{_UNDER}|{_UP_TO})\s*)?"
        rf"(?:(?P<lead>level|lvl|lev|ages?|aged|x)\s*-?\s*)?"
        rf"(?P<a>{_NUMBER}|(?<=level\s)(?:iv|vi?|i{{1,3}})(?![a-z]))(?![\w]*\d)"
        rf"(?:\s*(?P<to>-|–|to|through|or|and|up to)\s*(?P<b>{_NUMBER}))?"
        rf"(?:\s*(?P<post>{post}))?(?:[\s-]*(?P<unit>{unit})(?![a-z0-9]))?(?:\s*(?P<late>{post}))?"
    )


# Without one of these no figure stands in a text: asked first, since the pattern of figures is a long one.
_MAY_COUNT = re.compile(rf"\d|level|{'|'.join(_NUMBER_WORDS)}")


class _Figure(NamedTuple):
    facet: Facet
    start: int
    end: int


def _number(text: str) -> float:
    word = _NUMBER_WORDS.get(text) or _ROMAN.get(text)
    return word if word is not None else float(text.replace(",", ""))


def _bounds(pre: str, post: str, a: float, b: float | None) -> tuple[float, float]:
    """Return the range that a figure says with the words around it."""
    if b is not None:
        return min(a, b), max(a, b)
    if re.fullmatch(_OVER, pre):
        return a + _STEP, inf
    if re.fullmatch(_FROM, pre) or re.fullmatch(_AND_UP, post):
        return a, inf
    if re.fullmatch(_UNDER, pre):
        return 0.0, a - _STEP
    if re.fullmatch(_UP_TO, pre) or re.fullmatch(_AND_LESS, post):
        return 0.0, a
    return a, a


@lru_cache(maxsize=512)
def _figures_in(text: str) -> tuple[_Figure, ...]:
    """Return the figures of *text* (lower case) that have a unit or a word that says what they count."""
    return tuple(_found_in(text)) if _MAY_COUNT.search(text) else ()


def _found_in(text: str) -> Iterator[_Figure]:
    known = measures()
    for found in _figures().finditer(text):
        lead, unit = found["lead"] or "", found["unit"] or ""
        post = found["post"] or found["late"] or ""
        name = re.sub(r"[\s-]+", " ", unit) or _LEADS.get(lead, "")
        measure = known.get(name)
        if measure is None:
            if not (lead == "x" or (re.fullmatch(_AND_UP, post) and found["a"])):
                continue
            measure = known["times"]
        if found["first"] and measure.kind in ("area", "minutes"):
            continue  # the first 20 sq cm are part of every larger wound
        pre = "" if found["to"] else (found["pre"] or "")
        low, high = _bounds(pre, post, _number(found["a"]), _number(found["b"]) if found["b"] else None)
        start, end = found.start("pre") if found["pre"] else found.start("a"), found.end()
        if lead:
            start = min(start, found.start("lead"))
        yield _Figure(Facet(measure.kind, "", low * measure.factor, high * measure.factor), start, end)


def _conditions_in(text: str, system: str) -> Iterator[tuple[Condition, int, int]]:
    pattern, by_said = conditions(system)
    for found in pattern.finditer(text):
        said = re.sub(r"[\s/&,-]+", " ", found.group()).strip()
        condition = by_said.get(said) or next(
            (by_said[said[:end] + "*"] for end in range(len(said), 2, -1) if said[:end] + "*" in by_said),
            None,
        )
        if condition is not None:
            yield condition, found.start(), found.end()


def facets_of(text: str, system: str) -> list[Facet]:
    """Return the facets that a title, a gloss or a name says."""
    low = text.lower()
    found = [figure.facet for figure in _figures_in(low)]
    for condition, _, _ in _conditions_in(low, system):
        found += [valued(condition.kind, value) for value in condition.values]
    found += [Facet(DENIED, stem(each[1])) for each in _DENIAL.finditer(low)]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=512)
def structure_of(text: str, system: str) -> Structure:
    """Return what a query asks as structure in the books of *system*."""
    low = text.lower()
    asked: list[Asked] = []
    said: set[str] = set()
    rest = low
    for figure in _figures_in(low):
        whole = low[figure.start : figure.end].strip()
        asked.append(Asked(figure.facet.kind, (figure.facet,), whole))
        rest = rest[: figure.start] + " " * (figure.end - figure.start) + rest[figure.end :]
    told = list(_conditions_in(low, system))
    for condition, start, end in told:
        values = tuple(valued(condition.kind, value) for value in condition.values)
        asked.append(Asked(condition.kind, values, low[start:end].strip(), condition.outright))
        if condition.outright:
            said.update(re.findall(r"[a-z0-9]+", low[start:end]))
    asked += [
        Asked("count", (Facet("count", "", float(n), float(n)),), n, outright=False)
        for n in _BARE.findall(rest)
    ]
    denied: list[str] = []
    for found in _DENIAL.finditer(rest):
        if not any(start <= found.start() < end for _, start, end in told):
            denied.append(found[1])
            rest = rest[: found.start()] + " " * (found.end() - found.start()) + rest[found.end() :]
    outright = {one.kind for one in asked if one.outright}
    kept = [one for one in asked if one.outright or one.kind not in outright]
    return Structure(tuple(kept), rest if rest.strip(" .,;-") else low, frozenset(said), tuple(denied))
