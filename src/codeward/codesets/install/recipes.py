"""From what was given choose the files of one release of one system, or say what was found instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.container.model import Release
from codeward.codesets.container.system import Recipe
from codeward.codesets.install import catalogue
from codeward.codesets.install.editions import Stated, end_of, fiscal, start_of_year, year_of
from codeward.codesets.install.sniff import KINDS, Sniffed, makes
from codeward.codesets.systems import SYSTEMS
from codeward.errors import CodewardError, LoaderError, quoted

__all__ = ["Asked", "Choice", "asked_for", "choose", "named"]

_MOST_NAMED = 8
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_SUFFIXES = (".xml", ".txt", ".csv", ".xlsx", ".pdf")  # of one thing in several forms the first is read


class Asked(NamedTuple):
    """What was asked for: a release by the day it came into force, by its year, by a day that it covers, or any."""

    words: str = ""
    start: date | None = None
    year: int | None = None
    on: date | None = None


class Choice(NamedTuple):
    """A release, the compiler that makes it and the files, in the compiler's order."""

    release: Release
    compiler: str
    files: tuple[Sniffed, ...]

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(each.path for each in self.files)


def asked_for(system: str, words: str | None) -> Asked:
    """Read RELEASE as people write it: 2025-11-12, FY2026, 2026, icd10cm-2025-10-01. Raises CodewardError."""
    if not words:
        return Asked()
    text = words.strip()
    if found := re.fullmatch(r"(?:FY ?)?(20\d\d)", text, re.IGNORECASE):
        return Asked(text, year=int(found[1]))
    whole = re.fullmatch(rf"{re.escape(system)}-(\d{{4}}-\d\d-\d\d)(?:-titles)?", text)
    try:
        if whole:
            return Asked(text, start=date.fromisoformat(whole[1]))
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return Asked(text, on=date.fromisoformat(text))
    except ValueError:
        pass
    raise CodewardError(
        f"{quoted(words)} is no release of {system}",
        f"Write a coding date (2026-05-12), a year (FY2026) or an id ({system}-2025-10-01)",
    )


def choose(system: str, found: Sequence[Sniffed], asked: Asked, given: str) -> Choice:
    """Return the release of *system* that the files *found* in *given* make.

    Raises LoaderError where none of them is of the system, none is of the release that was asked for, they are of
    several releases and none was named, or it cannot be told which they are of.
    """
    recipes = SYSTEMS[system].recipes
    kinds = {kind for recipe in recipes for kind in (*recipe.first, *recipe.second)}
    mine = [each for each in found if each.kind in kinds]
    if not mine:
        raise _nothing_of(system, found, recipes, given)
    starts = {
        each: _start(system, asked, Stated() if each.guessed and asked.words else each.edition)
        for each in mine
    }
    agreeing = [each for each in mine if starts[each] is not None]
    if not agreeing and asked.words:
        raise LoaderError(
            f"is not of {asked.words}: found {named(mine)}", "Name the release that it is of.", path=given
        )
    if not agreeing:
        raise LoaderError(
            f"does not say of which edition it is: found {named(mine)}",
            "Name it",
            path=given,
            command=f"codeward codesets install {system}=FY2026 --from {given}",
        )
    for recipe in recipes:
        first = _last([each for each in agreeing if each.kind in recipe.first], starts, asked)
        second = [each for each in agreeing if each.kind in recipe.second]
        if first and (second or not recipe.second):
            return _made(system, recipe, first, second, {e: s for e, s in starts.items() if s}, given)
    raise _nothing_of(system, found, recipes, given)


def _last(files: list[Sniffed], starts: dict[Sniffed, date | None], asked: Asked) -> list[Sniffed]:
    """Return the files of the edition in force on the day asked for: of several that cover it the last to begin."""
    days = [day for each in files if (day := starts[each])]
    return [each for each in files if starts[each] == max(days)] if asked.on and days else files


def _start(system: str, asked: Asked, edition: Stated) -> date | None:
    """Return when the release came into force that a file of *edition* makes; None where it is not what was asked."""
    year = year_of(system, edition.start) if edition.start else edition.year
    if asked.start:
        same = edition.start in (None, asked.start) and year in (None, year_of(system, asked.start))
        return asked.start if same else None
    if asked.year:
        return (edition.start or start_of_year(system, asked.year)) if year in (None, asked.year) else None
    if asked.on:
        return _start_on(system, asked.on, edition, year)
    return edition.start or (start_of_year(system, year) if year else None)


def _start_on(system: str, on: date, edition: Stated, year: int | None) -> date | None:
    if edition.start:
        end = end_of(system, edition.start, quarter=True)
        return edition.start if edition.start <= on and (end is None or on <= end) else None
    if year not in (None, year_of(system, on)):
        return None
    row = catalogue.covering(system, on)
    return row.release.in_force_from if row else start_of_year(system, year_of(system, on))


def _made(
    system: str,
    recipe: Recipe,
    first: list[Sniffed],
    second: list[Sniffed],
    starts: dict[Sniffed, date],
    given: str,
) -> Choice:
    days = {starts[each] for each in first}
    if len(days) > 1:
        raise LoaderError(
            f"holds several releases: {named(first)}",
            "Name one",
            path=given,
            command=f"codeward codesets install {system}={min(days)} --from {given}",
        )
    start = days.pop()
    # A file that names its year alone may be of any edition of the year; one that names its day is of that day.
    with_it = [each for each in second if starts[each] == start] or [
        each
        for each in second
        if each.edition.start is None and year_of(system, starts[each]) == year_of(system, start)
    ]
    if second and not with_it:
        raise LoaderError(
            f"mixes editions: {named([*first[:1], *second])}", "Give the files of one release.", path=given
        )
    chosen = _one_each(first) if recipe.every else [_preferred(first, recipe.first)]
    if recipe.second:
        chosen.append(_preferred(with_it, recipe.second))
    quarter = any(each.edition.start for each in chosen) or start.month != 1
    return Choice(_release(system, start, recipe.suffix, quarter=quarter), recipe.compiler, tuple(chosen))


def _preferred(files: Iterable[Sniffed], kinds: Sequence[str]) -> Sniffed:
    """Return the file of the first kind, in the first form; of several the last by name: a revision comes later."""
    ordered = sorted(files, key=lambda each: each.name, reverse=True)
    return min(ordered, key=lambda each: (kinds.index(each.kind), _form(each.path)))


def _one_each(files: Sequence[Sniffed]) -> list[Sniffed]:
    """Return the files without those that are another form (workbook beside text) of one before."""
    kept: dict[str, Sniffed] = {}
    for each in sorted(files, key=lambda each: (_form(each.path), each.name)):
        kept.setdefault(each.path.stem.lower(), each)
    return sorted(kept.values(), key=lambda each: each.name)


def _form(path: Path) -> int:
    suffix = path.suffix.lower()
    return _SUFFIXES.index(suffix) if suffix in _SUFFIXES else len(_SUFFIXES)


def _release(system: str, start: date, suffix: str, *, quarter: bool) -> Release:
    """Return the release that came into force on *start*: as the catalogue has it, else by the calendar."""
    row = catalogue.starting(system, start)
    if row is not None:
        title, end = row.release.title, row.release.in_force_to
    else:
        end = end_of(system, start, quarter=quarter)
        title = f"{SYSTEMS[system].display} {_called(system, start, quarter=quarter)}"
    if suffix:
        title += ", codes and titles"
    return Release(f"{system}-{start}{suffix}", system, title, start, end)


def _called(system: str, start: date, *, quarter: bool) -> str:
    if fiscal(system):
        update = "" if start.month == 10 else f", {_MONTHS[start.month - 1]} {start.year} update"
        return f"FY{year_of(system, start)}{update}"
    return f"{_MONTHS[start.month - 1]} {start.year}" if quarter else str(start.year)


def _nothing_of(system: str, found: Sequence[Sniffed], recipes: Sequence[Recipe], given: str) -> LoaderError:
    wanted = " or ".join(dict.fromkeys(KINDS[kind] for recipe in recipes for kind in recipe.first))
    way = f"Give the {wanted}."
    others = {other for each in found for other in makes(each.kind)} - {system}
    if others:
        way += f" What is there is for {', '.join(sorted(SYSTEMS[other].display for other in others))}."
    return LoaderError(f"holds no file for {SYSTEMS[system].display}; found: {named(found)}", way, path=given)


def named(files: Sequence[Sniffed]) -> str:
    """Return what was found, in words, what makes a book first."""
    ordered = sorted(files, key=lambda each: (each.kind == "other", each.name))
    shown = "; ".join(each.words for each in ordered[:_MOST_NAMED])
    more = len(files) - _MOST_NAMED
    return f"{shown}; and {more} more" if more > 0 else shown
