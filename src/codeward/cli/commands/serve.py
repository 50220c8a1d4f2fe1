"""`codeward serve`: hands over to the school's own process."""

from __future__ import annotations

import click

from codeward.cli.handover import hand_over


@click.command("serve", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> int:
    """Run the school on this machine; `codeward serve --help` lists what it takes."""
    return hand_over("serve", arguments)
