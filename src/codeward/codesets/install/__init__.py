"""Install the publishers' own releases: open what was given, see what it is, compile it, put it in its place.

install("icd10cm", "FY2026", source=Path("icd10cm_order_2026.txt"))
install("icd10pcs", "2026-11-12")        fetched from where the catalogue says
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from codeward.codesets.install import catalogue
from codeward.codesets.install.aside import Order, Stopped, install_aside
from codeward.codesets.install.editions import start_of_year, year_of
from codeward.codesets.install.fetch import download
from codeward.codesets.install.installer import Installed, install_path, install_recognised
from codeward.codesets.install.naming import named
from codeward.codesets.install.offers import Offer, license_of, newer, offers
from codeward.codesets.install.recipes import Asked, asked_for
from codeward.codesets.install.removal import (
    Removed,
    bring_back,
    drop,
    left_aside,
    removable,
    remove,
    set_aside,
)
from codeward.codesets.install.steps import Step, Watch, unwatched
from codeward.codesets.releases import packaged
from codeward.codesets.systems import SYSTEMS
from codeward.codesets.systems import system as system_named
from codeward.errors import BookError, CodewardError, LoaderError
from codeward.locks import locked

__all__ = [
    "Installed",
    "Offer",
    "Order",
    "Removed",
    "Step",
    "Stopped",
    "Watch",
    "asked_for",
    "bring_back",
    "catalogue",
    "drop",
    "install",
    "install_all",
    "install_aside",
    "left_aside",
    "license_of",
    "named",
    "newer",
    "offers",
    "remote",
    "removable",
    "remove",
    "set_aside",
    "start_of_year",
    "year_of",
]


def install(
    system: str,
    release: str | None = None,
    *,
    source: Path | str | None = None,
    sha256: str | None = None,
    home: Path | None = None,
    watch: Watch = unwatched,
    loopback: bool = False,
) -> Installed:
    """Install a release of *system* and return where its book lies; what is installed already is left alone.

    *source* is a file or a folder as the publisher gives it, or a URL; without one the catalogue says where the files
    are. *release* is a coding date, a year (FY2026) or an id. Raises CodewardError.
    """
    from codeward import settings

    folder = home or settings.home()
    asked = asked_for(system_named(system).id, release)
    if isinstance(source, Path) or (isinstance(source, str) and "://" not in source):
        return install_path(system, release, Path(source), home=folder, sha256=sha256, watch=watch)
    if source is None:
        row = remote(system, asked)
        there = _packaged(row)
        if there is not None:
            return there
        files, name = row.files, row.release.id
        release = release or name
    else:
        files, name = (
            (catalogue.Remote(source, sha256),),
            f"url-{hashlib.sha256(source.encode()).hexdigest()[:16]}",
        )
    if sha256 is not None and len(files) > 1:
        raise LoaderError(f"{name} has {len(files)} files, and one SHA-256 was given", "Give one file.")
    with _fetched(files, folder / settings.DOWNLOADS / name, sha256, watch, loopback=loopback) as downloads:
        return install_path(system, release, downloads, home=folder, watch=watch)


def install_all(
    release: str | None = None,
    *,
    source: Path | str | None = None,
    home: Path | None = None,
    watch: Watch = unwatched,
    loopback: bool = False,
) -> tuple[Installed, ...]:
    """Install everything of a year or a day that lies in *source*, or that the catalogue can fetch.

    *release* is a coding date or a year (FY2027). What cannot be had or read is said with the reason and left. Raises
    CodewardError where nothing can be installed.
    """
    from codeward import settings

    folder = home or settings.home()
    if isinstance(source, str) and "://" in source:
        name = f"url-{hashlib.sha256(source.encode()).hexdigest()[:16]}"
        files = (catalogue.Remote(source, None),)
        with _fetched(files, folder / settings.DOWNLOADS / name, None, watch, loopback=loopback) as downloads:
            return install_recognised(release, downloads, home=folder, watch=watch)
    if source is not None:
        return install_recognised(release, Path(source), home=folder, watch=watch)
    done: dict[str, Installed] = {}
    for system, of in SYSTEMS.items():
        if system in done or not of.recipes or not _has(system, asked_for(system, release)):
            continue
        try:
            one = install(system, release, home=folder, watch=watch, loopback=loopback)
        except CodewardError as e:
            watch(Step("left", system, str(e)))
            continue
        done.update({each.release.system: each for each in (one._replace(beside=()), *one.beside)})
    if not done:
        raise LoaderError(f"Nothing of {release or 'today'} could be installed", "See what is said above")
    return tuple(done.values())


def _has(system: str, asked: Asked) -> bool:
    """Say whether the catalogue knows where the files of a release are."""
    try:
        remote(system, asked)
    except LoaderError:
        return False
    return True


@contextmanager
def _fetched(
    files: Sequence[catalogue.Remote],
    downloads: Path,
    sha256: str | None,
    watch: Watch,
    *,
    loopback: bool,
) -> Iterator[Path]:
    """Fetch the files into a folder that is there meanwhile; one process at a time."""

    def progress(name: str, read: int, total: int | None) -> None:
        watch(Step("fetch", name, done=read, total=total))

    with _alone(downloads):
        for number, file in enumerate(files):
            into, wanted = downloads / str(number), file.sha256 or sha256
            download(file.url, into, sha256=wanted, size=file.size, progress=progress, loopback=loopback)
        try:
            yield downloads
        finally:  # whole files that make no book would only be found again the next time
            shutil.rmtree(downloads, ignore_errors=True)


@contextmanager
def _alone(downloads: Path) -> Iterator[None]:
    """Let one process at a time fetch a release; those that come later find its book there."""
    with ExitStack() as stack:
        try:
            downloads.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(locked(downloads.with_name(f".{downloads.name}.lock")))
        except OSError as e:
            raise BookError(
                f"{downloads.parent} cannot be written ({e.strerror or e})",
                "Name another folder: CODEWARD_HOME",
            ) from e
        yield


def remote(system: str, asked: Asked) -> catalogue.Listed:
    """Return the release of the catalogue that was asked for; without a wish the one in force today, else the newest.

    Raises LoaderError where the catalogue has none, or not where its files are.
    """
    rows = [row for row in catalogue.rows() if row.release.system == system]
    day = asked.start or asked.on or (start_of_year(system, asked.year) if asked.year else None)
    found: catalogue.Listed | None
    if asked.start:
        found = catalogue.starting(system, asked.start)
    elif day is not None:
        found = catalogue.covering(system, day)
    else:
        found = catalogue.covering(system, date.today()) or max(  # noqa: DTZ011 - the day where the user is
            (row for row in rows if row.files), key=lambda row: row.release.in_force_from, default=None
        )
    if found is None or not found.files:
        ids = ", ".join(row.release.id for row in rows if row.files) or "none of it"
        words = asked.words or "this"
        raise LoaderError(
            f"The catalogue does not say where to fetch {words} of {system}",
            f"Download it from its publisher and give the file. In the catalogue: {ids}",
        )
    return found


def _packaged(row: catalogue.Listed) -> Installed | None:
    """Return the release where a package carries the whole of it."""
    for each in packaged():
        if each.release.id == row.release.id and each.compiler == "icd10cm":
            return Installed(each.release, each.folder, already=True)
    return None
