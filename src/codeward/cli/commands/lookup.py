"""`codeward lookup`, the long way: help, completion, mistakes. See `codeward.cli.lookup`."""

from __future__ import annotations

from datetime import date

import click

from codeward.cli.commands.options import any_system_option, json_option, on_option, strict_option
from codeward.cli.lookup import run


@click.command("lookup")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@any_system_option
@on_option
@strict_option
@json_option
def command(
    codes: tuple[str, ...], system: str | None, on: date | None, *, strict: bool, as_json: bool
) -> int:
    """Say what the book knows of each CODE ("-" reads one a line from standard input).

    With or without the dot, any case. Exit code 1 where a code is not found.
    """
    return run(codes, as_json=as_json, on=on, strict=strict, system=system)
