"""`codeward prepare`: compile every book now, so that no later command waits."""

from __future__ import annotations

import click

from codeward.cli.output import CLEAN, complain


@click.command("prepare")
@click.option(
    "--processes", type=click.IntRange(1, 64), default=None, help="How many at once; 2 where there are two."
)
def command(processes: int | None) -> int:
    """Compile every book that Codeward carries, with its search index and the derived Index.

    Without it each is compiled when it is first used.
    """
    from codeward.ready import prepare

    seconds = prepare(complain, processes)
    print(f"Every book is ready ({seconds:.1f} s).")  # noqa: T201
    return CLEAN
