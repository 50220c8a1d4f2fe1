"""`codeward tree CODE`: where a code stands and what is below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from codeward.cli.commands.options import any_system_option, json_option, on_option, strict_option
from codeward.cli.desk import Desk
from codeward.cli.output import CLEAN, emit, styled
from codeward.codesets import Book, Concept, books


@click.command("tree")
@click.argument("code")
@click.option(
    "--depth", type=click.IntRange(0, 12), default=1, show_default=True, help="How many levels below."
)
@any_system_option
@on_option
@strict_option
@json_option
def command(
    code: str, depth: int, system: str | None, on: date | None, *, strict: bool, as_json: bool
) -> int:
    """Show CODE with everything above it and DEPTH levels below it."""
    book = Desk(system, on, strict=strict).book_for(code)
    concept = book[code]
    if as_json:
        above = [_row(book[ancestor]) for ancestor in concept.ancestors]
        emit({**_below(book, concept, depth), "ancestors": above, "release": books.describe(book)})
        return CLEAN
    indent = 0
    for ancestor in reversed(concept.ancestors):
        print(_line(book[ancestor], indent))  # noqa: T201
        indent += 1
    for line in _lines(book, concept, depth, indent):
        print(line)  # noqa: T201
    return CLEAN


def _row(concept: Concept) -> dict[str, Any]:
    return {
        "code": concept.code,
        "kind": concept.kind,
        "description": concept.description,
        "billable": concept.billable,
    }


def _below(book: Book, concept: Concept, depth: int) -> dict[str, Any]:
    below = [_below(book, book[child], depth - 1) for child in concept.children] if depth else []
    return {**_row(concept), "children": below}


def _line(concept: Concept, indent: int) -> str:
    mark = styled("●", "32") if concept.billable else "○"
    return f"{'  ' * indent}{mark} {styled(concept.code, '1')}  {concept.description}"


def _lines(book: Book, concept: Concept, depth: int, indent: int) -> Iterator[str]:
    yield _line(concept, indent)
    if depth:
        for child in concept.children:
            yield from _lines(book, book[child], depth - 1, indent + 1)
