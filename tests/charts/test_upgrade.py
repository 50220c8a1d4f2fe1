"""Schema 1 stays readable: every chart that was ever landed, and what the upgraders make of each file."""

from __future__ import annotations

import hashlib
import json
import lzma
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from codeward.charts import AnswerError, ChartError, load_answer, load_snapshot
from codeward.charts.upgrade import answer_from_1, chart_from_1, key_from_1
from tests.charts.build import files, line

LINES = [line("d1", "R05.1"), line("d2", "R50.9")]
QUERY = {
    "id": "q1",
    "about": "The cause",
    "required": True,
    "keywords": ["cause"],
    "evidence": [{"document": "note", "quote": "Finding d1."}],
    "model": "What is the cause?",
    "reason": "Nobody says.",
    "citation": ["I.A.19"],
}

# Titles with a comma that was not quoted ("Blood cultures, final"): these were refused on the day they were landed.
NEVER_OPENED = [
    ("flank-pain-icu", "documents[4].final"),
    ("transfusion-stay", "documents[2].abdomen and pelvis (August)"),
    ("ward-fever", "documents[3].final"),
]


@cache
def archive() -> dict[str, Any]:
    """Every snapshot of schema 1 in this repository's history (scripts/collect_snapshots.py makes the file)."""
    data: dict[str, Any] = json.loads(
        lzma.decompress((Path(__file__).parent / "snapshots-1.json.xz").read_bytes())
    )
    return data


def test_every_snapshot_of_schema_1_ever_landed_opens() -> None:
    texts = archive()["texts"]
    ids, refused = set(), []
    for chart_id, parts in archive()["snapshots"]:
        made = {name: texts[blob] for name, blob in parts.items()}
        try:
            chart = load_snapshot(made)
        except ChartError as error:
            refused.append((chart_id, error.where))
            continue
        ids.add(chart.id)
        assert chart.id == chart_id
        assert chart.files == made
        assert (chart.asks, chart.policy.history_z) == (("diagnoses",), "open")
        assert all(query.keywords and query.text for query in chart.key.queries)
    assert sorted(refused) == NEVER_OPENED
    assert len(archive()["snapshots"]) == 210
    assert len(ids) == 40


def test_the_archive_names_itself_by_its_texts() -> None:
    for blob, text in archive()["texts"].items():
        data = text.encode()
        assert hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob


def test_a_chart_of_schema_1_asks_for_diagnoses_and_leaves_history_open() -> None:
    chart = load_snapshot(files(LINES))
    assert (chart.asks, chart.record, chart.policy.history_z) == (("diagnoses",), "encounter", "open")
    stay = load_snapshot(files(LINES, {"patient_status": "inpatient", "claim": {"type": "facility"}}))
    assert stay.record == "stay"


def test_a_query_of_schema_1_keeps_its_keywords_and_its_model_becomes_the_text() -> None:
    (query,) = load_snapshot(files(LINES, queries=[QUERY])).key.queries
    assert (query.keywords, query.text, query.kind, query.to) == (
        ("cause",),
        "What is the cause?",
        None,
        "attending",
    )


def test_an_answer_of_schema_1_asks_with_its_words() -> None:
    answer = load_answer({"schema": 1, "lines": [], "queries": [{"about": "Which stage?"}]})
    assert (answer.version, answer.queries[0].text, answer.queries[0].kind) == (2, "Which stage?", None)
    assert load_answer(answer.to_json()) == answer


@pytest.mark.parametrize("upgrade", [chart_from_1, key_from_1, answer_from_1])
def test_an_upgrade_changes_nothing_of_schema_2_and_never_its_input(upgrade: Any) -> None:
    new = {"schema": 2, "anything": [1]}
    assert upgrade(new) is new
    old = {"schema": 1}
    assert upgrade(old)["schema"] == 2
    assert old == {"schema": 1}


@pytest.mark.parametrize(
    ("name", "old", "new", "where"),
    [
        ("chart.yaml", "difficulty: 1", "difficulty: 1\nasks: [diagnoses]", "asks"),
        ("chart.yaml", "status_z: report", "status_z: report\n  history_z: open", "policy.history_z"),
        ("key.yaml", "summary: Made up.", "summary: Made up.\ntraps: []", "traps"),
        ("key.yaml", "  id: d1\n", "  id: d1\n  place: '11'\n", "lines[0].place"),
    ],
)
def test_a_field_of_schema_2_in_a_file_of_schema_1_is_an_error(
    name: str, old: str, new: str, where: str
) -> None:
    made = files(LINES)
    assert old in made[name]
    with pytest.raises(ChartError) as caught:
        load_snapshot({**made, name: made[name].replace(old, new, 1)})
    assert (caught.value.path, caught.value.where) == (f"made-up/{name}", where)
    assert "schema: 2" in str(caught.value)


def test_a_field_of_schema_2_in_an_answer_of_schema_1_is_an_error() -> None:
    with pytest.raises(AnswerError, match="not known in schema 1") as caught:
        load_answer({"schema": 1, "lines": [], "queries": [{"about": "?", "kind": "cause"}]})
    assert caught.value.where == "queries[0].kind"
