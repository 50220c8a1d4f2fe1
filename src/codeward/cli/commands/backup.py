"""`codeward backup`: the school saves its own data."""

from __future__ import annotations

import click

from codeward.cli.handover import hand_over


@click.command("backup", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Save database, secret key and kept books to one file; `codeward backup --help` lists what it takes."""
    return hand_over("backup", arguments)
