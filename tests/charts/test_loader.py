"""Charts on disk: read strictly, and every error names the file, the place and the way out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from codeward.charts import ChartError, load_chart, load_curriculum, load_snapshot
from tests.charts.build import files, line, make

LINES = [line("d1", "R05.1"), line("d2", "R50.9")]


def broken(name: str, old: str, new: str) -> dict[str, str]:
    made = files(LINES)
    assert old in made[name]
    return {**made, name: made[name].replace(old, new, 1)}


def error_of(made: dict[str, str]) -> ChartError:
    with pytest.raises(ChartError) as caught:
        load_snapshot(made)
    return caught.value


def write(folder: Path, made: dict[str, str]) -> Path:
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return folder


def test_a_chart_comes_back_from_its_own_files_unchanged(tmp_path: Path) -> None:
    chart = load_chart(write(tmp_path / "made-up", files(LINES)))
    again = load_snapshot(chart.files)
    assert again == chart
    assert len(chart.version) == 16


def test_the_version_names_the_content() -> None:
    one, other = make(LINES), load_snapshot(broken("key.yaml", "Made up.", "Made up again."))
    assert one.version != other.version
    assert one.version == make(LINES).version


@pytest.mark.parametrize(
    ("status", "claim", "rules", "label"),
    [
        ("inpatient", "facility", "inpatient", "Principal diagnosis"),
        ("inpatient", "professional", "outpatient", "First-listed diagnosis"),
        ("observation", "facility", "outpatient", "First-listed diagnosis"),
        ("emergency", "facility", "outpatient", "First-listed diagnosis"),
    ],
)
def test_rule_set_and_label_follow_from_status_and_claim(
    status: str, claim: str, rules: str, label: str
) -> None:
    chart = make(LINES, {"patient_status": status, "claim": {"type": claim}})
    assert (chart.rule_set, chart.first_label) == (rules, label)


@pytest.mark.parametrize(
    ("made", "path", "where", "says"),
    [
        (
            broken("chart.yaml", "difficulty: 1", "difficulty: 1\nmood: sad"),
            "chart.yaml",
            "mood",
            "not known",
        ),
        (broken("chart.yaml", "payer: commercial\n", ""), "chart.yaml", "payer", "missing"),
        (
            broken("chart.yaml", "years: 40", "years: 40\n    days: 3"),
            "chart.yaml",
            "patient.age",
            "one of them",
        ),
        (broken("chart.yaml", "time: '14:10'", "time: 14:10"), "chart.yaml", "documents[0].time", "850"),
        (broken("chart.yaml", "title: A visit", "title: A visit\ntitle: B"), "chart.yaml", "line", "twice"),
        (broken("chart.yaml", "schema: 1", "schema: [1"), "chart.yaml", "line", "YAML"),
        (broken("key.yaml", "role: required", "role: maybe"), "key.yaml", "lines[0].role", "maybe"),
        (broken("key.yaml", "chart: made-up", "chart: other"), "key.yaml", "chart", "other"),
        (
            broken("key.yaml", "quote: Finding d1.", "quote: Finding d9."),
            "key.yaml",
            "ledger[0]",
            "Finding d9.",
        ),
        (broken("key.yaml", "first:\n- d1", "first:\n- d7"), "key.yaml", "", "d7"),
        (broken("documents/note.txt", "No fever.", "No\tfever."), "documents/note.txt", "offset 37", "tab"),
        (broken("documents/note.txt", "No fever.", "No fever. "), "documents/note.txt", "offset 44", "blank"),
        (
            broken("documents/note.txt", "No fever.", "No fever.\r"),
            "documents/note.txt",
            "offset 44",
            "return",
        ),
        (broken("documents/note.txt", "No fever.", "Cafe\u0301."), "documents/note.txt", "offset 38", "NFC"),
        (
            broken("documents/note.txt", "No fever.", "No \x00fever."),
            "documents/note.txt",
            "offset 38",
            "U+0000",
        ),
    ],
)
def test_a_fault_is_told_with_file_place_and_way_out(
    made: dict[str, str], path: str, where: str, says: str
) -> None:
    error = error_of(made)
    assert error.path.removeprefix("made-up/") == path
    assert where in error.where
    assert says in error.message
    assert error.way_out
    assert "\n" not in str(error)


def test_a_quote_that_crosses_a_line_break_gets_its_own_advice() -> None:
    made = files(LINES)
    key = yaml.safe_load(made["key.yaml"])
    key["ledger"][0]["quote"] = "Finding d1. Finding d2."
    assert "line break" in error_of({**made, "key.yaml": yaml.safe_dump(key)}).way_out


def test_an_occurrence_that_is_not_there_says_how_many_there_are() -> None:
    made = files(LINES)
    key = yaml.safe_load(made["key.yaml"])
    key["ledger"][0] |= {"quote": "Word.", "occurrence": 199}
    assert "150 times" in error_of({**made, "key.yaml": yaml.safe_dump(key)}).message


def test_documents_and_the_list_of_them_agree() -> None:
    made = files(LINES)
    assert "missing" in error_of({k: v for k, v in made.items() if "note" not in k}).message
    assert "does not list" in error_of({**made, "documents/stray.txt": "Hello.\n"}).message


def test_html_in_a_record_stays_text() -> None:
    chart = load_snapshot(
        broken("documents/note.txt", "No fever.", "<script>alert(1)</script> & <b>fever</b>")
    )
    assert "<script>alert(1)</script> & <b>fever</b>" in chart.documents[0].text


def test_offsets_count_code_points_past_emoji_and_right_to_left_text() -> None:
    made = broken("documents/note.txt", "ASSESSMENT\n", "ASSESSMENT 🩺👩‍⚕️ כאב בחזה\n")
    chart = load_snapshot(made)
    span = chart.evidence(chart.key.lines[0].evidence)[0]
    assert chart.documents[0].text[span.start : span.end] == "Finding d1."
    assert span.start == len("ASSESSMENT 🩺👩‍⚕️ כאב בחזה\n")


def test_the_first_fault_raises_and_the_lenient_loader_lists_them_all(tmp_path: Path) -> None:
    write(tmp_path / "made-up", files(LINES))
    write(tmp_path / "other", {k: v for k, v in files(LINES).items() if k != "key.yaml"})
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "chart.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ChartError):
        load_curriculum(tmp_path)
    found = load_curriculum(tmp_path, strict=False)
    assert [chart.full_id.partition(":")[2] for chart in found.charts.values()] == ["made-up"]
    assert {e.path for e in found.errors} == {"other/key.yaml", "broken/chart.yaml"}


def test_a_folder_and_its_chart_bear_one_name(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", files(LINES))
    with pytest.raises(ChartError, match="elsewhere"):
        load_curriculum(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="no such folder"):
        load_curriculum(tmp_path / "nowhere")
    with pytest.raises(ChartError, match="no such folder"):
        load_chart(tmp_path / "nowhere")


def test_the_public_shape_of_a_chart_gives_nothing_of_the_key_away() -> None:
    chart = make(LINES)
    shown = chart.to_json()
    assert "key" not in shown
    assert "R05.1" not in str(shown)
    assert shown["documents"][0]["text"] == chart.documents[0].text
    spans = [span for item in chart.to_json(key=True)["key"]["lines"] for span in item["evidence"]]
    assert [chart.documents[0].text[s["start"] : s["end"]] for s in spans] == [s["quote"] for s in spans]


def test_the_treating_physicians_note_is_read_first_and_the_rest_keeps_its_order() -> None:
    read = {one.id: [d.id for d in one.physician_first()] for one in load_curriculum().charts.values()}
    assert read["walk-in-cough"] == ["visit-note", "intake"]
    assert read["infusion-visit"] == ["oncology-note", "pathology", "infusion-record"]
    assert read["ward-fever"][0] == "admission-note"
    for chart in load_curriculum().charts.values():
        assert sorted(read[chart.id]) == sorted(one.id for one in chart.documents)
