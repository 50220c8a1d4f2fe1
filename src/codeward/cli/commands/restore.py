"""`codeward restore`: the school brings its data back."""

from __future__ import annotations

import click

from codeward.cli.handover import hand_over


@click.command("restore", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Bring a backup back; `codeward restore --help` lists what it takes."""
    return hand_over("restore", arguments)
