"""One publisher's archive, one command: what lies beside the book is installed with it, and a year as a whole."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from codeward.codesets import books
from codeward.codesets.install import catalogue, install, install_all, named
from codeward.codesets.install.installer import install_path, install_recognised
from codeward.errors import BookError, LoaderError
from tests.codesets.install.conftest import ORDER, TABULAR
from tests.codesets.install.test_archives import zipped

INDEX = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>C</title><mainTerm><title>Cholera</title><code>A00.1</code>
<term level="1"><title>one</title><code>A00.0</code></term></mainTerm></letter></ICD10CM.index>
"""
TABLE = b"Current code assignment,Effective,Previous Code(s) Assignment\nA00.1,2025,A00.0\n"
CODES = b"A000\nA001\nA010\n"


def ids(rows: tuple[object, ...]) -> list[str]:
    return [row.release.id for row in rows]  # type: ignore[attr-defined]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A year as a publisher hands it out, the members under names that say nothing."""
    there = tmp_path / "given"
    there.mkdir()
    (there / "icd10cm-table-and-index-2026.zip").write_bytes(zipped(**{"one.xml": TABULAR, "two.xml": INDEX}))
    (there / "icd10cm-code-descriptions-2026.zip").write_bytes(zipped(**{"three.txt": CODES}))
    (there / "conversion-FY2026.csv").write_bytes(TABLE)
    (there / "notes.txt").write_bytes(b"words of no kind\n")
    return there


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    books.close_all()
    yield tmp_path / "home"
    books.close_all()


def test_the_index_and_the_tables_beside_the_tabular_are_installed_with_it(folder: Path, home: Path) -> None:
    done = install_path("icd10cm", None, folder, home=home)
    assert done.release.id == "icd10cm-2025-10-01"
    assert ids(done.beside) == ["icd10cm-index-2025-10-01", "icd10cm-conversion-2025-10-01"]
    again = install_path("icd10cm", None, folder, home=home)
    assert again.already
    assert all(each.already for each in again.beside)


def test_what_lies_beside_and_is_of_another_release_is_left_and_said(folder: Path, home: Path) -> None:
    (folder / "conversion-FY2026.csv").rename(folder / "conversion-FY2025.csv")
    said: list[str] = []
    done = install_path("icd10cm", None, folder, home=home, watch=lambda step: said.append(step.words))
    assert ids(done.beside) == ["icd10cm-index-2025-10-01"]
    assert any(line.startswith("left: icd10cm-conversion: ") for line in said)


def test_a_year_installs_all_that_is_recognised(folder: Path, home: Path) -> None:
    done = install_recognised("FY2026", folder, home=home)
    assert ids(done) == [
        "icd10cm-2025-10-01", "icd10cm-index-2025-10-01", "icd10cm-conversion-2025-10-01",
    ]  # fmt: skip
    assert ids(install_all("2026-02-03", source=folder, home=home)) == ids(done)
    with pytest.raises(LoaderError, match="holds nothing that can be installed of FY2020"):
        install_recognised("FY2020", folder, home=home)


def test_a_release_is_named_by_its_id_a_year_or_a_day(folder: Path, home: Path) -> None:
    install_recognised("FY2026", folder, home=home)
    for asked in ("icd10cm-2025-10-01", "icd10cm=FY2026", "icd10cm=2025-10-01", "icd10cm=2025-12-24"):
        assert named(asked).id == "icd10cm-2025-10-01", asked
    assert named("FY2026", ("icd10cm-index", "icd10cm")).id == "icd10cm-index-2025-10-01"
    assert named("icd10cm-2023-10-01").id == "icd10cm-2023-10-01-titles"
    with pytest.raises(BookError, match="No release of icd10cm for"):
        named("icd10cm=FY2019")
    with pytest.raises(BookError, match="is not installed"):
        named("icd10cm-2018-10-01")


@pytest.fixture
def server(folder: Path) -> Iterator[str]:
    """The folder, served on this machine."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def listed(
    server: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, object]]:
    """A catalogue of these files, with their sizes and digests."""
    files = []
    for name in ("icd10cm-table-and-index-2026.zip", "icd10cm-code-descriptions-2026.zip"):
        content = (folder / name).read_bytes()
        files.append({"url": f"{server}/{name}", "size": len(content), "sha256": sha256(content).hexdigest()})
    row = {"system": "icd10cm", "from": "2025-10-01", "to": "2026-09-30", "title": "FY2026", "files": files}
    data = {"schema": 1, "releases": [row]}
    path = tmp_path / "catalogue.json"
    monkeypatch.setattr(catalogue, "_DATA", path)

    def write() -> None:
        path.write_text(json.dumps(data))
        catalogue.rows.cache_clear()

    write()
    yield {"files": files, "write": write}
    catalogue.rows.cache_clear()


def test_members_are_found_by_what_they_hold_whatever_their_names(
    listed: dict[str, object], home: Path
) -> None:
    done = install("icd10cm", "FY2026", home=home, loopback=True)
    assert (done.release.id, ids(done.beside)) == ("icd10cm-2025-10-01", ["icd10cm-index-2025-10-01"])
    assert ids(install_all("FY2026", home=home, loopback=True)) == [done.release.id, *ids(done.beside)]


@pytest.mark.parametrize(
    ("field", "wrong", "said"), [("size", 12, "has 12"), ("sha256", "0" * 64, "SHA-256")]
)
def test_a_file_of_another_size_or_digest_is_refused(
    listed: dict[str, object], home: Path, field: str, wrong: object, said: str
) -> None:
    listed["files"][1][field] = wrong  # type: ignore[index]
    listed["write"]()  # type: ignore[operator]
    with pytest.raises(LoaderError, match=said):
        install("icd10cm", "FY2026", home=home, loopback=True)
    assert not list((home / "releases").glob("*.book"))


def test_where_nothing_can_be_fetched_it_is_said_why(home: Path, listed: dict[str, object]) -> None:
    listed["files"][1]["sha256"] = "0" * 64  # type: ignore[index]
    listed["write"]()  # type: ignore[operator]
    said: list[str] = []
    with pytest.raises(LoaderError, match="Nothing of FY2026 could be installed"):
        install_all("FY2026", home=home, watch=lambda step: said.append(step.words), loopback=True)
    assert any(line.startswith("left: icd10cm: ") for line in said)


def test_an_order_file_beside_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "icd10cm_order_2025.txt"
    path.write_bytes(ORDER)
    assert install_path("icd10cm", None, path, home=tmp_path / "home").beside == ()
