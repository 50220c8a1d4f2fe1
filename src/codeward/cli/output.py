"""What the commands share: JSON and text on standard output, one-line messages on standard error.

Nothing here imports Click or rich, because the fast way of `codeward lookup` passes through here.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from codeward.cli.text import input_lines
from codeward.errors import quoted

if TYPE_CHECKING:
    from codeward.codesets import Book
    from codeward.search import Hit

__all__ = [
    "CLEAN",
    "FINDINGS",
    "USAGE",
    "asked_lines",
    "complain",
    "emit",
    "emit_list",
    "found_nothing",
    "hit_line",
    "styled",
    "warn_unless_checked",
    "warn_unless_in_force",
]

CLEAN, FINDINGS, USAGE = 0, 1, 2


def prepare_streams() -> None:
    """Let no byte that cannot be decoded or encoded, and no stream closed by the caller, stop a command.

    A closed stream is as good as the null device: read as empty, written to without trace. It is opened on the
    stream's own number, so that no file of ours can take that place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            lowest = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, open(lowest, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=errors)


def complain(message: str) -> None:
    """Say something on one line of standard error."""
    print("codeward:", " ".join(message.split()), file=sys.stderr)  # noqa: T201


def emit(value: Any) -> None:
    """Print *value* as one line of JSON."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201


def emit_list(values: Iterable[Any]) -> None:
    """Print *values* as one JSON list, one value a line, as they come."""
    lead = "["
    for value in values:
        sys.stdout.write(lead + json.dumps(value, ensure_ascii=False))
        lead = ",\n "
    sys.stdout.write("]\n" if lead != "[" else "[]\n")


def styled(text: str, code: str) -> str:
    """Return *text* in an ANSI style ("1" bold, "2" faint, "31" red …) where a person looks at a terminal."""
    return f"\x1b[{code}m{text}\x1b[0m" if sys.stdout.isatty() else text


def asked_lines(arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments; "-" stands for the lines of standard input without the empty ones."""
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        for line in input_lines():
            if line.strip():
                yield line.strip()


def warn_unless_in_force(book: Book, on: date | None) -> None:
    """Say on standard error that the release does not cover the date, if so."""
    if not book.in_force:
        from codeward.codesets.books import not_in_force, today

        complain(str(not_in_force(book.release, today() if on is None else on)))


def found_nothing(query: str, way: str = "") -> None:
    """Say that nothing was found and what to try."""
    if not query.strip():
        complain("the query is empty. Type words or a code, such as: codeward search cough")
    else:
        complain(f"nothing found for {quoted(query)}. {way or 'Try fewer or other words.'}")


def hit_line(hit: Hit) -> str:
    """Return what a search found as a line for people."""
    mark = styled("●", "32") if hit.billable else "○"
    return f"{mark} {styled(f'{hit.code:<9}', '1')} {hit.description}  {styled(hit.why, '2')}"


def warn_unless_checked(book: Book, on: date | None) -> None:
    """Say on standard error that nothing covers the date, if so: neither the list of valid codes nor the release."""
    from codeward.codesets import books, validity

    if validity.speaking(book.system, on or books.today()) is None:
        warn_unless_in_force(book, on)
