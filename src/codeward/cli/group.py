"""The Click group: knows the commands by name and one line of help, imports one only when it is called."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from codeward.cli.output import USAGE, complain

__all__ = ["cli", "invoke"]

# None of our shapes has a plugin of pydantic; looking for them reads the metadata of every installed package.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# name: (module in `codeward.cli.commands`, one line of help)
COMMANDS = {
    "lookup": "what the book says of a code",
    "search": "find codes by words",
    "index": "find words in the Alphabetic Index, verify in the Tabular",
    "guideline": "a section of the Official Guidelines, or find one by words",
    "pcs": "the lawful ways to complete a code of ICD-10-PCS",
    "tree": "a code, what it belongs to, what is below it",
    "validate": "may a code stand on a claim, and if not, why",
    "em": "the evaluation and management code of an encounter, with reasons",
    "units": "a drug's billing units, with JW and JZ",
    "anesthesia": "anesthesia units, modifiers and amount",
    "map": "from a code to another system, a category, a successor",
    "raf": "a risk score (HCC) with each of its addends",
    "scrub": "what a payer's edits say of a claim",
    "drg": "the MS-DRG of an inpatient stay, and why",
    "price": "what services or a claim pay, every factor shown",
    "drill": "questions on one skill, made from the books",
    "charts": "list the charts, or show one",
    "grade": "grade an answer to a chart, with reasons",
    "curriculum": "check every chart and key",
    "items": "the bank of questions: check, begin, show, count",
    "exams": "forms in the style of an examination, without keys",
    "serve": "run the school on this machine",
    "prepare": "compile every book now, so that nobody waits later",
    "codesets": "install, list, remove, verify, compare releases",
    "books": "list the compiled books, or verify them",
    "backup": "save the school's data to one file",
    "restore": "bring a backup back",
    "completion": "print the completion script for a shell",
}


class LazyGroup(click.Group):
    """A group whose commands are modules of `codeward.cli.commands`, each with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"codeward.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            way = f"Did you mean {near[0]}?" if near else "See codeward --help."
            raise click.UsageError(f'there is no command "{args[0]}". {way}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="codeward", prog_name="codeward")
def cli() -> None:
    """The official code books, charts and grading on the command line."""


def invoke(arguments: list[str]) -> int:
    """Run a command and return its exit code; mistakes of use become one line and exit code 2."""
    try:
        result: Any = cli.main(arguments, prog_name="codeward", standalone_mode=False)
    except click.UsageError as e:
        if isinstance(e, click.exceptions.NoArgsIsHelpError):
            print(e.format_message())  # noqa: T201
            return USAGE
        path = e.ctx.command_path if e.ctx is not None else " ".join(["codeward", *arguments[:1]])
        hint = "" if "--help" in e.format_message() else f" See {path} --help."
        message = e.format_message().rstrip(".")
        complain(message + ("" if message.endswith("?") else ".") + hint)
        return USAGE
    except click.ClickException as e:
        complain(e.format_message())
        return USAGE
    except click.exceptions.Exit as e:
        return e.exit_code
    except click.Abort as e:
        raise KeyboardInterrupt from e
    return result if isinstance(result, int) else 0
