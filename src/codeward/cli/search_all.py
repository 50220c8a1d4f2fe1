"""`codeward search --system all`: one query over every book, with what each system answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from codeward.cli.output import (
    CLEAN,
    FINDINGS,
    asked_lines,
    complain,
    emit,
    found_nothing,
    hit_line,
    styled,
    warn_unless_in_force,
)
from codeward.codesets import SYSTEMS
from codeward.errors import QueryError

if TYPE_CHECKING:
    from codeward.search import Results

__all__ = ["run_all"]


def run_all(
    words: Sequence[str], *, as_json: bool, strict: bool, billable: bool, limit: int = 10,
    chapter: str | None = None, on: date | None = None,
) -> int:  # fmt: skip
    """Search every book, print the hits in one order, return the exit code: 1 where a query finds nothing."""
    from codeward.search import AllBooks, results_json

    if chapter is not None:
        raise QueryError("A chapter belongs to one code system", "Leave --chapter out, or name the --system")
    desk = AllBooks()
    missed = 0
    warned: set[str] = set()
    for query in asked_lines(["-"]) if list(words) == ["-"] else [" ".join(words)]:
        found = desk.search_all(query, limit, on=on, billable=billable, strict=strict)
        for tab in found.tabs:
            if tab.hits and tab.release not in warned:
                warned.add(tab.release)
                warn_unless_in_force(tab.book, on)
        if as_json:
            emit(results_json(found))
        else:
            _print(found)
        suggestion = f"Did you mean {found.did_you_mean}?" if found.did_you_mean else ""
        if not found.hits:
            missed += 1
            found_nothing(query, suggestion)
        elif suggestion:
            complain(suggestion)
    return FINDINGS if missed else CLEAN


def _print(found: Results) -> None:
    if found.hits:
        tabs = " · ".join(f"{SYSTEMS[tab.system].display} {tab.count}" for tab in found.tabs)
        print(styled(tabs, "2"))  # noqa: T201
    for hit in found.hits:
        print(f"{SYSTEMS[hit.system].display:<15}{hit_line(hit)}")  # noqa: T201
