"""The page "Add a rule to the edits", done in a scratch copy of the source."""

from __future__ import annotations

import doctest
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, blocks

PAGE = DOCS / "how-to" / "add-an-edit-rule.md"


@pytest.mark.proof
def test_the_rule_of_the_page_works_in_a_scratch_copy(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "web"))
    ((_, rule),) = blocks(PAGE, "yaml")
    with (tmp_path / "src" / "codeward" / "edits" / "data" / "claim.yaml").open(
        "a", encoding="utf-8"
    ) as file:
        file.write(rule)
    case, session = (text for _, text in blocks(PAGE, "py"))
    breaks, keeps = eval(case.replace("MOTHER", "None"))[0][1:4:2]
    more = "".join(
        f'>>> "CW-TG-010" in [f.rule for f in judged({tuple(codes.split())})]\n{expected}\n'
        for codes, expected in ((breaks, True), (keeps, False))
    )
    before = (
        "from datetime import date\n"
        "from codeward.codesets import books\n"
        "from codeward.claims import Claim, Patient, Statement\n"
        "from codeward.edits import Coded, check_diagnoses\n"
        'book = books.open("icd10cm", on=date(2026, 5, 12))\n'
        "day = date(2026, 5, 12)\n"
        'MOTHER = Claim("professional", Statement(day, day), patient=Patient(30, sex="female"))\n'
        "judged = lambda codes: check_diagnoses(Coded(codes, MOTHER), book)\n"
    )
    (tmp_path / "page.txt").write_text(session + "\n" + more, encoding="utf-8")
    run = f"{before}import doctest\nprint(doctest.testfile({str(tmp_path / 'page.txt')!r}, False, globs=globals()))"
    done = subprocess.run(
        [sys.executable, "-c", run],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    tried = len(doctest.DocTestParser().get_examples(session + "\n" + more))
    assert done.stdout.strip().endswith(f"TestResults(failed=0, attempted={tried})"), done.stdout


def test_the_row_of_the_page_has_the_rules_severity_and_citation() -> None:
    ((_, rule),), ((_, row),) = blocks(PAGE, "yaml"), blocks(PAGE, "text")
    _, rule_id, severity, _, citation, _ = (cell.strip() for cell in row.strip().split("|"))
    assert f"id: {rule_id}" in rule
    assert f"severity: {severity}" in rule
    assert f"citation: [{citation}]" in rule
