"""`codeward search WORDS…`: find codes by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from codeward.cli.commands.options import json_option, on_option, strict_option, system_option
from codeward.cli.output import CLEAN, FINDINGS, asked_lines, complain, emit, styled, warn_unless_in_force
from codeward.codesets import books
from codeward.errors import quoted

if TYPE_CHECKING:
    from datetime import date

    from codeward.search import Hit


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option(
    "-n", "limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="At most so many."
)
@click.option("--billable", is_flag=True, help="Only codes that may stand on a claim.")
@click.option("--chapter", help='Only this chapter, such as "4".')
@system_option
@on_option
@strict_option
@json_option
def command(
    words: tuple[str, ...], limit: int, chapter: str | None, system: str, on: date | None,
    *, billable: bool, strict: bool, as_json: bool,
) -> int:  # fmt: skip
    """Find codes by WORDS, best first ("-" reads one query a line from standard input).

    Typos, plurals, abbreviations and everyday words are understood. Exit code 1 where nothing is found.
    """
    from codeward.search import open_searcher

    book = books.open(system, on, strict=strict)
    warn_unless_in_force(book, on)
    searcher = open_searcher(book)
    queries = asked_lines(["-"]) if words == ("-",) else [" ".join(words)]
    missed = 0
    for query in queries:
        hits = searcher.search(query, limit, billable=billable, chapter=chapter, system=system)
        if as_json:
            emit([_row(hit) for hit in hits])
        else:
            for hit in hits:
                print(_line(hit))  # noqa: T201
        if not hits:
            missed += 1
            near = searcher.suggest_words(query)
            way = f"Nearest words: {', '.join(near)}." if near else "Try fewer or other words."
            complain(f"nothing found for {quoted(query)}. {way}")
    return FINDINGS if missed else CLEAN


def _row(hit: Hit) -> dict[str, Any]:
    return {
        "system": hit.system,
        "code": hit.code,
        "description": hit.description,
        "billable": hit.billable,
        "score": round(hit.score, 4),
        "why": hit.why,
    }


def _line(hit: Hit) -> str:
    mark = styled("●", "32") if hit.billable else "○"
    return f"{mark} {styled(f'{hit.code:<9}', '1')} {hit.description}  {styled(hit.why, '2')}"
