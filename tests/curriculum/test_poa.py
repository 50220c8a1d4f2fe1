"""Which diagnoses need no present-on-admission indicator is CMS's list of the fiscal year, read here from the file.

The list may be missing from a school, and then `codeward curriculum check` cannot ask it: this test does for ours.
"""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest

from codeward.charts import Chart, Curriculum, KeyLine

pytestmark = pytest.mark.shared
FY2026 = "mce/POAexemptCodesFY26.txt.xz"


@pytest.fixture(scope="module")
def exempt(shared: Path) -> frozenset[str]:
    text = lzma.decompress((shared / FY2026).read_bytes()).decode("latin-1")
    return frozenset(
        row[1].strip() for row in list(csv.reader(text.splitlines(), delimiter="\t"))[1:] if len(row) > 1
    )


def given(chart: Chart) -> Iterator[tuple[str, str | None]]:
    """The code and indicator of each diagnosis: of the lines, the alternatives, and the outcomes of queries."""
    key = chart.key
    for line in key.lines:
        if line.kind == "diagnosis":
            yield line.code, line.poa
    for alternative in key.alternatives:
        for use in alternative.use:
            if use.kind == "diagnosis":
                yield use.code, use.poa
    for query in key.queries:
        for outcome in query.outcomes:
            for add in outcome.add:
                if add.kind == "diagnosis":
                    yield add.code, add.poa


def test_the_exempt_codes_of_our_stays_are_those_of_the_list(
    curriculum: Curriculum, exempt: frozenset[str]
) -> None:
    stays = [chart for chart in curriculum.charts.values() if "poa" in chart.asks]
    assert len(exempt) > 30_000
    assert len(stays) >= 30
    assert all(2025 <= (chart.dates.discharge or chart.coding_date).year <= 2026 for chart in stays)
    wrong = [
        f"{chart.id}: {code} has {poa}, the list {'has' if code in exempt else 'does not have'} it"
        for chart in stays
        for code, poa in given(chart)
        if (poa == "exempt") != (code in exempt)
    ]
    assert wrong == []


def test_every_line_of_a_stay_has_an_indicator_or_is_exempt(curriculum: Curriculum) -> None:
    lines: list[KeyLine] = [
        line
        for chart in curriculum.charts.values()
        if "poa" in chart.asks
        for line in chart.key.lines
        if line.kind == "diagnosis"
    ]
    assert {line.poa for line in lines} >= {"Y", "N", "exempt"}
    assert all(line.poa for line in lines)
