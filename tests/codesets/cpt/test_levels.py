"""The glosses of visits against the calculator's own table: two people wrote them, and they say the same."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import yaml

from codeward.codesets.cpt.tables import Contents

DATA = files("codeward.calculators.em") / "data"


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return found


def test_levels_and_minutes_are_those_of_the_calculator(contents: Contents) -> None:
    compared = 0
    for group in loaded("levels.yaml")["groups"]:
        for row in group["codes"]:
            gloss = contents.glosses[row["code"]].gloss
            assert any(level in gloss for level in row["levels"]), (row, gloss)
            if row.get("minutes"):
                newest = row["minutes"][-1]["least"]
                assert re.search(rf"\b{newest} minutes", gloss), (row, gloss)
            compared += 1
    assert compared > 40


def test_codes_that_are_no_more_ended_on_the_same_day(contents: Contents) -> None:
    rows = loaded("deleted.yaml")["rows"]
    assert len(rows) > 3
    for row in rows:
        for code in row["codes"]:
            gloss = contents.glosses.get(code)
            assert gloss is not None, code
            assert gloss.last == row["last"].isoformat(), code
            assert set(gloss.replaced_by) <= set(row["instead"]), code
