"""`codeward index`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Release
from codeward.codesets.indexes.official import compile_index
from tests.cli.conftest import Done, Run, validator
from tests.codesets.indexes.conftest import SMALL
from tests.index.conftest import shared_cache

ON = ("--on", "2026-05-12")
Asked = Callable[..., Done]


@pytest.fixture(scope="session")
def asked(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    cache = str(shared_cache(tmp_path_factory))

    def call(*arguments: str, **more: str) -> Done:
        return run("index", *arguments, CODEWARD_CACHE=cache, **more)

    return call


def test_the_best_path_comes_first_with_its_tabular_check(asked: Asked) -> None:
    done = asked("fracture", "femur", "neck", "left", "--json", "-n", "3", *ON)
    validator("index").validate(done.json)
    assert done.code == 0
    assert len(done.json) == 3
    best = done.json[0]
    assert best["path"] == ["Fracture", "femur", "neck", "left"]
    assert (best["code"], best["see"], best["table"], best["source"]) == ("S72.002", [], None, "derived")
    assert best["release"]["id"] == "icd10cm-2026-04-01"
    assert "needs a 7th character" in best["tabular"]["message"]


def test_text_prints_the_path_and_then_the_tabular(asked: Asked) -> None:
    done = asked("fracture", "femur", "neck", "left", "-n", "2", *ON)
    lines = done.out.splitlines()
    assert lines[0].startswith("Fracture > femur > neck > left  S72.002")
    assert lines[1].startswith("  Tabular: S72.002 needs a 7th character")
    assert any(line.startswith("    Excludes1 at S72: ") for line in lines)


def test_tables_answer_by_column(asked: Asked) -> None:
    done = asked("poisoning aspirin", "--json", "-n", "1", *ON)
    validator("index").validate(done.json)
    (row,) = done.json
    assert (row["book"], row["column"], row["code"]) == ("drugs", "accidental", "T39.011")
    neoplasm = asked("neoplasm", "lung", *ON).out
    assert "malignant primary C34.9-, malignant secondary C78.0-" in neoplasm


def test_one_book_alone_can_be_asked(asked: Asked) -> None:
    rows = asked("fall", "--book", "external_cause", "--json", *ON).json
    assert {row["book"] for row in rows} == {"external_cause"}


def test_nothing_found_is_exit_code_1_with_a_way_out(asked: Asked) -> None:
    done = asked("qqqxyzzy", *ON)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith('codeward: nothing found for "qqqxyzzy" in the index.')
    assert done.err.count("\n") == 1
    assert asked("qqqxyzzy", "--json", *ON).json == []


@pytest.mark.parametrize(("arguments", "code"), [
    ((), 2), (("cough", "-n", "0"), 2), (("cough", "--book", "atlas"), 2),
    (("cough", "--release", "icd10cm-index-1999-01-01"), 2), (("cough", "--strict", "--on", "1999-01-01"), 1),
    (("a" * 1001, *ON), 2),
])  # fmt: skip
def test_wrong_use_is_one_line(asked: Asked, arguments: tuple[str, ...], code: int) -> None:
    done = asked(*arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.count("\n") == 1


def test_an_official_index_is_asked_by_its_release(asked: Asked, tmp_path: Path) -> None:
    file = tmp_path / "index.xml"
    file.write_text(SMALL)
    release = Release("icd10cm-index-2026-04-01", "icd10cm-index", "An index", date(2026, 4, 1), None)
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / f"{release.id}.book").write_bytes(compile_index(release, [file]))
    done = asked("diabetes sugar", "--release", release.id, "--json", CODEWARD_HOME=str(tmp_path))
    validator("index").validate(done.json)
    best = next(row for row in done.json if row["path"][-1] == "sugar")
    assert (best["source"], best["code"], best["see"][0]["code"]) == ("official", None, "E11.44")
    text = asked("diabetes arthropathy", "--release", release.id, CODEWARD_HOME=str(tmp_path)).out
    assert "Diabetes, diabetic (mellitus) (sugar) > with > arthropathy NEC  E11.618 [M14.6-]" in text
