"""The page of the claim names every field of its JSON and every column of its table, and no other."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from codeward import claims
from codeward.claims import Claim, read_claim, read_table
from codeward.claims.table import CLAIM_COLUMNS, PART_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "claims.md").read_text(encoding="utf-8")
SECTIONS: dict[str, type[Any]] = {
    "The claim": Claim,
    "`statement`": claims.Statement,
    "`patient`": claims.Patient,
    "`admission`": claims.Admission,
    "`provider`": claims.Provider,
    "`diagnoses`": claims.Diagnosis,
    "`procedures`": claims.Procedure,
    "`lines`": claims.Line,
    "`drug`": claims.Drug,
    "`history`": claims.EarlierLine,
}


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def told(text: str) -> list[tuple[str, bool]]:
    """(name, whether it must be there) of each name in the first cells of a table."""
    return [
        (name, bool(star))
        for cell in re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
        for name, star in re.findall(r"`(\w+)`(\*?)", cell)
    ]


@pytest.mark.parametrize("title", SECTIONS)
def test_every_field_is_on_the_page_with_whether_it_must_be_there(title: str) -> None:
    shown = dict(told(section(title)))
    fields = {
        field.name: field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        for field in dataclasses.fields(SECTIONS[title])
    }
    if title == "`lines`":
        fields["system"] = False  # read from the code where it is left out
    assert shown == fields


def test_every_part_of_a_claim_has_its_section() -> None:
    parts = {getattr(claims, name) for name in claims.__all__ if isinstance(getattr(claims, name), type)}
    of_a_claim = {part for part in parts if dataclasses.is_dataclass(part)}
    assert of_a_claim == set(SECTIONS.values())


def test_every_column_of_the_table_is_on_the_page() -> None:
    shown = [name for name, _ in told(section("As a table"))]
    assert sorted(shown) == sorted([*CLAIM_COLUMNS, *PART_COLUMNS])


def test_the_examples_of_the_page_are_claims() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert read_claim(json.loads(example)).lines[0].charge == 14500
    (table,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    one, two = (read.claim for read in read_table(table.splitlines()))
    assert isinstance(one, Claim)
    assert isinstance(two, Claim)
    assert (one.id, one.lines[0].charge, one.lines[0].modifiers) == ("c1", 14500, ("25",))
    assert (two.kind, two.diagnoses[0].poa) == ("inpatient", "Y")
