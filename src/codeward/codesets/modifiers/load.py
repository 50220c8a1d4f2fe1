"""Read the modifiers of the data files. A row without source or citation is left out: it is not taught."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from codeward.codesets.modifiers.model import KINDS, SETTINGS, Indicator, Level, Modifier, Pair, Setting
from codeward.errors import LoaderError

__all__ = ["Table", "level2", "table", "table_from"]

_FILE = "modifiers.csv"
_PAIRS = "conflicts.csv"
_LEVEL_2 = "level2.txt"


class Table(NamedTuple):
    """All modifiers by code in the order of the file, why those of one group exclude each other, and other pairs."""

    by_code: dict[str, Modifier]
    groups: dict[str, str]
    pairs: tuple[Pair, ...] = ()

    def pair(self, first: str, second: str) -> Pair | None:
        """Return what is said of two modifiers by name, in either order."""
        return next((row for row in self.pairs if {row.first, row.second} == {first, second}), None)


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the modifiers that Codeward carries."""
    folder = files(__package__).joinpath("data")
    return table_from(
        folder.joinpath(_FILE).read_text(encoding="utf-8"),
        json.loads(folder.joinpath("words.json").read_text(encoding="utf-8")),
        folder.joinpath(_PAIRS).read_text(encoding="utf-8"),
    )


def table_from(text: str, words: dict[str, Any], pairs: str = "") -> Table:
    """Return the table of a data file's *text*, the *words* it refers to and the *pairs* that exclude each other.

    Raises LoaderError with the line.
    """
    rows = csv.DictReader(text.splitlines())
    found: dict[str, Modifier] = {}
    for number, row in enumerate(rows, 2):
        try:
            if not row["source"].split() or not row["citation"]:
                continue
            modifier = _modifier(row, words)
        except (KeyError, ValueError) as e:
            raise LoaderError(f"{row.get('code')}: {e!r} is not understood", path=_FILE, line=number) from e
        if modifier.code in found:
            raise LoaderError(f"{modifier.code} stands there twice", path=_FILE, line=number)
        found[modifier.code] = modifier
    named = tuple(_pairs(pairs, words, found))
    return Table(_exclusive(found, named), words["groups"], named)


def _pairs(text: str, words: dict[str, Any], found: dict[str, Modifier]) -> Iterator[Pair]:
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        settings = row["settings"].split()
        both = (row["first"], row["second"])
        if not (
            row["why"] and row["citation"] and set(both) <= set(found) and set(settings) <= set(SETTINGS)
        ):
            raise LoaderError(f"{both} is not understood", path=_PAIRS, line=number)
        yield Pair(
            *both, tuple(_ranges(row["codes"], words["classes"])), tuple(cast(Setting, name) for name in settings),
            date.fromisoformat(row["from"]) if row["from"] else None, row["why"], row["citation"],
        )  # fmt: skip


def _exclusive(found: dict[str, Modifier], pairs: tuple[Pair, ...]) -> dict[str, Modifier]:
    """Complete what each excludes: the others of its groups, whatever excludes it, and the pairs of every line."""
    excluded = {code: set(modifier.excludes) for code, modifier in found.items()}
    for pair in pairs:
        if pair.everywhere:
            excluded[pair.first].add(pair.second)
    members: dict[str, list[str]] = {}
    for modifier in found.values():
        for group in modifier.groups:
            members.setdefault(group, []).append(modifier.code)
    for codes in members.values():
        for code in codes:
            excluded[code] |= set(codes) - {code}
    for code, others in list(excluded.items()):
        for other in others:
            excluded[other].add(code)
    return {
        code: modifier._replace(excludes=tuple(other for other in found if other in excluded[code]))
        for code, modifier in found.items()
    }


def _modifier(row: dict[str, str], words: dict[str, Any]) -> Modifier:
    kind, level = row["kind"], row["level"]
    settings = row["settings"].split()
    if kind not in KINDS or level not in ("cpt", "hcpcs") or not set(settings) <= set(SETTINGS):
        raise ValueError((kind, level, settings))
    for group in row["groups"].split():
        words["groups"][group]  # a group that nobody explains is a mistake
    return Modifier(
        row["code"], cast(Level, level), kind, row["meaning"],
        tuple(_ranges(row["codes"], words["classes"])), tuple(cast(Setting, name) for name in settings),
        tuple(row["groups"].split()), tuple(row["excludes"].split()), tuple(row["requires"].split()),
        date.fromisoformat(row["from"]) if row["from"] else None, date.fromisoformat(row["to"]) if row["to"] else None,
        row["citation"], row["note"],
        "; ".join(words["sources"][name] for name in row["source"].split()),
        "; ".join(words["verified"][name] for name in row["verified"].split()), _indicator(row.get("indicator") or ""),
    )  # fmt: skip


def _indicator(text: str) -> Indicator | None:
    """Return what "pc_tc=1,6" says: the indicator's name as the CPT book has it, and the values that allow it."""
    if not text:
        return None
    name, equals, values = text.partition("=")
    if not equals or not values:
        raise ValueError(text)
    return Indicator(name, tuple(values.split(",")))


@lru_cache(maxsize=1)
def level2() -> frozenset[str]:
    """Return the letters of every HCPCS Level II modifier that CMS lists (June 2024), taught here or not."""
    text = files(__package__).joinpath("data", _LEVEL_2).read_text(encoding="utf-8")
    return frozenset(code for row in text.splitlines() if not row.startswith("#") for code in row.split())


def _ranges(text: str, classes: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for part in text.split():
        for piece in classes.get(part, (part,)):
            first, _, last = piece.partition("-")
            if len(first) != 5 or len(last or first) != 5:
                raise ValueError(piece)
            yield first, last or first
