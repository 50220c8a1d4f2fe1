"""What a grade says of objectives and of chapters: counts of what was decided right. No HTTP, no words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codeward.charts import Chart
from codeward.codesets import Book

__all__ = ["Tally", "by_chapter", "by_objective", "chapter_of"]

Result = Mapping[str, Any]
# Rows that are about a code of the key.
_OF_KEY = {"right", "partial", "alternative", "near", "missing", "first"}


@dataclass(slots=True)
class Tally:
    """How many decisions there were, and how many were right."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        """Count one decision."""
        self.right += right
        self.total += 1


def chapter_of(code: str, book: Book) -> str | None:
    """The chapter ("1" to "22") that `code` stands in; None for a code that is not in the book."""
    concept = book.get(code)
    return None if concept is None else (concept.ancestors or (concept.code,))[-1]


def by_chapter(result: Result, book: Book, tallies: dict[str, Tally]) -> None:
    """Add a grade's required codes to `tallies` by chapter. Right is exact, or an alternative of full credit."""
    for row in _required(result):
        chapter = chapter_of(row["key"]["code"], book)
        if chapter is not None:
            tallies.setdefault(chapter, Tally()).add(_code_right(row))


def by_objective(chart: Chart, result: Result, tallies: dict[str, Tally]) -> None:
    """Add the decisions of a grade to `tallies` by the objectives that its chart teaches.

    A decision belongs to an objective when the key cites that section, or one below it, for it: each required code,
    each ruled order, the first place, each required query, each code that should not be there; and once a chart,
    whether everything that the section says to leave out was left out.
    """
    for objective in chart.key.objectives:
        for right in _decisions(chart, result, objective):
            tallies.setdefault(objective, Tally()).add(right)


def _decisions(chart: Chart, result: Result, objective: str) -> Iterator[bool]:
    def cites(citations: Iterable[str]) -> bool:
        return any(one == objective or one.startswith(f"{objective}.") for one in citations)

    key = chart.key
    cited_by = {line.id: line.citation for line in key.lines}
    for row in _required(result):
        if cites(cited_by.get(row["key"]["id"], row["citation"])):
            yield _code_right(row)
    if cites(key.first_citation):
        yield bool(result["figures"]["first_right"])
    broken = {row["key"]["id"] for row in result["rows"] if row["verdict"] == "order"}
    for pair in key.order:
        if cites(pair.citation):
            yield f"{pair.before}>{pair.after}" not in broken
    missed = {row["key"]["id"] for row in result["rows"] if row["verdict"] == "query_missing"}
    for query in key.queries:
        if query.required and cites(query.citation):
            yield query.id not in missed
    traps = [e for e in key.ledger if e.status == "not_coded" and e.rejects and cites(e.citation)]
    wrong = [row for row in result["rows"] if row["verdict"] in {"unsupported", "near"}]
    fallen = [row for row in wrong if any(entry.rejects_code(row["mine"]["code"]) for entry in traps)]
    if traps:
        yield not fallen
    for row in wrong:
        if row["verdict"] == "unsupported" and row not in fallen and cites(row["citation"]):
            yield False


def _required(result: Result) -> Iterator[Mapping[str, Any]]:
    for row in result["rows"]:
        if row["verdict"] in _OF_KEY and row["key"]["role"] == "required":
            yield row


def _code_right(row: Mapping[str, Any]) -> bool:
    # A right code in the wrong place is a right code: the place is a decision of its own.
    if row["verdict"] == "alternative":
        return bool(row["points"] >= row["possible"])
    return row["verdict"] in {"right", "first"}
