"""The words that both sides point at: where a learner's and the key's differ in punctuation alone, they are the same.

For the page alone: what a grade says of evidence is not touched, nor is what was handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codeward.charts import Chart

__all__ = ["leveled"]

Row = Mapping[str, Any]


def leveled(row: Row, chart: Chart) -> Row:
    """The row, each span of mine and of the key that differ only in marks and blanks at their ends as long as both.

    A learner who leaves out the period at the end of the key's words has marked the same words.
    """
    mine = [dict(span) for span in row["evidence"]["mine"]]
    key = [dict(span) for span in row["evidence"]["key"]]
    for one in mine:
        document = chart.documents_by_id.get(one["document"])
        for other in key:
            if document is not None and _same_words(document.text, one, other):
                both = {"start": min(one["start"], other["start"]), "end": max(one["end"], other["end"])}
                one.update(both)
                other.update(both)
    return {**row, "evidence": {**row["evidence"], "mine": mine, "key": key}}


def _same_words(text: str, one: Row, other: Row) -> bool:
    if one["document"] != other["document"]:
        return False
    starts, ends = sorted((one["start"], other["start"])), sorted((one["end"], other["end"]))
    if starts[1] >= ends[0]:
        return False
    return not any(map(str.isalnum, text[slice(*starts)] + text[slice(*ends)]))
