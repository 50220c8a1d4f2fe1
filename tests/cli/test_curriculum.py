"""`codeward charts`, `grade` and `curriculum check`, and the shapes that they share with the school."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import ValidationError

from codeward.charts import AnswerError, Curriculum, load_answer, load_curriculum
from codeward.curriculum import charts_folder, program
from codeward.grading import key_sequence
from codeward.grouper import available
from tests.cli.conftest import Run, validator
from tests.grading.claims import answered, stay


@pytest.fixture(scope="module")
def curriculum() -> Curriculum:
    return load_curriculum()


@pytest.fixture(scope="module")
def chart_id(curriculum: Curriculum) -> str:
    return next(iter(curriculum.charts))


def test_the_list_says_nothing_of_the_keys(run: Run, curriculum: Curriculum) -> None:
    done = run("charts", "--json")
    validator("charts").validate(done.json)
    assert done.code == 0
    # A draft of ours is listed nowhere.
    assert [row["id"] for row in done.json] == list(curriculum.practice())
    assert all("key" not in row and "lines" not in row for row in done.json)
    lines = run("charts").out.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(curriculum.practice())


def test_a_chart_has_its_documents_and_the_key_only_when_asked(run: Run, chart_id: str) -> None:
    plain = run("charts", chart_id, "--json")
    whole = run("charts", chart_id, "--json", "--key")
    validator("chart").validate(plain.json)
    validator("chart").validate(whole.json)
    assert "key" not in plain.json
    texts = {document["id"]: document["text"] for document in whole.json["documents"]}
    spans = [span for line in whole.json["key"]["lines"] for span in line["evidence"]]
    assert spans
    assert all(texts[s["document"]][s["start"] : s["end"]] == s["quote"] for s in spans)


def test_a_chart_for_people_has_its_text_and_says_that_it_is_synthetic(
    run: Run, chart_id: str, curriculum
) -> None:
    done = run("charts", chart_id)
    assert done.code == 0
    assert "the patient does not exist" in done.out
    assert "\nTo code: diagnoses.\n" in done.out
    assert all(document.text.strip() in done.out for document in curriculum.charts[chart_id].documents)
    assert "== Key" not in done.out
    assert "== Key" in run("charts", chart_id, "--key").out


def test_an_unknown_chart_is_exit_code_1_and_names_the_nearest(run: Run, chart_id: str) -> None:
    done = run("charts", chart_id[:-1])
    assert (done.code, done.out) == (1, "")
    assert chart_id in done.err


def test_a_key_without_a_chart_is_wrong_use(run: Run) -> None:
    done = run("charts", "--key")
    assert (done.code, done.out) == (2, "")


def answer_of(codes: list[str]) -> dict[str, object]:
    lines = [{"kind": "diagnosis", "system": "icd10cm", "code": code} for code in codes]
    return {"schema": 1, "lines": lines, "queries": []}


def test_an_empty_answer_scores_0_and_every_difference_has_its_reason(
    run: Run, chart_id: str, tmp_path: Path
) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer_of([])))
    done = run("grade", chart_id, str(path), "--json")
    validator("grade").validate(done.json)
    assert (done.code, done.json["score"]) == (1, 0)
    assert done.json["differences"]
    assert all(d["reason"] for d in done.json["differences"])
    text = run("grade", chart_id, str(path))
    assert text.code == 1
    assert text.out.startswith("0 of 100")


def test_the_keys_own_codes_in_order_score_100_and_exit_clean(run: Run, curriculum: Curriculum) -> None:
    chart = next(c for c in curriculum.charts.values() if not c.key.queries)
    codes = [line.code for line in key_sequence(chart)]
    done = run("grade", chart.id, "-", "--json", stdin=json.dumps(answer_of(codes)))
    assert (done.code, done.json["score"], done.json["differences"]) == (0, 100, [])
    assert done.json["release"] == "icd10cm-2026-04-01"


def shown(run: Run, chart: str, *codes: str, **more: object) -> str:
    return run("grade", chart, "-", stdin=json.dumps({**answer_of(list(codes)), **more})).out


def test_a_code_out_of_place_is_told_by_its_places(run: Run) -> None:
    text = shown(run, "quarterly-clinic-visit", "N18.32", "E11.22", "I12.9", "Z79.4", "Z79.84")
    assert "\nE11.22: place 2 → place 1  -1 points\n" in text
    assert "E11.22 → E11.22" not in text
    text = shown(run, "driveway-wrist-injury", "S52.531A", "Y92.014", "Y93.H1", "Y99.8", "W00.0XXA")
    assert "\nW00.0XXA before Y92.014, Y93.H1 and Y99.8 (W00.0XXA is at place 5)  -0.25 points\n" in text


def test_an_excludes1_note_is_told_once_with_its_codes(run: Run) -> None:
    text = shown(run, "memory-clinic-review", "F03.B11", "G30.9")
    assert text.count("Excludes1 note") == 1
    assert "An Excludes1 note of G30.9 excludes F03.B11 with it: “senile dementia NOS (F03.-)”." in text


def test_a_query_that_asks_nothing_of_the_key_is_told(run: Run) -> None:
    text = shown(run, "ward-fever", "N39.0", "B96.20", queries=[{"about": "Is there a fracture?"}])
    assert "\nIs there a fracture?  no points\n" in text
    assert "Without a mention and a kind of gap it is not clear what this asks about" in text
    assert "Choose the kind of gap" in text


def test_what_the_chart_does_not_ask_for_is_told(run: Run) -> None:
    line = {"kind": "procedure", "system": "icd10pcs", "code": "02703DZ"}
    coded = [{"kind": "diagnosis", "system": "icd10cm", "code": "J18.9", "poa": "Y"}, line]
    text = shown(run, "chest-pain-overnight", lines=coded)
    assert "\n02703DZ  no points\n  This chart does not ask for procedures" in text
    assert "\nPOA  no points\n" in text


WRONG = [
    ("{", "JSON"),
    (
        '{"schema": 1, "lines": [{"kind": "diagnosis", "system": "icd10cm", "code": "I10", "colour": 1}]}',
        "colour",
    ),
    ('{"schema": 1, "lines": [{"kind": "diagnosis", "system": "icd10cm"}]}', "code"),
    ("[]", "object"),
]


@pytest.mark.parametrize(("text", "named"), WRONG)
def test_a_wrong_answer_file_is_one_line_that_names_the_place(
    run: Run, chart_id: str, text: str, named: str
) -> None:
    done = run("grade", chart_id, "-", stdin=text)
    assert (done.code, done.out) == (2, "")
    assert named in done.err
    assert done.err.count("\n") == 1


def test_an_answer_file_that_is_not_there_or_not_text_is_one_line(
    run: Run, chart_id: str, tmp_path: Path
) -> None:
    assert "No such file" in run("grade", chart_id, str(tmp_path / "none.json")).err
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    done = run("grade", chart_id, str(tmp_path / "bytes.json"))
    assert (done.code, "is UTF-16 text, not UTF-8" in done.err) == (2, True)


ACCEPTED = [
    answer_of(["I10"]),
    {"schema": 1, "lines": [], "queries": [{"about": "Is it sepsis?"}]},
    {
        "schema": 1,
        "lines": [{"kind": "procedure", "system": "cpt", "code": "99213", "modifiers": ["25"], "units": 1}],
    },
    {
        "schema": 2,
        "lines": [
            {
                "kind": "procedure",
                "system": "hcpcs",
                "code": "A0425",
                "units": 8.3,
                "place": "41",
                "em": {"by": "time", "minutes": 40},
            }
        ],
        "queries": [
            {"kind": "conflict", "to": "attending", "options": ["Other"], "evidence": [], "text": "Which?"}
        ],
    },
]
REFUSED = [
    {"schema": 3, "lines": []},
    {"schema": 1, "lines": [], "more": 1},
    {"schema": 2, "lines": [], "queries": [{"id": "q", "to": "attending"}]},
    {"schema": 2, "lines": [], "queries": [{"text": "?", "kind": "curiosity"}]},
    {"schema": 2, "lines": [{"kind": "diagnosis", "system": "icd10cm", "code": "I10"}] * 201},
    {"schema": 1, "lines": [{"kind": "wish", "system": "icd10cm", "code": "I10"}]},
    {"schema": 1, "lines": [{"kind": "diagnosis", "code": "I10"}]},
    {"schema": 1, "lines": [], "queries": [{"id": "q"}]},
]


@pytest.mark.parametrize("answer", ACCEPTED)
def test_the_schema_of_answers_accepts_what_the_loader_accepts(answer: dict[str, object]) -> None:
    validator("answer").validate(answer)
    assert load_answer(json.dumps(answer)) is not None


@pytest.mark.parametrize("answer", REFUSED)
def test_the_schema_of_answers_refuses_what_the_loader_refuses(answer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        validator("answer").validate(answer)
    with pytest.raises(AnswerError):
        load_answer(json.dumps(answer))


@pytest.mark.proof
def test_the_curriculum_is_clean(run: Run, curriculum: Curriculum) -> None:
    """The whole of it by the command: in the process it is proved by tests/test_curriculum.py and tests/practice."""
    done = run("curriculum", "check")
    assert (done.code, done.err) == (0, "")
    there = f"{len(curriculum.charts)} charts and {len(program().lessons)} lessons checked, 0 problems"
    assert done.out.splitlines()[-1].startswith(there)
    assert run("curriculum", "check", "--json").json == []


def test_a_broken_chart_is_a_problem_that_names_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "no-key").mkdir()
    (tmp_path / "no-key" / "chart.yaml").write_text("schema: 1\n")
    done = run("curriculum", "check", str(tmp_path), "--json")
    assert done.code == 1
    validator("curriculum").validate(done.json)
    assert {problem["chart"] for problem in done.json} == {"no-key"}
    text = run("curriculum", "check", str(tmp_path))
    assert "no-key" in text.out
    assert text.err == f"codeward: 0 charts checked, {len(done.json)} problems\n"


def test_a_folder_without_charts_is_no_clean_curriculum(run: Run, tmp_path: Path) -> None:
    done = run("curriculum", "check", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "holds no chart" in done.err


def test_a_schools_own_charts_are_listed_shown_graded_and_checked(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "north"
    shutil.copytree(charts_folder() / "walk-in-cough", folder / "walk-in-cough")
    own = ("--curriculum", str(folder))
    listed = run("charts", *own, "--json")
    validator("charts").validate(listed.json)
    assert [row["id"] for row in listed.json][-1] == "north:walk-in-cough"
    assert len(listed.json) == len(run("charts", "--json").json) + 1
    shown = run("charts", "north:walk-in-cough", *own, "--json")
    validator("chart").validate(shown.json)
    assert shown.json["id"] == "north:walk-in-cough"
    answer = json.dumps(answer_of(["R05.1"]))
    graded = run("grade", "north:walk-in-cough", "-", *own, "--json", stdin=answer)
    validator("grade").validate(graded.json)
    assert graded.json["chart"] == "north:walk-in-cough"
    assert run("curriculum", "check", str(folder)).out == "1 charts checked, 0 problems\n"
    named = run("charts", "north:walk-in-cough", CODEWARD_CURRICULUM=str(folder))
    assert named.code == 0
    missing = run("charts", "--curriculum", str(tmp_path / "nowhere"))
    assert (missing.code, "no such folder" in missing.err) == (2, True)


def test_what_an_answer_does_as_a_claim_is_told_in_place_of_its_grade(run: Run, tmp_path: Path) -> None:
    chart = stay(head={"id": "made-stay"}, chart="made-stay")
    folder = tmp_path / "own"
    for name, text in chart.files.items():
        path = folder / "made-stay" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    here = ("--curriculum", str(folder))
    whole = json.dumps(answered(chart).to_json())
    less = json.dumps(answered(chart, ("p2",)).to_json())
    same = run("grade", "made-stay", "-", "--outcome", *here, stdin=whole)
    assert "The edits find nothing more" in same.out
    if not available():
        return
    assert (same.code, "Both claims pay" in same.out) == (0, True)
    done = run("grade", "made-stay", "-", "--outcome", *here, stdin=less)
    assert (done.code, "stay unpaid" in done.out) == (1, True)
    told = run("grade", "made-stay", "-", "--outcome", "--json", *here, stdin=less)
    validator("outcome").validate(told.json)
    assert told.json["verdict"] == "unpaid work"
    assert "verdict" not in run("grade", "made-stay", "-", "--json", *here, stdin=less).json
