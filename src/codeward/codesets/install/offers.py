"""What may be installed: the catalogue's releases with size, source and license, and whether they are here already."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from codeward.codesets.container.model import Release
from codeward.codesets.install import catalogue
from codeward.codesets.releases import known
from codeward.codesets.systems import SYSTEMS

__all__ = ["License", "Offer", "license_of", "newer", "offers"]

# public: a work of the US government, free for everybody · numbers: such a work that lists a licensed system's code
# numbers; its publisher asks in the browser that the license be accepted · licensed: each licensee's own files.
License = Literal["public", "numbers", "licensed"]


class Offer(NamedTuple):
    """A release of the catalogue. `size` is bytes over all its files, None where one is not known."""

    release: Release
    publisher: str
    license: License
    files: tuple[catalogue.Remote, ...]
    size: int | None
    held: bool


def license_of(system: str) -> License:
    """Return on what terms the files of *system* are had. Raises KeyError for an unknown system."""
    row = SYSTEMS[system]
    if row.licensed:
        return "licensed"
    return "numbers" if row.numbers_of else "public"


def offers(home: Path, system: str | None = None) -> tuple[Offer, ...]:
    """Return what the catalogue can fetch (of *system*), newest first, and whether it is there already.

    A code list with titles alone does not stand for the whole release: that is still offered.
    """
    there = {row.release.id for row in known(home, system)}
    rows = [
        Offer(
            row.release,
            SYSTEMS[row.release.system].publisher,
            license_of(row.release.system),
            row.files,
            _size(row.files),
            row.release.id in there,
        )
        for row in catalogue.rows()
        if row.files and system in (None, row.release.system)
    ]
    return tuple(sorted(rows, key=lambda each: (each.release.in_force_from, each.release.id), reverse=True))


def newer(home: Path, system: str, today: date) -> tuple[Release, ...]:
    """Return the releases of *system* that the catalogue knows of and that follow all that are held, in their order.

    Those not in force yet are among them. What the catalogue does not know is not guessed: nobody is asked.
    """
    held = [row.release.in_force_from for row in known(home, system) if not row.release.titles_only]
    last = max(held, default=date.min)
    rows = [
        row.release
        for row in catalogue.rows()
        if row.release.system == system and row.release.in_force_from > last
    ]
    if not held:  # nothing to follow: only what is of use now or soon
        rows = [each for each in rows if each.in_force_to is None or each.in_force_to >= today]
    return tuple(sorted(rows, key=lambda each: each.in_force_from))


def _size(files: tuple[catalogue.Remote, ...]) -> int | None:
    sizes = [file.size for file in files]
    return None if None in sizes else sum(size for size in sizes if size is not None)
