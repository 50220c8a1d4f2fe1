"""What a first submission says of skills: each required decision is one answer in the log that all learning shares.

Decisions are the required codes, the required queries, the first place where it is ruled, and each ruled order. Only
the submission that counts writes them, in one transaction with its grade: later tries and corrections add none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from codeward.charts import Chart
from codeward.grading import Grade as Judged
from codeward.grading import Row
from codeward.practice import Clue, skill_of, skill_of_row
from codeward.practice.mastery import Source
from codeward.web.charts.models import Attempt
from codeward.web.learning.api import ContentVersion, Given, record_all

__all__ = ["Decision", "decisions", "write"]

_OF_KEY = frozenset({"right", "partial", "alternative", "near", "missing", "first"})
_OF_QUERY = frozenset({"query_right", "query_near", "query_missing"})
_LONGEST = 120


class Decision(NamedTuple):
    """One thing that the key asks for: its id in the chart, its skill, what it got, and what the learner put there."""

    id: str
    skill: str
    right: bool
    credit: float
    mine: str = ""


def decisions(chart: Chart, judged: Judged) -> Iterator[Decision]:
    """Yield the required decisions of a chart, each once, as a grade by its key judged them."""
    asked = {query.id for query in chart.key.queries if query.required}
    for row in judged.rows:
        if row.key is None:
            continue
        if row.verdict in _OF_KEY and row.key.role == "required":
            yield _of_row(chart, row, right=_code_right(row))
        elif row.verdict in _OF_QUERY and row.key.id in asked:
            yield _of_row(chart, row, right=row.verdict == "query_right")
    if chart.key.first_citation:
        right = bool(judged.figures.first_right)
        yield _of_order("first", "first", chart.key.first_citation, right)
    broken = {row.key.id for row in judged.rows if row.verdict == "order" and row.key is not None}
    for pair in chart.key.order:
        name = f"{pair.before}>{pair.after}"
        yield _of_order(name, "order", pair.citation, name not in broken)


def _of_row(chart: Chart, row: Row, *, right: bool) -> Decision:
    credit = row.points / row.possible if row.possible else Fraction(right)
    mine = row.mine.code if row.mine is not None else ""
    name = row.key.id if row.key is not None else ""
    return Decision(name, skill_of_row(row, chart), right, float(max(credit, Fraction(0))), mine[:_LONGEST])


def _of_order(name: str, verdict: str, citation: tuple[str, ...], right: bool) -> Decision:
    return Decision(name, skill_of(Clue(verdict=verdict, citation=citation)), right, float(right))


def _code_right(row: Row) -> bool:
    # A right code in the wrong place is a right code: the place is a decision of its own.
    return row.verdict in {"right", "first"} or (row.verdict == "alternative" and not row.differs)


def write(
    attempt: Attempt, chart: Chart, judged: Judged, version: ContentVersion, at: datetime | None = None
) -> int:
    """Write the decisions of a submission that counts; return how many. Twice is once: each has its own key.

    `at`: when it was handed in, for one that was handed in before there was a log.
    """
    hints = min(attempt.helps.count(), 99)
    given = [
        Given(
            skill=one.skill,
            source=Source.CHART,
            item=f"{attempt.chart_id}#{one.id}",
            right=one.right,
            credit=one.credit,
            client_key=uuid5(NAMESPACE_URL, f"{attempt.public_id}#{one.id}"),
            version=version,
            kind="typed",
            option=one.mine,
            hints=hints,
        )
        for one in decisions(chart, judged)
    ]
    record_all(attempt.learner, given, ask=False, at=at)
    return len(given)
