"""`codeward items`: what a writer of questions runs all day."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import yaml

from tests.cli.conftest import Run
from tests.practice.test_bank import BURN, SCENARIO, lay

OURS = "ccs-i-991"
"""An id that the bank itself has not."""


def test_a_folder_of_sound_items_is_clean_and_one_of_them_can_be_asked_for(run: Run, tmp_path: Path) -> None:
    folder = lay(tmp_path, BURN, SCENARIO)
    done = run("items", "check", str(folder))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].startswith("2 items checked, 0 problems")
    assert (
        run("items", "check", str(folder), "--only", "ccs").out.splitlines()[-1].startswith("1 items checked")
    )
    one = run("items", "check", str(folder / "form/cpc/d/cpc-d-001.yaml"))
    assert one.out.splitlines()[-1].startswith("1 items checked")


def test_what_is_wrong_is_told_with_its_file_and_its_rule(run: Run, tmp_path: Path) -> None:
    folder = lay(tmp_path, {**BURN, "stem": "Second degree, right. Which is NOT reported?"})
    done = run("items", "check", str(folder), "--json")
    assert done.code == 1
    assert [(row["rule"], row["path"]) for row in done.json if row["severity"] == "error"] == [
        ("S2", "items/form/cpc/d/cpc-d-001.yaml")
    ]
    nothing = run("items", "check", str(folder), "--only", "zzz")
    assert (nothing.code, nothing.out) == (2, "")
    assert "No item is called" in nothing.err


def test_an_item_is_begun_and_shown_with_and_without_its_key(run: Run, tmp_path: Path) -> None:
    path = Path(run("items", "new", "code", "cpc-s4-031", "--in", str(tmp_path)).out.strip())
    assert yaml.safe_load(path.read_text())["domains"] == {"cpc": "s4"}
    assert run("items", "new", "code", "cpc-s4-031", "--in", str(tmp_path)).code == 2
    lay(tmp_path, {**SCENARIO, "id": OURS})
    shown = run("items", "preview", OURS, "--curriculum", str(tmp_path))
    assert (shown.code, "N18.4" in shown.out) == (0, False)
    assert "N18.4" in run("items", "preview", OURS, "--key", "--curriculum", str(tmp_path)).out
    missing = run("items", "preview", OURS[:-1], "--curriculum", str(tmp_path))
    assert missing.code == 2
    assert OURS in missing.err


def test_questions_of_exams_are_written_only_where_they_are_asked_for(run: Run, tmp_path: Path) -> None:
    lay(tmp_path, {**SCENARIO, "id": OURS})
    table, package = tmp_path / "items.csv", tmp_path / "items.zip"
    assert run("items", "export", "--csv", str(table), "--curriculum", str(tmp_path)).code == 0
    assert OURS not in table.read_text()
    assert run("items", "export", "--csv", str(table), "--form", "--curriculum", str(tmp_path)).code == 0
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table.read_text(), newline=""))}
    assert "N18.4" in rows[OURS]["key"]
    assert run("items", "export", "--qti", str(package), "--form", "--curriculum", str(tmp_path)).code == 0
    assert f"items/{OURS}.xml" in zipfile.ZipFile(io.BytesIO(package.read_bytes())).namelist()
    assert run("items", "export", "--curriculum", str(tmp_path)).code == 2
