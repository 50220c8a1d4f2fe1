"""`codeward codesets`: install, list, remove, verify and compare the publishers' releases."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit, styled
from codeward.codesets import SYSTEMS, Book, Release, books, system_of_release
from codeward.errors import BookError

if TYPE_CHECKING:
    from codeward.codesets.install import Step

_MOST_SHOWN = 20


@click.group("codesets")
def command() -> None:
    """Install the publishers' releases, list, remove, verify or compare them."""


@command.command("install")
@click.argument("wanted", metavar="SYSTEM[=RELEASE]|RELEASE")
@click.option(
    "--from", "source", metavar="FILE|FOLDER|URL",
    help="The publisher's file as it comes, a folder of such files, or where it is fetched from.",
)  # fmt: skip
@click.option("--sha256", metavar="HEX", help="What the file must be, or it is refused.")
@json_option
def install(wanted: str, source: str | None, sha256: str | None, *, as_json: bool) -> int:
    """Install a release of SYSTEM with what its publisher hands out beside it, or everything of a RELEASE.

    RELEASE is a coding date, a year (FY2026) or an id (icd10cm-2025-10-01). Without --from it is fetched from its
    publisher, as the catalogue says. What is installed already is left alone.
    """
    from codeward.codesets.install import install as put
    from codeward.codesets.install import install_all

    progress = _Progress()
    system, release = _wanted(wanted)
    if system is None:
        if sha256 is not None:
            raise click.UsageError("a SHA-256 is that of one file: name the system that it is for.")
        rows = install_all(release, source=source, watch=progress.told)
    else:
        one = put(system, release, source=source, sha256=sha256, watch=progress.told)
        rows = (one, *one.beside)
    shapes = [{**_release(each.release), "path": str(each.path), "already": each.already} for each in rows]
    if as_json:
        emit(shapes if system is None else {**shapes[0], "beside": shapes[1:]})
        return CLEAN
    for each in rows:
        if each.already:
            print(f"{each.release.id} is already installed: {each.path}")  # noqa: T201
        else:
            print(f"installed {each.release.id}  {_dates(each.release)}\n    {each.path}")  # noqa: T201
    return CLEAN


def _wanted(words: str) -> tuple[str | None, str | None]:
    """Return system and release of what was asked for; no system where a year or a day alone was named."""
    system, equals, release = words.partition("=")
    if equals:
        return system.strip(), release or None
    found = system_of_release(words)
    if found is not None:
        return found, words
    return (None, words) if re.match(r"(?i)(FY ?)?\d", words) else (words.strip(), None)


class _Progress:
    """Says on standard error what goes on; while fetching, at most once a second."""

    def __init__(self) -> None:
        self.last = 0.0

    def told(self, step: Step) -> None:
        if step.kind != "fetch":
            complain(step.words)
            return
        if step.done != step.total and time.monotonic() - self.last < 1:
            return
        self.last = time.monotonic()
        end = "\n" if step.done == step.total or not sys.stderr.isatty() else "\r"
        sys.stderr.write(f"codeward: {step.words}{end}")
        sys.stderr.flush()


@command.command("list")
@click.option("--system", type=click.Choice(list(SYSTEMS)), metavar="SYSTEM", help="Only this system.")
@click.option("--all", "everything", is_flag=True, help="Also what the catalogue can fetch.")
@json_option
def list_releases(system: str | None, *, everything: bool, as_json: bool) -> int:
    """List the releases that can be opened, and with --all or --json those that can be installed."""
    rows = [row for row in _rows() if system in (None, row["system"])]
    if as_json:
        emit(rows)
    else:
        for row in rows:
            if everything or row["state"] != "catalogue":
                print(_line(row))  # noqa: T201
    bad = [row for row in rows if row["error"]]
    for row in bad:
        complain(row["error"])
    return FINDINGS if bad else CLEAN


def _rows() -> list[dict[str, Any]]:
    from codeward.codesets.install import catalogue

    today = books.today()
    rows = []
    for each in books.listed():
        state = "unreadable" if each.error else "installed" if each.source == "installed" else "packaged"
        rows.append(
            {
                **(_release(each.release) if each.release else _nothing(each.id)),
                "state": state,
                "in_force_today": each.release is not None and each.release.covers(today),
                "source": each.source,
                "error": each.error,
            }
        )
    there = {row["id"] for row in rows}
    rows += [
        {
            **_release(listed.release),
            "state": "catalogue",
            "in_force_today": listed.release.covers(today),
            "source": listed.files[0].url,
            "error": None,
        }
        for listed in catalogue.rows()
        if listed.files and listed.release.id not in there
    ]
    order = {name: place for place, name in enumerate(SYSTEMS)}
    return sorted(rows, key=lambda row: (order.get(row["system"], 99), row["from"] or "", row["id"]))


def _release(release: Release) -> dict[str, Any]:
    return {**release.to_json(), "system": release.system, "title": release.title}


def _nothing(name: str) -> dict[str, Any]:
    return {"id": name, "system": system_of_release(name), "title": None, "from": None, "to": None}


def _dates(release: Release) -> str:
    return f"{release.in_force_from} to {release.in_force_to or 'further notice'}"


def _line(row: dict[str, Any]) -> str:
    dates = f"{row['from']} to {row['to'] or 'further notice'}" if row["from"] else ""
    mark = styled("in force", "1") if row["in_force_today"] else ""
    return f"{row['id']:34}  {dates:24}  {row['state']:10}  {mark}".rstrip()


@command.command("remove")
@click.argument("release_id", metavar="RELEASE")
def remove(release_id: str) -> int:
    """Remove the installed RELEASE, an id or SYSTEM=RELEASE. Exit code 1 where it is not installed."""
    from codeward import settings
    from codeward.codesets.install import named
    from codeward.codesets.install import remove as take_away

    try:
        release_id = named(release_id).id if "=" in release_id else release_id
        done = take_away(release_id, settings.home())
    except BookError as e:
        complain(str(e))
        return FINDINGS
    print(f"removed {release_id}")  # noqa: T201
    if done.named_in:
        system = system_of_release(release_id)
        complain(
            f"answers or grades kept here name {release_id} (in {', '.join(done.named_in)}); to open them, "
            f"install it again: codeward codesets install {system}={release_id}"
        )
    return CLEAN


@command.command("verify")
@click.argument("release_ids", nargs=-1, metavar="[RELEASE]...")
@json_option
@click.pass_context
def verify(ctx: click.Context, release_ids: tuple[str, ...], *, as_json: bool) -> Any:
    """Compute the digest of every book, or of those named, and compare it with the one inside."""
    from codeward.cli.commands.books import verify as verify_books

    return ctx.invoke(verify_books, release_ids=release_ids, as_json=as_json)


@command.command("diff")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@json_option
def diff(old: str, new: str, *, as_json: bool) -> int:
    """Say what changed from release A to release B, each an id (icd10cm-2025-10-01) or SYSTEM=RELEASE.

    Where only the titles of a release are installed, they are compared.
    """
    from codeward.codesets.compare import diff as compare

    before, after = _book(old), _book(new)
    found = compare(before, after, _successors(before, after))
    if as_json:
        emit(found.to_json())
        return CLEAN
    print(f"{found.old.release.id} → {found.new.release.id}")  # noqa: T201
    groups: tuple[tuple[str, list[str]], ...] = (
        ("added", [f"{row.code} {row.description}" for row in found.added]),
        ("deleted", [_went(row.code, row.description, found.split) for row in found.deleted]),
        ("no longer billable", [_went(row.code, row.description, found.split) for row in found.not_billable]),
        ("retitled", [f"{row.code} {row.old} → {row.new}" for row in found.retitled]),
        ("headings", [f"{row.code} {row.change}: {row.new or row.old}" for row in found.headings]),
        ("instructions", [f"{row.code} {row.change}: {row.kind} {row.text}" for row in found.instructions]),
        ("facts", [f"{row.code} {row.name}: {row.old} → {row.new}" for row in found.facts]),
    )
    for name, lines in groups:
        if name == "instructions" and not found.instructions_compared:
            print("instructions: not compared, one of the two has none")  # noqa: T201
            continue
        print(f"{name}: {len(lines):,}")  # noqa: T201
        for line in lines[:_MOST_SHOWN] if sys.stdout.isatty() else lines:
            print(f"  {line}")  # noqa: T201
        if sys.stdout.isatty() and len(lines) > _MOST_SHOWN:
            print(f"  … {len(lines) - _MOST_SHOWN:,} more: --json, or send it to a file")  # noqa: T201
    return CLEAN


def _book(asked: str) -> Book:
    """Open the release that is named, by its id or as SYSTEM=RELEASE; where it is not there, its titles alone."""
    from codeward.codesets.install import named

    return books.open_release(named(asked).id)


def _successors(old: Book, new: Book) -> Callable[[str], Sequence[str]] | None:
    """Return what the conversion table, where one is installed, says of the codes that went."""
    if old.system != "icd10cm":
        return None
    from codeward.crosswalks import between

    return between(old.release.in_force_from, new.release.in_force_from)


def _went(code: str, description: str, split: dict[str, tuple[str, ...]]) -> str:
    return f"{code} {description}" + (f" → {', '.join(split[code])}" if code in split else "")
