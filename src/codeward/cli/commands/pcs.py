"""`codeward pcs 0DTJ`: the lawful ways to complete a code of ICD-10-PCS, one character at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from codeward.cli.commands.options import json_option, on_option, strict_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit, styled, warn_unless_in_force
from codeward.codesets import Book, books
from codeward.codesets.pcs.builder import Axis, Builder, State, parse_choices
from codeward.codesets.pcs.explain import explain

_AXIS = click.option(
    "--axis",
    "axes",
    multiple=True,
    metavar="N=C",
    help="A character at another position, such as 5=4. Repeats.",
)


@click.command("pcs")
@click.argument("prefix", default="")
@_AXIS
@click.option(
    "-n", "limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Codes to list."
)
@on_option
@strict_option
@json_option
def command(
    prefix: str, axes: tuple[str, ...], limit: int, on: date | None, *, strict: bool, as_json: bool
) -> int:
    """Say which characters may follow PREFIX ("?" leaves a position open) and which codes they make.

    Exit code 1 where no lawful code has these characters; the reason and the nearest codes are said.
    """
    book = books.open("icd10pcs", on, strict=strict)
    warn_unless_in_force(book, on)
    chosen = parse_choices(prefix, dict(map(_pair, axes)))
    state = Builder(book).state(chosen, limit)
    if not state.remaining:
        asked = "".join(chosen.get(place, "?") for place in range(1, max(chosen, default=0) + 1))
        message, near = explain(book, asked)
        if "?" in asked:
            message, near = f"No lawful code has {asked} at its beginning.", ()
        if as_json:
            emit({**_json(book, prefix, state), "reason": message, "nearest": list(near)})
        complain(f"{message} {'Nearest: ' + ', '.join(near) + '.' if near else ''}")
        return FINDINGS
    if as_json:
        emit({**_json(book, prefix, state), "reason": None, "nearest": []})
    else:
        _print(book, state, limit)
    return CLEAN


def _pair(text: str) -> tuple[int, str]:
    place, _, char = text.partition("=")
    if not place.isdigit() or not char:
        raise click.UsageError(f'"{text}" is not a position and a character. Write it as 5=4.')
    return int(place), char


def _json(book: Book, prefix: str, state: State) -> dict[str, Any]:
    """Return the public JSON shape: the next open axis with its values, every axis, the codes."""
    axis = state.next
    return {
        "prefix": prefix.upper(),
        "axis": axis.title if axis else None,
        "position": axis.position if axis else None,
        "values": axis.to_json()["values"] if axis else [],
        "axes": [each.to_json() for each in state.axes],
        "codes": list(state.codes),
        "count": state.remaining,
        "code": state.code,
        "title": state.title,
        "release": books.describe(book),
    }


def _print(book: Book, state: State, limit: int) -> None:
    if state.code is not None:
        print(f"{styled(state.code, '1')}  {state.title}")  # noqa: T201
    for axis in state.axes:
        if axis.chosen is not None:
            print(_line(axis, axis.chosen))  # noqa: T201
    axis_open = state.next
    if axis_open is not None:
        print(styled(f"Character {axis_open.position}, {axis_open.title}:", "1"))  # noqa: T201
        for value in axis_open.values:
            mark = styled("  (worked out from titles)", "2") if value.derived else ""
            print(f"  {styled(value.char, '1')}  {value.label}{mark}")  # noqa: T201
        print(f"{state.remaining} codes:")  # noqa: T201
        for code in state.codes:
            print(f"  {code}  {book[code].description}")  # noqa: T201
        if state.remaining > limit:
            print(f"  and {state.remaining - limit} more")  # noqa: T201
    print(styled(f"Checked against {book.release.title}.", "2"))  # noqa: T201


def _line(axis: Axis, chosen: str) -> str:
    label = next((value.label for value in axis.values if value.char == chosen), "")
    return f"  {axis.position} {axis.title}: {chosen}  {label}"
