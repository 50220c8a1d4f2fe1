"""CMS's files of 2019 and July 2024, against counts and slices that do not come from the loader."""

from __future__ import annotations

import csv
import io
import json
import lzma
from pathlib import Path

import pytest

from codeward.codesets import Book

pytestmark = pytest.mark.shared


def raw_2019(shared: Path) -> list[str]:
    text = lzma.decompress((shared / "hcpcs" / "HCPC2019_CONTR_ANWEB.txt.xz").read_bytes()).decode("latin-1")
    return [line for line in text.split("\r\n") if len(line) > 300]


def raw_2024(shared: Path) -> list[dict[str, str]]:
    raw = lzma.decompress((shared / "hcpcs_recent" / "hcpcs_level2_2024-07.csv.xz").read_bytes()).decode(
        "utf-8"
    )
    return list(csv.DictReader(io.StringIO(raw)))


def test_every_code_and_modifier_of_2019_is_there(shared: Path, book_2019: Book) -> None:
    lines = raw_2019(shared)
    assert sum(line[10] == "3" for line in lines) == book_2019.manifest["counts"]["kinds"]["code"] == 6440
    assert sum(line[10] == "7" for line in lines) == book_2019.manifest["modifiers"] == 360
    assert book_2019.manifest["not_understood_count"] == 0
    blob = book_2019.extra("modifiers")
    assert blob is not None
    assert {row["code"] for row in json.loads(bytes(blob))} == {
        line[3:5] for line in lines if line[10] == "7"
    }


def test_every_description_and_date_of_2019_is_the_files(shared: Path, book_2019: Book) -> None:
    long: dict[str, list[str]] = {}
    for line in raw_2019(shared):
        if line[10] in "34":
            long.setdefault(line[:5], []).append(line[11:91].strip())
    for line in raw_2019(shared):
        if line[10] != "3":
            continue
        concept = book_2019[line[:5]]
        assert concept.description.split() == " ".join(long[line[:5]]).split()
        assert concept.facts["short"] == line[91:119].strip()
        assert concept.facts["effective_from"].replace("-", "") == line[268:276]
        assert concept.facts.get("effective_to", "").replace("-", "") == line[284:292].strip()
        assert concept.facts["coverage"] == line[229]
        assert concept.billable == (not line[284:292].strip() or line[284:292] >= "20190101")


def test_every_row_of_2024_is_there(shared: Path, book_2024: Book) -> None:
    rows = raw_2024(shared)
    assert book_2024.manifest["counts"]["kinds"]["code"] == len(rows) == 8033
    assert book_2024.manifest["ended"] == sum(row["date_term"] != "" for row in rows) == 1058
    for row in rows:
        concept = book_2024[row["hcpcs_code"]]
        if row["desc_long"]:
            assert concept.description.split() == row["desc_long"].split()
        assert concept.facts["effective_from"] == row["date_added"]
        assert concept.facts.get("effective_to", "") == row["date_term"]
        assert ":".join(concept.facts.get("tos", [])) == row["tos"]
        assert concept.billable == (row["date_term"] == "")


def test_the_two_editions_tell_the_same_of_what_did_not_change(book_2019: Book, book_2024: Book) -> None:
    """Two files, two layouts, two readers: one answer, but for a word that CMS corrected without an action date."""
    both = same = units = 0
    for code in book_2019:
        old, new = book_2019[code], book_2024.get(code)
        if new is None or old.kind != "code":
            continue
        if old.facts.get("action_effective") != new.facts.get("action_effective"):
            continue
        if "short" in old.facts and new.description == "No description in this file":
            continue
        both += 1
        same += "".join(old.description.lower().split()) == "".join(new.description.lower().split())
        units += old.facts.get("unit") == new.facts.get("unit")
    assert both > 4500
    assert same / both > 0.98
    assert units / both > 0.99


def test_only_a_few_codes_stand_outside_every_range(book_2024: Book) -> None:
    codes = [code for code in book_2024 if book_2024[code].kind == "code"]
    assert len(codes) == 8033
    assert [code for code in codes if len(book_2024[code].parent or "") == 1] == []
