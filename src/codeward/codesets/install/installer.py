"""Install a release: choose its files, compile them beside the old book, put the new one in its place by one rename.

Whatever happens in between, the book that was there stays until the new one is whole on the disk. Two processes that
install the same at once both end well: the second waits and finds the book there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.compile.build import write_atomically
from codeward.codesets.compile.compilers import compiler
from codeward.codesets.compile.writer import checked_digests, source_digest
from codeward.codesets.container import layout
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.codesets.install.archives import Limits, unpacked
from codeward.codesets.install.recipes import Asked, Choice, asked_for, choose, named
from codeward.codesets.install.sniff import Sniffed, sniff
from codeward.codesets.install.steps import Step, Watch, unwatched
from codeward.codesets.releases import SUFFIX, packaged
from codeward.codesets.systems import SYSTEMS
from codeward.codesets.systems import system as system_named
from codeward.errors import CodewardError, LoaderError
from codeward.settings import RELEASES

__all__ = ["Installed", "check_digest", "install_path", "install_recognised"]

# Codes that the list of valid codes has and the Tabular has not; two editions of one year differ by far fewer.
_MOST_APART = 100


class Installed(NamedTuple):
    """What is installed now, where its book lies, whether it was there before, and what was installed beside it."""

    release: Release
    path: Path
    already: bool
    beside: tuple[Installed, ...] = ()


def install_path(
    system: str,
    release: str | None,
    source: Path,
    *,
    home: Path,
    sha256: str | None = None,
    watch: Watch = unwatched,
    limits: Limits | None = None,
) -> Installed:
    """Install the release of *system* that lies in *source*, a file or folder as its publisher gives it.

    What the publisher hands out with it (the Index and its tables with the Tabular) is installed too if it is there.
    *release* is a coding date, a year or an id, where *source* holds several or does not say. Raises CodewardError.
    """
    asked = asked_for(system_named(system).id, release)
    if sha256 is not None:
        check_digest(source, sha256)
    watch(Step("read", source.name or str(source)))
    problems: list[LoaderError] = []
    with unpacked(source, limits, problems) as found:
        files = [sniff(each) for each in found]
        try:
            choice = choose(system, files, asked, str(source))
        except LoaderError as e:
            if problems:  # the file that was meant may be the one that could not be read
                raise LoaderError(f"{e.message}. Not read: {problems[0].message}", e.way_out) from e
            raise
        done = _put(choice, home, watch)
        of = Asked(done.release.id, start=done.release.in_force_from)
        return done._replace(
            beside=_each(SYSTEMS[system].beside, files, lambda _: of, str(source), home, watch)
        )


def install_recognised(
    release: str | None,
    source: Path,
    *,
    home: Path,
    watch: Watch = unwatched,
    limits: Limits | None = None,
) -> tuple[Installed, ...]:
    """Install whatever lies in *source* and makes a book, of *release* (a day or a year) if given.

    What cannot be installed is said and left. Raises CodewardError where there is nothing that can.
    """
    watch(Step("read", source.name or str(source)))
    with unpacked(source, limits, []) as found:
        files = [sniff(each) for each in found]
        done = _each(tuple(SYSTEMS), files, lambda name: asked_for(name, release), str(source), home, watch)
        if not done:
            raise LoaderError(
                f"holds nothing that can be installed{f' of {release}' if release else ''}: found {named(files)}",
                "Give the publisher's files, or name the system to hear what is missing.",
                path=str(source),
            )
        return done


def _each(
    systems: Sequence[str],
    files: Sequence[Sniffed],
    asked: Callable[[str], Asked],
    given: str,
    home: Path,
    watch: Watch,
) -> tuple[Installed, ...]:
    """Install the release of each of *systems* of which there are files; say why one is left."""
    done = []
    for name in systems:
        kinds = {kind for recipe in SYSTEMS[name].recipes for kind in recipe.first}
        if not any(each.kind in kinds for each in files):
            continue
        try:
            done.append(_put(choose(name, files, asked(name), given), home, watch))
        except LoaderError as e:
            watch(Step("left", name, e.message))
    return tuple(done)


def check_digest(path: Path, sha256: str) -> None:
    """Raise LoaderError where *path* is not the file with that SHA-256."""
    if path.is_dir():
        raise LoaderError("is a folder, which has no SHA-256", "Give the file itself.", path=str(path))
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as e:
        raise LoaderError(f"cannot be read ({e.strerror or e})", "Check the path.", path=str(path)) from e
    if found != sha256.strip().lower():
        raise LoaderError(
            f"has the SHA-256 {found}, not {sha256}", "Fetch it again, or check the digest.", path=path.name
        )


def _put(choice: Choice, home: Path, watch: Watch) -> Installed:
    release = choice.release
    for row in packaged():
        if row.release.id == release.id and row.compiler == choice.compiler:
            return Installed(row.release, row.folder, already=True)
    folder = home / RELEASES
    digests = checked_digests(release, choice.paths)
    digest = source_digest([*digests, choice.compiler])
    target = folder / f"{release.id}.f{layout.FORMAT}-{digest[:16]}{SUFFIX}"
    if target.exists() and not _whole(target):
        target.unlink(missing_ok=True)
    made = False

    def make() -> bytes:
        nonlocal made
        watch(Step("compile", release.id, ", ".join(path.name for path in choice.paths)))
        try:
            content = compiler(choice.compiler)(release, choice.paths, digests)
        except (RecursionError, OverflowError, MemoryError) as e:
            raise LoaderError(
                f"is not what an official file holds ({type(e).__name__})",
                "Fetch it again.",
                path=choice.paths[0].name,
            ) from e
        _refuse_mixed(content, choice)
        _refuse_less(content, target, release)
        _say_what_is_lost(content, target, release, watch)
        made = True
        return content

    write_atomically(target, make)
    _sweep(target, release)
    return Installed(release, target, already=not made)


def _whole(path: Path) -> bool:
    try:
        BookFile(path).verify()
    except CodewardError:
        return False
    return True


def _refuse_mixed(content: bytes, choice: Choice) -> None:
    """Refuse a Tabular and a code list of two years, whatever their names say."""
    if choice.compiler != "icd10cm":
        return
    apart = _manifest(content).get("not_in_tabular", [])
    if len(apart) > _MOST_APART:
        names = " and ".join(path.name for path in choice.paths)
        raise LoaderError(
            f"are of different editions: {len(apart)} codes of the list are not in the Tabular, such as {apart[0]}",
            "Give the Tabular and the code list of one release.",
            path=names,
        )


def _refuse_less(content: bytes, target: Path, release: Release) -> None:
    """Refuse to put edits for some claims in the place of edits for more: CMS has a file for each kind of claim."""
    new = set(_manifest(content).get("settings", ()))
    for old in target.parent.glob(f"{release.id}.f*{SUFFIX}"):
        try:
            lost = set(BookFile(old).manifest.get("settings", ())) - new
        except CodewardError:
            continue
        if lost and new:
            raise LoaderError(
                f"has edits for {_words(new)} claims; those installed for {_words(lost)} claims would be lost",
                "Put the files for all of them into one folder and install that, or remove that release first",
                command=f"codeward codesets remove {release.id}",
            )


def _say_what_is_lost(content: bytes, target: Path, release: Release, watch: Watch) -> None:
    """Say so where tables rebuilt from an order file take the place of the official ones, labels and all."""
    if _manifest(content).get("tables") != "rebuilt":
        return
    for old in target.parent.glob(f"{release.id}.f*{SUFFIX}"):
        with suppress(CodewardError):
            if BookFile(old).manifest.get("tables") == "official":
                watch(Step("lost", release.id))


def _words(settings: set[str]) -> str:
    return " and ".join(sorted(settings))


def _manifest(content: bytes) -> dict[str, Any]:
    _, _, _, _, _, offset, length, *_ = layout.HEADER.unpack_from(content)
    manifest: dict[str, Any] = json.loads(content[offset : offset + length])
    return manifest


def _sweep(target: Path, release: Release) -> None:
    """Remove the books of the same release that the new one stands for."""
    kept = {row.book_name for row in packaged() if row.release.id == release.id}
    for old in target.parent.glob(f"{release.id}.f*{SUFFIX}"):
        if old != target and old.name not in kept:
            with suppress(OSError):
                old.unlink()
