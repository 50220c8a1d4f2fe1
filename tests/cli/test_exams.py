"""`codeward exams` and the counts of the bank: forms without keys, matrix, impact of a release."""

from __future__ import annotations

import copy
from pathlib import Path

from tests.cli.conftest import Run, validator
from tests.practice.test_bank import BURN, SCENARIO, TEXT, lay

ON = ("--on", "2026-06-15")


def test_the_examinations_are_listed_with_what_nobody_confirmed(run: Run) -> None:
    done = run("exams", "list", "--json", *ON)
    validator("exams").validate(done.json)
    assert {row["exam"]: row["scored"] for row in done.json} == {
        "CCA": 90, "CCS": 97, "CIC": 61, "COC": 100, "CPC": 100, "CRC": 100}  # fmt: skip
    assert "Cases (?)" in run("exams", "list", *ON).out


def test_a_form_is_printed_without_keys_and_the_same_again(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {**BURN, "id": "cpc-d-901"}, {**TEXT, "id": "cpc-d-902"}, {**SCENARIO, "id": "ccs-i-901"})
    asked = ("exams", "form", "cpc", "--seed", "7", "--curriculum", str(tmp_path), "--json", *ON)
    done = run(*asked)
    validator("form").validate(done.json)
    assert {"exam", "version", "seed", "items"} <= set(done.json)
    assert done.json["seed"] == 7
    assert sum(item["domain"] == "d" for item in done.json["items"]) == 5
    assert {frozenset(item) for item in done.json["items"]} == {frozenset(("id", "kind", "domain", "scored"))}
    assert "right" not in done.out
    assert (done.code, len(done.json["items"])) == (0, 100)
    assert run(*asked).json == done.json


def test_what_the_bank_lacks_for_a_form_is_named_and_fails(run: Run) -> None:
    done = run("exams", "form", "CRC", "--seed", "7", "--json", *ON)
    assert done.code == 1
    assert "CRC dx: " in done.err


def test_a_form_has_one_size_and_a_section_that_is_there(run: Run) -> None:
    assert "one of them" in run("exams", "form", "CPC", "--half", "--minutes", "25").err
    assert "has no section zz" in run("exams", "form", "CPC", "--domain", "zz").err
    assert "no blueprint of" in run("exams", "form", "XYZ").err


def test_the_matrix_counts_what_is_there_and_what_lacks(run: Run, tmp_path: Path) -> None:
    before = {
        (row["exam"], row["domain"], row["what"]): row
        for row in run("items", "stats", "--json").json["sections"]
    }
    lay(tmp_path, {**BURN, "id": "cpc-d-901"}, {**SCENARIO, "id": "ccs-i-901"})
    done = run("items", "stats", "--json", "--curriculum", str(tmp_path))
    validator("items-stats").validate(done.json)
    after = {(row["exam"], row["domain"], row["what"]): row for row in done.json["sections"]}
    assert after["CPC", "d", "questions"]["there"] == before["CPC", "d", "questions"]["there"] + 1
    assert after["CCS", "i", "outpatient"]["there"] == before["CCS", "i", "outpatient"]["there"] + 1
    row = after["CPC", "k", "questions"]
    assert (row["a_form"], row["forms"], row["needed"]) == (10, 4, 40)
    assert row["lacking"] == max(0, 40 - row["there"])
    assert "lacking" in run("items", "stats").out


def test_an_item_whose_answer_a_release_changes_is_suspended_and_leaves_the_forms(
    run: Run, tmp_path: Path
) -> None:
    ended = copy.deepcopy(BURN)
    ended.update(id="cpc-d-903", kind="code", coding_date="2025-09-01")
    ended["options"] = [
        {**copy.deepcopy(BURN["options"][2]), "lines": [{"system": "icd10cm", "code": "G35"}]}
    ]
    lay(tmp_path, {**BURN, "id": "cpc-d-901"}, ended)
    beside = ("--curriculum", str(tmp_path))
    done = run("items", "impact", "--from", "2025-09-01", "--to", "2026-06-01", "--json", *beside)
    validator("impact").validate(done.json)
    assert "cpc-d-903" in done.json["suspended"]
    assert "cpc-d-901" not in done.json["suspended"]
    assert done.code == 1
    form = run("exams", "form", "CPC", "--seed", "1", "--domain", "d", "--json", *beside, *ON)
    ids = {item["id"] for item in form.json["items"]}
    assert "cpc-d-903" not in ids
    same = run("items", "impact", "--from", "2026-06-01", "--to", "2026-06-01", *beside)
    assert (same.code, same.out.strip()) == (0, "0 changed, 0 items suspended")
