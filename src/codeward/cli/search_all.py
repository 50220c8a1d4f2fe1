"""`codeward search --system all`: one query over every book, with what each system answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from codeward.cli.output import CLEAN, FINDINGS, asked_lines, complain, emit, styled, warn_unless_in_force
from codeward.cli.search import found_nothing, line, row
from codeward.codesets import books
from codeward.codesets.systems import SYSTEMS
from codeward.errors import QueryError

if TYPE_CHECKING:
    from codeward.search.desk import Results

__all__ = ["run_all"]


def run_all(
    words: Sequence[str], *, as_json: bool, strict: bool, billable: bool, limit: int = 10,
    chapter: str | None = None, on: date | None = None,
) -> int:  # fmt: skip
    """Search every book, print the hits in one order, return the exit code: 1 where a query finds nothing."""
    from codeward.search.desk import Desk

    if chapter is not None:
        raise QueryError("A chapter belongs to one code system", "Leave --chapter out, or name the --system")
    desk = Desk()
    missed = 0
    warned: set[str] = set()
    for query in asked_lines(["-"]) if list(words) == ["-"] else [" ".join(words)]:
        found = desk.search_all(query, limit, on=on, billable=billable, strict=strict)
        for tab in found.tabs:
            if tab.hits and tab.release not in warned:
                warned.add(tab.release)
                warn_unless_in_force(tab.book, on)
        if as_json:
            emit(_shape(found))
        else:
            _print(found)
        suggestion = f"Did you mean {found.did_you_mean}?" if found.did_you_mean else ""
        if not found.hits:
            missed += 1
            found_nothing(query, suggestion)
        elif suggestion:
            complain(suggestion)
    return FINDINGS if missed else CLEAN


def _shape(found: Results) -> dict[str, Any]:
    return {
        "query": found.query,
        "count": found.count,
        "did_you_mean": found.did_you_mean,
        "systems": [
            {
                "system": tab.system,
                "display": SYSTEMS[tab.system].display,
                "count": tab.count,
                "release": books.describe(tab.book),
                "hits": [row(hit) for hit in tab.hits],
            }
            for tab in found.tabs
        ],
        "hits": [row(hit) for hit in found.hits],
        "groups": [
            {
                "system": group.system,
                "code": group.code,
                "description": group.description,
                "codes": [hit.code for hit in group.hits],
            }
            for group in found.groups
        ],
    }


def _print(found: Results) -> None:
    if found.hits:
        tabs = " · ".join(f"{SYSTEMS[tab.system].display} {tab.count}" for tab in found.tabs)
        print(styled(tabs, "2"))  # noqa: T201
    for hit in found.hits:
        print(f"{SYSTEMS[hit.system].display:<15}{line(hit)}")  # noqa: T201
