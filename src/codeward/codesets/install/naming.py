"""An installed release by any of the names that people give it: its id, a year, a day, with its system or without."""

from __future__ import annotations

from collections.abc import Sequence

from codeward.codesets import books
from codeward.codesets.container.model import Release
from codeward.codesets.install.editions import start_of_year, year_of
from codeward.codesets.install.recipes import asked_for
from codeward.codesets.systems import system, system_of_release
from codeward.errors import BookError, quoted

__all__ = ["named"]


def named(asked: str, systems: Sequence[str] = ()) -> Release:
    """Return the installed release that *asked* names: an id, SYSTEM=RELEASE, or a year or a day.

    A year or a day alone is of the first of *systems* that has a release of it. Of a year the release that begins with
    it is meant, else the last; where a whole release is not there, its titles.
    Raises BookError where none is installed, CodewardError for what names no release.
    """
    of, equals, words = asked.partition("=")
    if equals:
        return _of((system(of.strip()).id,), words, asked)
    known = {release.id: release for release in books.releases()}
    found = known.get(asked) or known.get(f"{asked}-titles")
    if found is not None:
        return found
    if system_of_release(asked) is not None or not systems:
        return books.open_release(asked).release  # raises, and says what is installed
    return _of(systems, asked, f"{systems[0]}={asked}")


def _of(systems: Sequence[str], words: str, asked: str) -> Release:
    for of in systems:
        wanted = asked_for(of, words)
        fitting = [
            release
            for release in books.releases(of)
            if (wanted.on and release.covers(wanted.on))
            or wanted.start == release.in_force_from
            or (wanted.year and wanted.year == year_of(of, release.in_force_from))
        ]
        begins = start_of_year(of, wanted.year) if wanted.year else None
        if fitting:
            return max(
                fitting,
                key=lambda each: (each.in_force_from == begins, each.in_force_from, not each.titles_only),
            )
    raise BookError(
        f"No release of {' or '.join(systems)} for {quoted(words)} is installed",
        "Install it",
        command=f"codeward codesets install {asked}",
    )
