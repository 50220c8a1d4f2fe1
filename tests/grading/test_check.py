"""The curriculum check: each kind of fault in a chart is found, named by place, and told with a way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from codeward.charts import Chart, Curriculum, load_curriculum, load_snapshot
from codeward.charts.upgrade import chart_from_1
from codeward.codesets import Shelf
from codeward.grading import check_curriculum
from codeward.grading.check import check_chart
from tests.charts.build import HEAD, files, ledger, line, make, pair, rejection

LINES = [line("d1", "I10"), line("d2", "J45.909")]


def by(role: str, *, signed: bool = True) -> dict[str, Any]:
    document = {**HEAD["documents"][0], "author": {"name": "Somebody", "role": role}, "signed": signed}
    return {"documents": [document]}


INPATIENT = {
    "patient_status": "inpatient",
    "claim": {"type": "facility"},
    "dates": {"admission": "2026-05-10", "discharge": "2026-05-12"},
}
BACKWARDS = {"admission": "2026-06-01", "discharge": "2026-05-12"}
WHY = {"reason": "So.", "citation": ["I.A.9"]}
ALTERNATIVE = {"instead_of": ["d2"], "use": [{"code": "J45.998"}], "credit": 1.0, **WHY}
# Takes the place of the first and the last of three ordered lines: no order of it can be right.
SPLIT = {"instead_of": ["d1", "d3"], "use": [{"code": "I16.0"}], "credit": 1.0, **WHY}


DENIAL = {"document": "note", "quote": "No fever.", "state": "negated", "status": "not_coded",
          "reason": "Denied.", "citation": ["I.A.19"]}  # fmt: skip


def policy(**lines: str) -> dict[str, Any]:
    return {"policy": {**HEAD["policy"], **lines}}


def cited(citation: str) -> Chart:
    return make([line("d1", "I10", citation=[citation]), LINES[1]])


def two(first: str, second: str) -> list[dict[str, Any]]:
    return [line("d1", first), line("d2", second)]


FAULTS = [
    ("line d1 code", "not billable", make(two("I12", "J45.909"))),
    ("line d2 code", "does not exist", make(two("I10", "J45.9999"))),
    ("ledger[2] rejects", "is a code of the key", make(LINES, ledger=ledger(LINES, rejection("I10")))),
    ("ledger[2] rejects", "not in icd10cm", make(LINES, ledger=ledger(LINES, rejection("Q99.99")))),
    ("line d1 near", "code of another line", make([line("d1", "I10", near=[{"code": "J45.909", **WHY}]), LINES[1]])),
    ("line d1 citation", "not citable", cited("Coding Clinic")),
    ("line d1 citation", "no such instruction", cited("Tabular I10 code_first")),
    ("line d1 citation", "has no X99.Q", cited("Tabular X99.Q")),
    ("objectives", "I.Z.9", make(LINES, objectives=["I.Z.9"])),
    ("line d1 evidence", "nurse", make(LINES, by("nurse"))),
    ("line d1 evidence", "laboratory", make(LINES, by("laboratory"))),
    ("line d1 evidence", "attending", make(LINES, by("attending", signed=False))),
    ("line d1 evidence", "radiologist", make(LINES, {**INPATIENT, **by("radiologist")})),
    ("line d2", "no entry of the ledger", make(LINES, ledger=ledger(LINES[:1]))),
    ("coding_date", "not the date of service", make(LINES, {"coding_date": "2026-05-13"})),
    ("coding_date", "not in force", make(LINES, {"coding_date": "2031-01-01", "dates": {"service": "2031-01-01"}})),
    ("dates", "admission after", make(LINES, {**INPATIENT, "dates": BACKWARDS})),
    ("title", "says the key's code", make(LINES, {"title": "Visit for J45909"})),
    ("abbreviations", "says the key's code", make(LINES, {"abbreviations": {"HTN": "I10"}})),
    ("line d2", "policy says omit", make(two("I10", "Z59.41"), policy(social_determinants="omit"))),
    ("line d2", "policy says open", make(two("I10", "Z79.82"), policy(status_z="open"))),
    ("line d2", "policy says report", make([line("d1", "I10"), line("d2", "Z79.82", "optional")])),
    ("ledger[2] citation", "this is denied", make(LINES, ledger=ledger(LINES, DENIAL))),
    ("lines", "is listed twice", make(two("I10", "I10"))),
    ("line d1 poa", "no POA", make(LINES, INPATIENT)),
    ("order", "circle", make(LINES, order=[pair("d1", "d2"), pair("d2", "d1")])),
    ("key", "scores", make(LINES, order=[pair("d2", "d1")])),
    ("first", "is required", make([line("d1", "I10", "optional"), LINES[1]])),
    ("edit CW-DX-002", "more than once", make(LINES, alternatives=[{**ALTERNATIVE, "use": [{"code": "I10"}]}])),
    ("alternatives[0]", "by its credit", make([*LINES, line("d3", "K21.9")], alternatives=[SPLIT],
        order=[pair("d1", "d2"), pair("d2", "d3")])),
    ("alternatives[0]", "uses no line", make(LINES, alternatives=[{**ALTERNATIVE, "use": []}])),
    ("alternatives[0] code", "not billable", make(LINES, alternatives=[{**ALTERNATIVE, "use": [{"code": "J45"}]}])),
    ("edit CW-EX-001", "Verify", make(two("F45.8", "G47.63"))),
    ("edit CW-SQ-001", "external cause", make(two("W00.0XXA", "S52.531A"))),
    ("edit CW-WL-002", "presumed related", make(two("I10", "N18.32"))),
    ("excludes1_exceptions", "do not both stand", make(LINES, excludes1_exceptions=[
        {"codes": ["F45.8", "G47.63"], "reason": "Unrelated.", "citation": ["I.A.12.a"]}])),
]  # fmt: skip


OPTIONAL = [line("d1", "I10"), line("d2", "J45.909", "optional")]
FAULTS.append(
    (
        "ledger[1]",
        "a required mention of optional lines only",
        make(OPTIONAL, ledger=[{**entry, "status": "required"} for entry in ledger(OPTIONAL)]),
    )
)


def test_a_note_that_holds_beside_others_may_be_cited(shelf: Shelf) -> None:
    # N18 has notes of several kinds; the one that is cited is among them.
    lines = [line("d1", "I12.9"), line("d2", "N18.32", citation=["Tabular N18 code_first"])]
    assert [p for p in check_chart(make(lines), shelf) if "citation" in p.where] == []


@pytest.mark.parametrize(("where", "says", "chart"), FAULTS, ids=[f"{w}: {s}" for w, s, _ in FAULTS])
def test_a_fault_is_found_and_told(shelf: Shelf, where: str, says: str, chart: Chart) -> None:
    hits = [p for p in check_chart(chart, shelf) if p.where.startswith(where) and says in p.message]
    assert hits, [str(p) for p in check_chart(chart, shelf)]
    assert hits[0].chart == "made-up"
    assert hits[0].way_out
    assert set(hits[0].to_json()) == {"chart", "where", "message", "way_out"}


def test_a_good_chart_has_no_problem(shelf: Shelf) -> None:
    assert check_chart(make(LINES, order=[pair("d1", "d2")]), shelf) == []


def test_a_presumed_link_is_answered_by_citing_it(shelf: Shelf) -> None:
    lines = [line("d1", "I10", citation=["I.A.15"]), line("d2", "N18.32")]
    assert [p for p in check_chart(make(lines), shelf) if "CW-WL" in p.where] == []


def test_what_cannot_be_loaded_is_a_problem_too(tmp_path: Path, shelf: Shelf) -> None:
    (tmp_path / "made-up").mkdir()
    for name, text in files(LINES).items():
        if name == "chart.yaml":
            (tmp_path / "made-up" / name).write_text(text, encoding="utf-8")
    problems = check_curriculum(load_curriculum(tmp_path, strict=False))
    assert [(p.chart, p.where, p.message) for p in problems] == [
        ("made-up", "key.yaml", "the file is missing")
    ]
    assert str(problems[0]) == "made-up (key.yaml): the file is missing. Write it."


def test_a_record_too_short_to_be_one_is_told(shelf: Shelf) -> None:
    made = files(LINES)
    made["documents/note.txt"] = "Finding d1.\nFinding d2.\nNo fever.\n"
    from codeward.charts import load_snapshot

    found = check_curriculum(Curriculum({"made-up": load_snapshot(made)}))
    assert any("words of record" in p.message for p in found)


def test_a_nurses_entry_in_a_physicians_document_supports_no_diagnosis() -> None:
    made = files(LINES)
    raw = chart_from_1(yaml.safe_load(made["chart.yaml"]))
    entry = {"quote": "Finding d2.", "author": {"name": "B. Nurse, RN", "role": "nurse"}}
    document = {**raw["documents"][0], "entries": [entry]}
    chart = load_snapshot({**made, "chart.yaml": yaml.safe_dump({**raw, "documents": [document]})})
    found = {problem.where: problem.message for problem in check_chart(chart)}
    assert "here: nurse" in found["line d2 evidence"]
    assert "line d1 evidence" not in found
