"""`codeward validate CODE…`: may each code stand on a claim, and if not, why and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from codeward.cli.commands.options import any_system_option, json_option, on_option, strict_option
from codeward.cli.desk import Desk
from codeward.cli.output import CLEAN, FINDINGS, asked_lines, complain, emit_list, styled
from codeward.codesets import Book, Validation, books, validate


@click.command("validate")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@any_system_option
@on_option
@strict_option
@json_option
def command(
    codes: tuple[str, ...], system: str | None, on: date | None, *, strict: bool, as_json: bool
) -> int:
    """Say whether each CODE is billable on the date (today), or why not ("-" reads one a line from standard input).

    ICD-10-CM and ICD-10-PCS codes are checked against the list of valid codes, which has the first and last day of
    each; HCPCS Level II and CPT codes against their book. Exit code 1 where any is not billable.
    """
    desk = Desk(system, on, strict=strict, checks=True)
    if system is not None:
        desk.book(system)
    wrong = 0
    untitled: set[str] = set()

    def answers() -> Iterator[tuple[Book, Validation]]:
        nonlocal wrong
        for asked in asked_lines(codes):
            book = desk.book_for(asked)
            answer = validate(book, asked, on)
            wrong += not answer.valid
            if answer.parent is not None and book.system not in untitled:
                untitled.add(book.system)
                complain(f"The title comes with the release: {books.install_command(book.system, on)}")
            yield book, answer

    if as_json:
        emit_list(
            {**answer.to_json(), "system": book.system, "release": books.describe(book)}
            for book, answer in answers()
        )
    else:
        for _, answer in answers():
            mark = styled("ok ", "32") if answer.valid else styled("no ", "31")
            print(f"{mark} {answer.asked}  {answer.reason}: {answer.message}")  # noqa: T201
            if answer.suggestions:
                print(f"    try: {', '.join(answer.suggestions)}")  # noqa: T201
    return FINDINGS if wrong else CLEAN
