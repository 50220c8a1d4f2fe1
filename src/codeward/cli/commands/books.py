"""`codeward books list|verify`: the compiled books on this machine."""

from __future__ import annotations

import click

from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit
from codeward.codesets import CODING, books
from codeward.errors import CodewardError


@click.group("books")
def command() -> None:
    """List the compiled books, or verify that their bytes are whole."""


@command.command("list")
@json_option
def list_books(*, as_json: bool) -> int:
    """List every release, its dates in force and where its book lies."""
    rows = books.listed()
    if as_json:
        emit([_row(row) for row in rows])
    else:
        for row in rows:
            state = "unreadable" if row.error else "compiled" if row.compiled else "compiled at first use"
            dates = (
                f"{row.release.in_force_from} to {row.release.in_force_to or 'further notice'}"
                if row.release
                else ""
            )
            print(f"{row.id}  {dates}  {state}, {row.source}\n    {row.path}")  # noqa: T201
    bad = [row for row in rows if row.error]
    for row in bad:
        complain(row.error or "")
    return FINDINGS if bad else CLEAN


def _row(row: books.Listed) -> dict[str, object]:
    release = row.release
    return {
        **(release.to_json() if release else {"id": row.id, "from": None, "to": None}),
        "system": release.system if release else None,
        "source": row.source,
        "path": str(row.path),
        "compiled": row.compiled,
        "error": row.error,
    }


@command.command("verify")
@click.argument("release_ids", nargs=-1, metavar="[RELEASE]...")
@json_option
def verify(release_ids: tuple[str, ...], *, as_json: bool) -> int:
    """Read every book, or those named, and its search index, and compare their digests with those inside."""
    if any("=" in each for each in release_ids):
        from codeward.codesets.install import named

        release_ids = tuple(named(each).id if "=" in each else each for each in release_ids)
    rows = [row for row in books.listed() if not release_ids or row.id in release_ids]
    results = [(row.id, _fault(row)) for row in rows]
    results += [_unknown(each) for each in release_ids if each not in {row.id for row in rows}]
    if as_json:
        emit([{"id": release_id, "valid": error is None, "error": error} for release_id, error in results])
    for release_id, error in results:
        if error:
            complain(error)
        elif not as_json:
            print(f"ok  {release_id}")  # noqa: T201
    return FINDINGS if any(error for _, error in results) else CLEAN


def _fault(row: books.Listed) -> str | None:
    """Return what is wrong with the bytes of a listed book or its search index, compiling it where it is not there."""
    try:
        books.verify(row)
        if row.release is not None and row.release.system in CODING:
            from codeward import search

            search.verify(books.open_release(row.id))
    except CodewardError as e:
        return str(e)
    return None


def _unknown(release_id: str) -> tuple[str, str | None]:
    try:
        books.open_release(release_id).verify()
    except CodewardError as e:
        return release_id, str(e)
    return release_id, None
