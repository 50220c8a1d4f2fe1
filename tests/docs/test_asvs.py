"""ASVS 5.0.0 up to level 2: every requirement has one row, and what is met names a test that is there."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "asvs.md"
STATES = ("met", "not applicable", "open")
ALL = 253  # of level 1 and 2


class Row(NamedTuple):
    id: str
    asks: str
    state: str
    how: str


def rows() -> list[Row]:
    found = re.findall(
        r"^\| (\d+\.\d+\.\d+) \| (.+?) \| ([a-z ]+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    return [Row(*one) for one in found]


def test_every_requirement_has_one_row_in_order() -> None:
    ids = [tuple(map(int, row.id.split("."))) for row in rows()]
    assert ids == sorted(set(ids))
    assert len(ids) == ALL


def test_they_are_those_of_the_standard(shared: Path) -> None:
    with (shared / "asvs" / "asvs_5.0.0_en.csv").open(encoding="utf-8-sig", newline="") as stream:
        wanted = {
            line["req_id"].removeprefix("V") for line in csv.DictReader(stream) if line["L"] in ("1", "2")
        }
    assert {row.id for row in rows()} == wanted


def test_no_sentence_of_the_standard_is_copied(shared: Path) -> None:
    with (shared / "asvs" / "asvs_5.0.0_en.csv").open(encoding="utf-8-sig", newline="") as stream:
        theirs = {
            line["req_id"].removeprefix("V"): line["req_description"].lower()
            for line in csv.DictReader(stream)
        }
    for row in rows():
        words = f"{row.asks} {row.how}".lower().split()
        for start in range(len(words) - 7):
            assert " ".join(words[start : start + 8]) not in theirs[row.id], row.id


def test_each_has_a_state_and_a_word_on_how() -> None:
    assert [row.id for row in rows() if row.state not in STATES or len(row.how) < 15] == []


def test_what_is_met_names_a_test_or_a_page_that_is_there() -> None:
    lost = []
    for row in rows():
        tests = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row.how)
        pages = re.findall(r"\]\(([\w./-]+\.md)(?:#[\w-]+)?\)", row.how)
        there = [
            (ROOT / file).is_file()
            and re.search(rf"^def {name}\(", (ROOT / file).read_text("utf-8"), re.MULTILINE)
            for file, name in tests
        ]
        there += [(PAGE.parent / page).is_file() for page in pages]
        there += [(ROOT / page).is_file() for page in re.findall(r"`([A-Z]+\.md)`", row.how)]
        if not all(there) or (row.state == "met" and not there):
            lost.append(row.id)
    assert lost == []


def test_the_counts_at_the_head_are_those_of_the_rows() -> None:
    counted = Counter(row.state for row in rows())
    head = PAGE.read_text("utf-8").split("\n## ", 1)[0]
    for state in STATES:
        assert f"{counted[state]} {state}" in head, f"{counted[state]} {state}"
