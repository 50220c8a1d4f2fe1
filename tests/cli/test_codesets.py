"""`codeward codesets`."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done, Run, validator
from tests.codesets.install.conftest import ORDER, PCS_ORDER

OLD = "icd10cm-2021-10-01-titles"
NEW = "icd10cm-2022-10-01-titles"
Asked = Callable[..., Done]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("codesets")


@pytest.fixture(scope="module")
def asked(run: Run, home: Path) -> Asked:
    def call(*arguments: str, **more: str) -> Done:
        return run("codesets", *arguments, **{"CODEWARD_HOME": str(home), **more})

    return call


@pytest.fixture(scope="module")
def files(home: Path) -> Path:
    folder = home / "files"
    folder.mkdir()
    (folder / "icd10cm_order_2022.txt").write_bytes(ORDER)
    changed = (
        ORDER.replace(b"1 Fever ", b"0 Fever ")
        + b"00006 A0101   1 "
        + b"Fever one".ljust(61)
        + b"Fever one\n"
    )
    (folder / "icd10cm_order_2023.txt").write_bytes(changed)
    return folder


@pytest.fixture(scope="module")
def installed(asked: Asked, files: Path) -> list[Done]:
    return [asked("install", f"icd10cm=FY{year}", "--from", str(files), "--json") for year in (2022, 2023)]


def test_install_says_what_and_where(installed: list[Done], home: Path) -> None:
    for done, wanted in zip(installed, (OLD, NEW), strict=True):
        assert done.code == 0
        validator("install").validate(done.json)
        assert (done.json["id"], done.json["already"]) == (wanted, False)
        assert Path(done.json["path"]).parent == home / "releases"
        assert f"codeward: compiling {wanted}" in done.err


def test_installing_what_is_installed_exits_0(asked: Asked, installed: list[Done], files: Path) -> None:
    done = asked("install", "icd10cm=2022-11-12", "--from", str(files))
    assert (done.code, done.out.partition(":")[0]) == (0, f"{NEW} is already installed")


def test_list_shows_the_installed_the_packaged_and_the_catalogue(asked: Asked, installed: list[Done]) -> None:
    done = asked("list", "--json")
    validator("codesets").validate(done.json)
    states = {row["id"]: row["state"] for row in done.json}
    assert (states[OLD], states["icd10cm-2026-04-01"]) == ("installed", "packaged")
    assert states["icd10pcs-2026-10-01"] == "catalogue"
    text = asked("list", "--system", "icd10cm")
    assert [line.split()[0] for line in text.out.splitlines()] == [
        OLD, NEW, "icd10cm-2023-10-01-titles", "icd10cm-2026-04-01",
    ]  # fmt: skip
    assert "icd10cm-2026-10-01 " in asked("list", "--all").out


def test_diff(asked: Asked, installed: list[Done]) -> None:
    done = asked("diff", OLD, NEW, "--json")
    validator("diff").validate(done.json)
    assert done.code == 0
    assert done.json["added"] == [{"code": "A01.01", "description": "Fever one"}]
    assert done.json["split"] == {"A01.0": ["A01.01"]}
    assert (done.json["deleted"], done.json["instructions"]) == ([], [])
    # An id without its end, and SYSTEM=RELEASE, are understood; a release compared with itself has no changes.
    text = asked("diff", "icd10cm-2021-10-01", "icd10cm=FY2023")
    assert text.out.splitlines()[:5] == [
        f"{OLD} → {NEW}", "added: 1", "  A01.01 Fever one", "deleted: 0", "no longer billable: 1",
    ]  # fmt: skip
    assert asked("diff", OLD, OLD).out.splitlines()[1] == "added: 0"


def test_what_is_not_installed_is_named_with_the_command(asked: Asked, installed: list[Done]) -> None:
    done = asked("diff", OLD, "icd10cm-2024-10-01")
    assert (done.code, done.out) == (2, "")
    assert "codeward codesets install icd10cm=icd10cm-2024-10-01" in done.err
    done = asked("diff", OLD, "icd10cm=FY2019")
    assert "codeward codesets install icd10cm=FY2019" in done.err
    assert asked("diff", OLD, "hcpcs-2026-04-01-glosses").code == 2


def test_verify_finds_a_damaged_book(asked: Asked, run: Run, files: Path, tmp_path: Path) -> None:
    home = {"CODEWARD_HOME": str(tmp_path)}
    done = asked("install", "icd10cm=FY2022", "--from", str(files), "--json", **home)
    path = Path(done.json["path"])
    assert asked("verify", OLD, **home).out == f"ok  {OLD}\n"
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    done = asked("verify", OLD, "--json", **home)
    validator("verify").validate(done.json)
    assert (done.code, done.json[0]["valid"]) == (1, False)


def test_remove(asked: Asked, files: Path, tmp_path: Path) -> None:
    home = {"CODEWARD_HOME": str(tmp_path)}
    asked("install", "icd10cm=FY2022", "--from", str(files), **home)
    with sqlite3.connect(tmp_path / "codeward.sqlite3") as database:
        database.execute("CREATE TABLE kept (grade TEXT)")
        database.execute("INSERT INTO kept VALUES (?)", (f'{{"release": "{OLD}"}}',))
    database.close()
    done = asked("remove", OLD, **home)
    assert (done.code, done.out) == (0, f"removed {OLD}\n")
    assert f"name {OLD} (in kept)" in done.err
    assert f"codeward codesets install icd10cm={OLD}" in done.err
    assert list((tmp_path / "releases").glob("*.book")) == []
    assert asked("remove", OLD, **home).code == 1
    done = asked("remove", "icd10cm-2026-04-01", **home)
    assert (done.code, "comes with a package" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("install", "icd9"), "There is no code system"),
        (("install", "icd10cm=soon", "--from", "FILES"), "is no release of icd10cm"),
        (
            ("install", "hcpcs", "--from", "FILES"),
            "holds no file for HCPCS Level II; found: ICD-10-CM order file",
        ),
        (("install", "icd10cm", "--from", "FILES"), "holds several releases"),
        (("install", "icd10cm", "--from", "/no/such/file"), "cannot be read"),
        (("install", "icd10cm", "--from", "http://example.org/a.zip"), "only https"),
        (("install", "mce=FY2019"), "The catalogue does not say where to fetch FY2019 of mce"),
        (("install",), "Missing argument"),
        (("remove",), "Missing argument"),
        (("sell",), "No such command"),
    ],
)
def test_misuse_is_one_line_and_exit_code_2(
    asked: Asked, files: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = asked(*(str(files) if each == "FILES" else each for each in arguments))
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert done.err.splitlines()[-1].startswith("codeward: ")


def test_the_digest(asked: Asked, files: Path) -> None:
    path = files.parent / "icd10pcs_order_2023.txt"
    path.write_bytes(PCS_ORDER)
    wrong = asked("install", "icd10pcs", "--from", str(path), "--sha256", "0" * 64)
    assert (wrong.code, "has the SHA-256" in wrong.err) == (2, True)
    right = hashlib.sha256(PCS_ORDER).hexdigest()
    assert asked("install", "icd10pcs", "--from", str(path), "--sha256", right).code == 0


def test_a_packaged_release_needs_no_network(asked: Asked) -> None:
    done = asked("install", "icd10cm=2026-05-12", "--json")
    assert (done.code, done.json["id"], done.json["already"]) == (0, "icd10cm-2026-04-01", True)


def test_a_year_installs_what_lies_there_and_lists_it(asked: Asked, files: Path, tmp_path: Path) -> None:
    home = {"CODEWARD_HOME": str(tmp_path / "whole")}
    done = asked("install", "FY2022", "--from", str(files), "--json", **home)
    validator("install").validate(done.json)
    assert [row["id"] for row in done.json] == [OLD]
    assert asked("install", OLD, "--from", str(files), **home).out.startswith(f"{OLD} is already installed")
    assert asked("remove", "icd10cm=FY2022", **home).out == f"removed {OLD}\n"
