"""Helpers: work that a learner did, made by the same calls that the pages make."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable

from codeward.charts import Chart
from codeward.web.accounts.models import User
from codeward.web.charts.api import Attempt, apply, chart_or_404, start, submit
from codeward.web.charts.operations import Batch

CHART = "walk-in-cough"


def batch(*operations: dict[str, object]) -> Batch:
    """Operations as a page would send them."""
    told = [{"id": str(uuid.uuid4()), **operation} for operation in operations]
    return Batch.model_validate_json(json.dumps({"operations": told}))


def coded(
    learner: User,
    codes: Iterable[str],
    chart_id: str = CHART,
    evidence: dict[str, tuple[str, str]] | None = None,
    query: str = "",
) -> Attempt:
    """An open attempt with these codes in sequence; `evidence`: by code, a document and words of it."""
    chart = chart_or_404(chart_id)
    attempt = start(learner, chart)
    for place, code in enumerate(codes):
        add = {"kind": "add_line", "line": f"l{place}", "code": code, "rank": float(place)}
        apply(attempt, batch(add))
        if evidence and code in evidence:
            apply(attempt, batch(attach(chart, f"l{place}", *evidence[code])))
    if query:
        apply(attempt, batch(*asked(chart, query)))
    return attempt


def asked(chart: Chart, text: str) -> list[dict[str, object]]:
    """The operations that ask `text` about what the key's first query is about, and for its kind of gap."""
    made: list[dict[str, object]] = [{"kind": "add_query", "query": "q", "about": text}]
    for wanted in chart.key.queries[:1]:
        mention = chart.evidence(wanted.evidence)[0].model_dump()
        made.append({"kind": "set_query_kind", "query": "q", "query_kind": wanted.kind})
        made.append({"kind": "attach_evidence", "query": "q", "evidence": "e", **mention})
    return made


def attach(chart: Chart, line: str, document: str, words: str) -> dict[str, object]:
    """The operation that attaches `words` of `document` to `line`."""
    begin = chart.document(document).text.index(words)
    span = {"document": document, "start": begin, "end": begin + len(words), "quote": words}
    return {"kind": "attach_evidence", "line": line, "evidence": f"e{begin}", **span}


def handed_in(
    learner: User,
    codes: Iterable[str],
    chart_id: str = CHART,
    evidence: dict[str, tuple[str, str]] | None = None,
    query: str = "",
) -> Attempt:
    """The same, submitted and graded."""
    attempt = coded(learner, codes, chart_id, evidence, query)
    submit(attempt)
    attempt.refresh_from_db()
    return attempt
