"""An answer back into operations: what a new attempt begins with when a submitted answer is to be corrected.

The other way round from `fold`, without the history: each line and query that stands, once, with what it says now.
Folding what comes out gives the same answer again; a test holds it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from codeward.charts import Chart, Evidence
from codeward.web.charts.fold import Folded, FoldedLine, FoldedQuery
from codeward.web.charts.operations import Operation

__all__ = ["unfold"]

_OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)
Spans = Mapping[str, Mapping[str, Any]]


def unfold(answer: Folded, chart: Chart, source: str) -> Iterator[Operation]:
    """Yield the operations that make `answer`; evidence that is not in `chart` is left out.

    `source` is the public id of the attempt that it comes from: the ids of the operations follow from it, so that the
    same answer always gives the same ones.
    """
    space = uuid.uuid5(uuid.NAMESPACE_OID, source)
    for place, said in enumerate(_said(answer, chart)):
        # As JSON, as a page would have sent it: what is stored is then of one kind.
        yield _OPERATION.validate_json(json.dumps({"id": str(uuid.uuid5(space, str(place))), **said}))


def _said(answer: Folded, chart: Chart) -> Iterator[dict[str, Any]]:
    for line in answer.sequence():
        yield from _line(line)
        yield from _marks({"line": line.id}, line.evidence, chart)
    for query in answer.standing_queries():
        yield from _query(query)
        yield from _marks({"query": query.id, "part": "mention"}, query.evidence, chart)
        yield from _marks({"query": query.id, "part": "indicator"}, query.indicators, chart)


def _line(line: FoldedLine) -> Iterator[dict[str, Any]]:
    on = {"line": line.id}
    yield {
        "kind": "add_line",
        **on,
        "rank": line.rank,
        "line_kind": line.kind,
        "system": line.system,
        "code": line.code,
    }
    if line.doubt:
        yield {"kind": "set_doubt", **on, "doubt": True}
    for name in ("poa", "modifiers", "units", "pointers", "place", "provider", "em", "worked"):
        value = getattr(line, name)
        if value not in (None, []):
            yield {"kind": f"set_{name}", **on, name: value}
    if line.date is not None or line.through is not None:
        yield {"kind": "set_dates", **on, "date": line.date, "through": line.through}


def _query(query: FoldedQuery) -> Iterator[dict[str, Any]]:
    on = {"query": query.id}
    yield {"kind": "add_query", **on, "about": query.about}
    if query.kind is not None:
        yield {"kind": "set_query_kind", **on, "query_kind": query.kind}
    if query.to is not None:
        yield {"kind": "set_query_to", **on, "to": query.to}
    if query.options:
        yield {"kind": "set_query_options", **on, "options": query.options}


def _marks(target: dict[str, str], spans: Spans, chart: Chart) -> Iterator[dict[str, Any]]:
    for name, span in spans.items():
        if chart.misplaced(Evidence(**span)) is None:
            yield {"kind": "attach_evidence", **target, "evidence": name, **span}
