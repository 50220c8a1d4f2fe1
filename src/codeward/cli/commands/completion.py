"""`codeward completion SHELL`: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click

from codeward.cli.output import CLEAN


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script. For bash: `codeward completion bash >> ~/.bashrc`."""
    from click.shell_completion import get_completion_class

    from codeward.cli.group import cli

    complete = get_completion_class(shell)
    assert complete is not None
    # The script alone: `source()` would run the shell to ask its version.
    script = complete(cli, {}, "codeward", "_CODEWARD_COMPLETE")
    print(script.source_template % script.source_vars())  # noqa: T201
    return CLEAN
