"""What is improper in a query while it is written: the grader's own rules, told in practice and nowhere else."""

from __future__ import annotations

from typing import Any, Final

from pydantic import TypeAdapter

from codeward.charts import AnswerQuery, Chart
from codeward.codesets import Shelf
from codeward.errors import AnswerError
from codeward.grading import query_faults
from codeward.web import batches

__all__ = ["MAX_QUERY_BYTES", "hints", "read_query"]

MAX_QUERY_BYTES: Final = 65_536
_QUERY: TypeAdapter[AnswerQuery] = TypeAdapter(AnswerQuery)


def read_query(body: bytes) -> AnswerQuery:
    """Read a query in the shape of an answer's. Raises AnswerError, which names the field and what to do."""
    return batches.read(_QUERY, body, field="query", most=MAX_QUERY_BYTES, fault=AnswerError)


def hints(chart: Chart, query: AnswerQuery) -> list[dict[str, Any]]:
    """Each rule of form that the query breaks, with what to change."""
    return [
        {"rule": rule.id, "change": change}
        for rule, change in query_faults(query, Shelf.on(chart.coding_date))
    ]
