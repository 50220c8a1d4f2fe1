"""What the facts of the case say of a service beside another of the answer.

Only the facts of the key are read, never a list that is not on every machine: a grade is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from codeward.charts import AnswerLine, Chart
from codeward.grading.context import case_facts

__all__ = ["paired_away"]

_LISTS = ("ncci-ptp-practitioner", "ncci-ptp-outpatient")
# What a pair's modifier indicator means (NCCI Policy Manual, chapter I).
_INDICATORS = {
    "0": "no modifier parts them",
    "1": "only a modifier that the record proves parts them",
}


def paired_away(chart: Chart, line: AnswerLine, lines: Sequence[AnswerLine]) -> str:
    """Return a sentence where *line* is the second column of a national pair with another service; else nothing."""
    others = {one.code for one in lines if one is not line and one.system == line.system}
    for fact in case_facts(chart):
        said = _INDICATORS.get(str(fact.value)) if fact.list in _LISTS else None
        if said is not None and fact.codes[1:] == (line.code,) and fact.codes[0] in others:
            return f"National edits pair it with {fact.codes[0]}, in column 2: {said}. {fact.told}"
    return ""
