"""Claims from the field on which an edit was silent."""

from __future__ import annotations

import json
from pathlib import Path

from codeward.claims import read_claim
from codeward.codesets import Shelf
from codeward.edits import scrub


def rules_for(codes: list[str], day: str = "2026-06-01", **patient: object) -> set[str]:
    claim = read_claim(
        {
            "kind": "outpatient",
            "statement": {"start": day, "through": day},
            "patient": patient,
            "diagnoses": [{"code": code} for code in codes],
        }
    )
    return {finding.rule for finding in scrub(claim, Shelf.on(claim.coded_on)).findings}


def test_codes_of_covid_stand_behind_the_obstetric_chapter(field: Path) -> None:
    (path,) = (field / "obstetric-priority-u-codes").glob("*.json")
    said = json.loads(path.read_text(encoding="utf-8"))
    found = rules_for(said["codes"], said["coding_date"], sex=said["sex"], age_years=said["age_years"])
    assert "CW-SQ-033" in found


def test_the_infection_after_a_procedure_stands_before_its_sepsis(field: Path) -> None:
    (path,) = (field / "postprocedural-sepsis-order").glob("*.json")
    claims = json.loads(path.read_text(encoding="utf-8"))
    found = [rules_for(codes) & {"CW-SQ-035", "CW-SQ-036", "CW-SQ-037"} for codes in claims]
    assert found == [{"CW-SQ-035"}, {"CW-SQ-035"}, {"CW-SQ-037"}]
