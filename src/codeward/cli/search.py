"""`codeward search WORDS…`: find codes by words, with Click or past it (see `codeward.cli.plain`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from codeward.cli.output import (
    CLEAN,
    FINDINGS,
    asked_lines,
    emit,
    found_nothing,
    hit_line,
    warn_unless_in_force,
)
from codeward.cli.plain import DATES, Readers, read
from codeward.codesets import books

if TYPE_CHECKING:
    pass

__all__ = ["ALL", "MOST", "quick", "run"]

MOST = 1000
ALL = "all"


def quick(arguments: list[str]) -> int | None:
    """Answer `search` with *arguments* if they are of the plain kind; return the exit code, else None."""
    flags = {"--json": "as_json", "--strict": "strict", "--billable": "billable"}
    options: Readers = {
        **DATES,
        "-n": ("limit", _limit),
        "--chapter": ("chapter", str),
        "--system": ("system", str),
    }
    plain = read(arguments, flags, options)
    return None if plain is None else run(plain[0], **plain[1])


def _limit(text: str) -> int:
    limit = int(text)
    if not 1 <= limit <= MOST:
        raise ValueError(text)
    return limit


def run(
    words: Sequence[str], *, as_json: bool, strict: bool, billable: bool, limit: int = 10,
    chapter: str | None = None, system: str = "icd10cm", on: date | None = None,
) -> int:  # fmt: skip
    """Search, print the hits, return the exit code: 1 where a query finds nothing."""
    if system == ALL:
        from codeward.cli.search_all import run_all

        return run_all(
            words, as_json=as_json, strict=strict, billable=billable, limit=limit, chapter=chapter, on=on
        )
    from codeward.search import open_searcher

    book = books.open(system, on, strict=strict)
    warn_unless_in_force(book, on)
    searcher = open_searcher(book)
    queries = asked_lines(["-"]) if list(words) == ["-"] else [" ".join(words)]
    missed = 0
    for query in queries:
        hits = searcher.search(query, limit, billable=billable, chapter=chapter, system=system)
        if as_json:
            emit([{**hit.to_json(), "release": books.describe(book)} for hit in hits])
        else:
            for hit in hits:
                print(hit_line(hit))  # noqa: T201
        if not hits:
            missed += 1
            near = searcher.suggest_words(query)
            found_nothing(query, f"Nearest words: {', '.join(near)}." if near else "")
    return FINDINGS if missed else CLEAN
