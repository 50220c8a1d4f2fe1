"""Facts that charts bring along are those of CMS's lists of their edition: read again from the whole files."""

from __future__ import annotations

import csv
import lzma
from pathlib import Path

import pytest

from codeward.charts import CaseFact, Curriculum
from codeward.charts.traps import Mue

pytestmark = pytest.mark.shared

PAIRS = "ptp_practitioner_2024-07-01.csv.xz"
UNITS = "mue_practitioner_2024-07-01.csv.xz"
ADD_ON = "add_on_codes_2024-06-03.csv"


@pytest.fixture(scope="module")
def facts(curriculum: Curriculum) -> list[CaseFact]:
    return [fact for chart in curriculum.charts.values() for fact in chart.key.case_facts]


def rows(path: Path, beginning: frozenset[str] | None = None) -> list[list[str]]:
    """The rows of a list; with `beginning` only those whose first cell is one of them: there are millions of pairs."""
    raw = path.read_bytes()
    lines = (lzma.decompress(raw) if path.suffix == ".xz" else raw).decode().splitlines()[1:]
    if beginning is not None:
        lines = [line for line in lines if line.partition(",")[0] in beginning]
    return list(csv.reader(lines))


def of(facts: list[CaseFact], name: str) -> list[CaseFact]:
    found = [fact for fact in facts if fact.list == name]
    assert found
    return found


def test_pairs_and_their_indicators(facts: list[CaseFact], shared: Path) -> None:
    mine = of(facts, "ncci-ptp-practitioner")
    wanted = frozenset(code for fact in mine for code in fact.codes)
    listed = {
        (first, second): indicator
        for first, second, ended, indicator, _ in rows(shared / "ncci" / PAIRS, wanted)
        if first in wanted and second in wanted and not ended
    }
    for fact in mine:
        first, second = fact.codes
        if fact.value == "none":
            assert {(first, second), (second, first)} & set(listed) == set(), fact
        else:
            assert listed.get((first, second)) == fact.value, fact
        assert fact.edition.isoformat() == "2024-07-01"


def test_limits_of_units(facts: list[CaseFact], shared: Path) -> None:
    listed = {row[0]: Mue(units=int(row[1]), mai=int(row[2])) for row in rows(shared / "ncci" / UNITS)}
    assert {fact.codes[0]: fact.value for fact in of(facts, "mue-practitioner")} == {
        fact.codes[0]: listed[fact.codes[0]] for fact in of(facts, "mue-practitioner")
    }


def test_add_on_codes_and_their_primaries(facts: list[CaseFact], shared: Path) -> None:
    listed: dict[tuple[str, ...], str] = {
        (row[0], row[1]): f"type {row[2]}" for row in rows(shared / "ncci" / ADD_ON)
    }
    assert {fact.codes: fact.value for fact in of(facts, "add-on")} == {
        fact.codes: listed[fact.codes] for fact in of(facts, "add-on")
    }
