"""Charts as the command line shows them: the public JSON shapes, and finding one by its id."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from codeward.errors import UnknownChart

if TYPE_CHECKING:
    from codeward.charts import Chart, Curriculum

__all__ = ["chart_row", "document_row", "find", "key_json"]


def find(curriculum: Curriculum, chart_id: str) -> Chart:
    """Return the chart with this id. Raises UnknownChart, naming the nearest ids."""
    chart = curriculum.charts.get(chart_id)
    if chart is None:
        raise UnknownChart(chart_id, tuple(get_close_matches(chart_id, curriculum.charts, 3)))
    return chart


def chart_row(chart: Chart) -> dict[str, Any]:
    """Return what the list of charts says of one: nothing that gives the key away."""
    return {
        "id": chart.id,
        "number": chart.number,
        "title": chart.title,
        "patient_status": chart.patient_status,
        "claim": chart.claim.type,
        "claim_of": chart.claim.of,
        "specialty": chart.specialty,
        "difficulty": chart.difficulty,
        "coding_date": chart.coding_date.isoformat(),
    }


def document_row(document: Any) -> dict[str, Any]:
    """Return one document with its canonical text; offsets of evidence count its code points."""
    return {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "author": document.author.model_dump(mode="json"),
        "text": document.text,
    }


def key_json(chart: Chart) -> dict[str, Any]:
    """Return the key as JSON; every quote gets its start and end in its document."""
    texts = {document.id: document.text for document in chart.documents}
    key = chart.key.model_dump(mode="json", by_alias=True)
    _place(key, texts)
    return dict(key)


def _place(value: Any, texts: dict[str, str]) -> None:
    """Add start and end to everything in *value* that quotes a document."""
    if isinstance(value, list):
        for item in value:
            _place(item, texts)
    elif isinstance(value, dict):
        if "quote" in value and value.get("document") in texts and value.get("start") is None:
            start = _start(texts[value["document"]], value["quote"], value.get("occurrence") or 1)
            value["start"] = start
            value["end"] = None if start is None else start + len(value["quote"])
        for item in list(value.values()):
            _place(item, texts)


def _start(text: str, quote: str, occurrence: int) -> int | None:
    start = -1
    for _ in range(occurrence):
        start = text.find(quote, start + 1)
        if start < 0:
            return None
    return start
