"""`codeward validate CODE…`: may each code stand on a claim, and if not, why and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from codeward.cli.commands.options import json_option, on_option, strict_option
from codeward.cli.output import CLEAN, FINDINGS, asked_lines, emit_list, styled, warn_unless_in_force
from codeward.codesets import Validation, books


@click.command("validate")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@on_option
@strict_option
@json_option
def command(codes: tuple[str, ...], on: date | None, *, strict: bool, as_json: bool) -> int:
    """Say whether each CODE is billable, or why not ("-" reads one a line from standard input).

    Exit code 1 where any is not. With --on a date that no release covers, no code is.
    """
    book = books.open("icd10cm", on, strict=strict)
    warn_unless_in_force(book, on)
    wrong = 0

    def answers() -> Iterator[Validation]:
        nonlocal wrong
        for asked in asked_lines(codes):
            answer = book.validate(asked, on)
            wrong += not answer.valid
            yield answer

    if as_json:
        emit_list(answer.to_json() for answer in answers())
    else:
        for answer in answers():
            mark = styled("ok ", "32") if answer.valid else styled("no ", "31")
            print(f"{mark} {answer.asked}  {answer.reason}: {answer.message}")  # noqa: T201
            if answer.suggestions:
                print(f"    try: {', '.join(answer.suggestions)}")  # noqa: T201
    return FINDINGS if wrong else CLEAN
