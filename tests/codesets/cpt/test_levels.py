"""The glosses of visits against the calculator's own table: two people wrote them, and they say the same."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from codeward.calculators import em
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
                assert re.search(rf"\b{newest}\+? minutes", gloss), (row, gloss)
            compared += 1
    assert compared > 40


def test_the_calculator_knows_of_deleted_codes_what_the_book_says(contents: Contents) -> None:
    """Their last day and successors have one home, the CPT book's own data."""
    rows = loaded("deleted.yaml")["rows"]
    codes = {code for row in rows for code in row["codes"]}
    assert len(codes) >= 30
    for code in codes:
        gloss = contents.glosses[code]
        found = em.deleted(code, date(2026, 5, 12))
        assert found is not None
        assert (found.last.isoformat(), found.instead) == (gloss.last, gloss.replaced_by)
    assert contents.glosses["99343"].replaced_by == ("99341", "99342", "99344", "99345")


def test_every_code_of_visits_that_ended_is_known_to_the_calculator(contents: Contents) -> None:
    ended = {code for code, row in contents.glosses.items() if row.last and "99201" <= code <= "99499"}
    assert ended == {code for row in loaded("deleted.yaml")["rows"] for code in row["codes"]}
