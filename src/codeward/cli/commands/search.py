"""`codeward search`, the long way: help, completion, mistakes. See `codeward.cli.search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codeward.cli.commands.options import json_option, on_option, strict_option
from codeward.cli.search import MOST, run

if TYPE_CHECKING:
    from datetime import date


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option(
    "-n", "limit", type=click.IntRange(1, MOST), default=10, show_default=True, help="At most so many."
)
@click.option("--billable", is_flag=True, help="Only codes that may stand on a claim.")
@click.option("--chapter", help='Only this chapter, such as "4".')
@click.option(
    "--system", default="icd10cm", show_default=True, help='The code system, or "all" for every book at once.'
)
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
    return run(
        words,
        as_json=as_json,
        strict=strict,
        billable=billable,
        limit=limit,
        chapter=chapter,
        system=system,
        on=on,
    )
