"""A learner's queries to the provider told as rows: judged, improper in their wording, and those that were owed."""

from __future__ import annotations

from fractions import Fraction

from codeward.charts import Answer, AnswerQuery, Chart, KeyQuery
from codeward.codesets import Shelf
from codeward.grading.model import Row, Side
from codeward.grading.queries import Asked, faults
from codeward.grading.scoring import QUERY, Scored

__all__ = ["query_rows"]

NOTHING = Fraction(0)


def query_rows(chart: Chart, answer: Answer, shelf: Shelf, scored: Scored) -> list[Row]:
    """Return a row for each query of the answer and each fault of its wording, then one for each that was owed."""
    key = chart.key
    asked = {one.mine: one for one in scored.asked}
    rows = []
    for i, mine in enumerate(answer.queries):
        improper = list(faults(mine, shelf))
        side = Side(mine.id or f"query{i + 1}", mine.text or f"Query {i + 1}", "")
        one = asked.get(i)
        rows.append(_query(chart, side, mine, one, bool(improper)))
        rows += [
            Row(
                "query_fault",
                side,
                None,
                NOTHING,
                NOTHING,
                change,
                rule=rule.id,
                mine_spans=mine.evidence,
            )
            for rule, change in improper
        ]
    found = {one.key for one in scored.asked}
    rows += [_unasked(chart, q) for j, q in enumerate(key.queries) if q.required and j not in found]
    return rows


def _query(chart: Chart, side: Side, mine: AnswerQuery, one: Asked | None, improper: bool) -> Row:
    """Return the row of a learner's query. Its words are shown beside the key's and never scored."""
    if one is None:
        lacks = _lacking(mine)
        told = (
            f"Without {lacks} it is not clear what this asks about."
            if lacks
            else "The record answers this, or no code in the key depends on it."
        )
        reason = f"{told} It costs and earns nothing."
        return Row("query_unneeded", side, None, NOTHING, NOTHING, reason, mine_spans=mine.evidence)
    query = chart.key.queries[one.key]
    worth = QUERY if query.required else NOTHING
    reason = query.reason
    if one.share < 1:
        reason = (
            f"The question is about the right mention, but the gap is of another kind: {_words(query.kind)}, "
            f"not {_words(mine.kind)}. {reason}"
        )
    elif improper:
        reason = f"A query is right here; what to change in the question is listed below. {reason}"
    return Row(
        verdict="query_right" if one.share == 1 else "query_near",
        mine=side,
        key=_query_side(query),
        points=worth * one.share,
        possible=worth,
        reason=reason,
        citation=query.citation,
        mine_spans=mine.evidence,
        key_spans=chart.evidence(query.evidence),
    )


def _unasked(chart: Chart, query: KeyQuery) -> Row:
    return Row(
        verdict="query_missing",
        mine=None,
        key=_query_side(query),
        points=NOTHING,
        possible=QUERY,
        reason=query.reason,
        citation=query.citation,
        key_spans=chart.evidence(query.evidence),
    )


def _query_side(query: KeyQuery) -> Side:
    text = "\n".join((query.text, *(f"– {option}" for option in query.options)))
    return Side(query.id, query.about, text, role="required" if query.required else "optional")


def _lacking(mine: AnswerQuery) -> str:
    """Return what a query has not, of the two by which it is known."""
    return " and ".join(
        name for name, there in (("a mention", mine.evidence), ("a kind of gap", mine.kind)) if not there
    )


def _words(kind: str | None) -> str:
    return (kind or "").replace("-", " ")
