"""Installing: what is chosen, what is refused, what stays when something goes wrong."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.install.installer import Installed, install_path
from codeward.codesets.releases import installed, known, packaged
from codeward.errors import CodewardError, LoaderError
from tests.codesets.install.conftest import ORDER, PCS_ORDER, PCS_TABLES, TABULAR, fixed_hcpcs
from tests.codesets.install.test_archives import put, zipped
from tests.codesets.outcome import outcome


def install(system: str, release: str | None, source: Path, home: Path, **more: str) -> Installed:
    return install_path(system, release, source, home=home, **more)  # type: ignore[arg-type]


def books_of(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "releases").glob("*.book"))


def test_an_order_file_makes_a_release_of_titles(tmp_path: Path) -> None:
    source = put(tmp_path, "icd10cm_order_2024.txt", ORDER)
    done = install("icd10cm", None, source, tmp_path / "home")
    # The package has this very edition, so it stands for it.
    assert (done.release.id, done.already) == ("icd10cm-2023-10-01-titles", True)
    source = put(tmp_path, "icd10cm_order_2025.txt", ORDER)
    done = install("icd10cm", None, source, tmp_path / "home")
    assert done.release.id == "icd10cm-2024-10-01-titles"
    assert (done.release.in_force_to, done.already) == (date(2025, 9, 30), False)
    assert done.release.title == "ICD-10-CM FY2025, codes and titles"
    assert done.path.parent == tmp_path / "home" / "releases"
    assert done.path.name.startswith("icd10cm-2024-10-01-titles.f2-")
    assert BookFile(done.path).release == done.release
    again = install("icd10cm", None, source, tmp_path / "home")
    assert again == done._replace(already=True)


def test_tabular_and_codes_in_a_zip_make_the_whole_book(tmp_path: Path) -> None:
    inner = zipped(**{"icd10cm-tabular-2026.xml": TABULAR})
    source = put(
        tmp_path, "x.zip", zipped(**{"tables.zip": inner, "icd10cm-codes-2026.txt": b"A000\nA001\nA010\n"})
    )
    done = install("icd10cm", None, source, tmp_path / "home")
    file = BookFile(done.path)
    assert done.release.id == "icd10cm-2025-10-01"
    assert [f["file"] for f in file.manifest["source"]["files"]] == [
        "icd10cm-tabular-2026.xml",
        "icd10cm-codes-2026.txt",
    ]
    assert file.manifest["valid_codes"] == "official"
    alone = install("icd10cm", None, put(tmp_path, "t.xml", TABULAR), tmp_path / "other")
    assert BookFile(alone.path).manifest["valid_codes"] == "derived"
    assert BookFile(alone.path).manifest["counts"]["billable"] == 3


def test_a_newer_file_of_the_same_release_takes_the_place_of_the_old(tmp_path: Path) -> None:
    first = install("icd10cm", "FY2025", put(tmp_path, "a/order.txt", ORDER), tmp_path)
    second = install(
        "icd10cm", "FY2025", put(tmp_path, "b/order.txt", ORDER.replace(b"Fever ", b"Heat  ")), tmp_path
    )
    assert first.path != second.path
    assert books_of(tmp_path) == [second.path.name]


def test_a_damaged_book_is_made_again(tmp_path: Path) -> None:
    source = put(tmp_path, "order_2025.txt", ORDER)
    done = install("icd10cm", None, source, tmp_path)
    raw = bytearray(done.path.read_bytes())
    raw[-1] ^= 1
    done.path.write_bytes(raw)
    assert not install("icd10cm", None, source, tmp_path).already
    BookFile(done.path).verify()


@pytest.mark.parametrize(
    ("asked", "start"),
    [("2025-11-12", "2025-10-01"), ("FY2026", "2025-10-01"), ("2026", "2025-10-01"), ("2026-05-12", "2026-04-01"),
     ("icd10pcs-2025-10-01", "2025-10-01"), (None, "2025-10-01")],
)  # fmt: skip
def test_a_release_is_named_by_a_date_a_year_or_an_id(tmp_path: Path, asked: str | None, start: str) -> None:
    source = put(tmp_path, "icd10pcs_order_2026.txt", PCS_ORDER)
    done = install("icd10pcs", asked, source, tmp_path)
    assert done.release.id == f"icd10pcs-{start}"


@pytest.mark.parametrize(
    "asked", ["soon", "FY26", "2026-13-01", "hcpcs-2026-01-01", "icd10cm-2026-02-30", "-"]
)
def test_what_is_no_release(tmp_path: Path, asked: str) -> None:
    with pytest.raises(CodewardError, match="is no release of icd10cm"):
        install("icd10cm", asked, put(tmp_path, "order_2025.txt", ORDER), tmp_path)


def test_an_unknown_system(tmp_path: Path) -> None:
    with pytest.raises(CodewardError, match="no code system"):
        install("icd9", None, tmp_path, tmp_path)


def refusal(system: str, release: str | None, source: Path) -> str:
    """Return what is said of a source that must be refused, once nothing of it was installed."""
    home = source.parent / "home"
    with pytest.raises(LoaderError) as caught:
        install(system, release, source, home)
    assert caught.value.way_out
    assert books_of(home) == []
    return str(caught.value)


def test_wrong_files_are_named(tmp_path: Path) -> None:
    order = put(tmp_path, "icd10cm_order_2025.txt", ORDER)
    assert "holds no file for HCPCS Level II; found: ICD-10-CM order file of 2025" in refusal(
        "hcpcs", None, order
    )
    assert "is not of FY2026: found ICD-10-CM order file of 2025" in refusal("icd10cm", "FY2026", order)
    assert "does not say of which edition" in refusal("icd10cm", None, put(tmp_path, "order.txt", ORDER))
    codes = put(tmp_path, "valid_2025.txt", b"A000\nA001\n")
    assert "holds no file for ICD-10-CM; found: list of" in refusal("icd10cm", None, codes)
    assert "cannot be read" in refusal("icd10cm", None, tmp_path / "absent.txt")


def test_mixed_years(tmp_path: Path) -> None:
    put(tmp_path, "two/icd10cm_order_2025.txt", ORDER)
    put(tmp_path, "two/icd10cm_order_2026.txt", ORDER)
    assert re.search("several releases.*2025.*2026", refusal("icd10cm", None, tmp_path / "two"))
    assert install("icd10cm", "FY2026", tmp_path / "two", tmp_path).release.in_force_from == date(2025, 10, 1)
    put(tmp_path, "mixed/tabular.xml", TABULAR)
    put(tmp_path, "mixed/icd10cm_order_2025.txt", ORDER)
    assert "mixes editions" in refusal("icd10cm", None, tmp_path / "mixed")
    many = b"".join(b"B%03d\n" % number for number in range(200))
    put(tmp_path, "lies/tabular.xml", TABULAR)
    put(tmp_path, "lies/icd10cm_codes_2026.txt", many)
    assert "different editions: 200 codes" in refusal("icd10cm", None, tmp_path / "lies")


def test_other_damaged_files_of_a_folder_do_not_matter(tmp_path: Path) -> None:
    put(tmp_path, "downloads/photos.zip", b"PK\x03\x04 cut short")
    with pytest.raises(LoaderError, match=r"photos\.zip: cannot be unpacked"):
        install("icd10cm", None, tmp_path / "downloads", tmp_path / "home")
    put(tmp_path, "downloads/readme.txt", b"Read me")
    with pytest.raises(LoaderError, match=r"holds no file for ICD-10-CM.*Not read: photos\.zip"):
        install("icd10cm", None, tmp_path / "downloads", tmp_path / "home")
    put(tmp_path, "downloads/icd10cm_order_2025.txt", ORDER)
    assert install("icd10cm", None, tmp_path / "downloads", tmp_path / "home").release.in_force_from == date(
        2024, 10, 1
    )


def test_bytes_as_publishers_wrote_them(tmp_path: Path) -> None:
    marked = b"\xef\xbb\xbf" + ORDER.replace(b"\n", b"\r\n").replace(b"Fevers", b"F\xc3\xa8vers")
    assert install("icd10cm", None, put(tmp_path, "order_2025.txt", marked), tmp_path / "1")
    latin = ORDER.replace(b"Fevers", b"F\xe8vers")
    done = install("icd10cm", None, put(tmp_path, "order_2025.txt", latin), tmp_path / "2")
    assert any("F\u00e8vers" in BookFile(done.path).concept(i).description for i in range(5))
    assert "twice" in refusal("icd10cm", None, put(tmp_path, "order_2025.txt", ORDER + ORDER))
    assert "not a line" in refusal("icd10cm", None, put(tmp_path, "order_2025.txt", ORDER[:-100]))


def test_the_digest_is_compared(tmp_path: Path) -> None:
    source = put(tmp_path, "order_2025.txt", ORDER)
    right = hashlib.sha256(ORDER).hexdigest()
    with pytest.raises(LoaderError, match="has the SHA-256"):
        install("icd10cm", None, source, tmp_path, sha256="0" * 64)
    assert books_of(tmp_path) == []
    assert install("icd10cm", None, source, tmp_path, sha256=right.upper())
    with pytest.raises(LoaderError, match="is a folder"):
        install("icd10cm", None, tmp_path, tmp_path, sha256=right)


def _in_a_process(source: Path, home: Path) -> bool:
    return install("hcpcs", None, source, home).already


def test_two_processes_at_once(tmp_path: Path) -> None:
    source = put(tmp_path, "HCPC2019_ANWEB.txt", fixed_hcpcs())
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        already = pool.starmap(_in_a_process, [(source, tmp_path)] * 4)
    assert sorted(already) == [False, True, True, True]
    assert len(books_of(tmp_path)) == 1


_SLOW = """
import sys, time
from pathlib import Path
from codeward.codesets.install import installer
made = installer.compiler
def slow(name):
    make = made(name)
    def call(*arguments):
        content = make(*arguments)
        print("compiling", flush=True)
        time.sleep(30)
        return content
    return call
installer.compiler = slow
installer.install_path("icd10cm", "FY2025", Path(sys.argv[1]), home=Path(sys.argv[2]))
"""


def test_killed_while_installing_the_old_book_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = install("icd10cm", "FY2025", put(tmp_path, "a/order.txt", ORDER), tmp_path)
    new = put(tmp_path, "b/order.txt", ORDER.replace(b"Fever ", b"Heat  "))
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW, str(new), str(tmp_path)], stdout=subprocess.PIPE, env=os.environ
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"compiling\n"
        process.send_signal(signal.SIGKILL)
    assert books_of(tmp_path) == [old.path.name]
    good, bad = installed(tmp_path)
    assert ([row.path for row in good], bad) == ([old.path], [])
    # Nothing of the killed one is waited for.
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail(f"waits {seconds} seconds"))
    assert not install("icd10cm", "FY2025", new, tmp_path).already


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=st.sampled_from(
        [("icd10cm", ORDER), ("icd10pcs", PCS_ORDER), ("icd10cm", TABULAR), ("hcpcs", fixed_hcpcs())]
    ),
    cut=st.integers(1, 3000),
    flips=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=8),
)
def test_damaged_files_raise_only_our_errors(
    tmp_path: Path, which: tuple[str, bytes], cut: int, flips: list[tuple[int, int]]
) -> None:
    system, content = which
    raw = bytearray(content[:cut])
    for place, value in flips:
        raw[place % len(raw)] = value
    source = put(tmp_path, "file.txt", bytes(raw))
    came = outcome(lambda: install(system, "2025", source, tmp_path / "home"))
    if isinstance(came, Installed):
        BookFile(came.path).verify()
        assert (came.release.system, BookFile(came.path).release) == (system, came.release)
    else:
        assert "file.txt" in str(came)


def test_official_tables_take_the_place_of_the_packages_code_list(tmp_path: Path) -> None:
    row = next(row for row in packaged() if row.release.id == "icd10pcs-2023-10-01")
    put(tmp_path, f"home/releases/{row.book_name}", b"kept because a grade names it")
    tables = put(tmp_path, "icd10pcs_tables.xml", PCS_TABLES)
    done = install("icd10pcs", None, tables, tmp_path / "home")
    assert (done.release.id, done.already) == ("icd10pcs-2023-10-01", False)
    assert books_of(tmp_path / "home") == sorted([row.book_name, done.path.name])
    (found,) = [row for row in known(tmp_path / "home", "icd10pcs") if row.release.id == done.release.id]
    assert (found.path, found.packaged) == (done.path, None)


def test_an_order_file_that_pushes_out_the_official_tables_says_so(tmp_path: Path) -> None:
    tables = put(tmp_path, "a/icd10pcs_tables.xml", PCS_TABLES.replace(b"<version>2024", b"<version>2025"))
    order = put(tmp_path, "b/icd10pcs_order_2025.txt", PCS_ORDER)
    said: list[str] = []
    for source in (order, tables):
        install_path("icd10pcs", None, source, home=tmp_path, watch=lambda step: said.append(step.words))
    assert not any("give way" in line for line in said)
    install_path("icd10pcs", None, order, home=tmp_path, watch=lambda step: said.append(step.words))
    assert "the official tables of icd10pcs-2024-10-01 give way" in said[-1]


def test_edits_for_one_kind_of_claim_do_not_push_out_those_of_another(tmp_path: Path) -> None:
    head = b"hcpcs_code,mue_value,mai,rationale\n"
    practitioner = put(tmp_path, "in/mue_practitioner_2024-07-01.csv", head + b"11042,1,2,x\n")
    outpatient = put(tmp_path, "in/mue_outpatient_2024-07-01.csv", head + b"11042,2,2,x\n")
    first = install("ncci-mue", None, practitioner, tmp_path)
    with pytest.raises(
        LoaderError, match="outpatient claims; those installed for practitioner claims would be lost"
    ):
        install("ncci-mue", None, outpatient, tmp_path)
    assert books_of(tmp_path) == [first.path.name]
    both = install("ncci-mue", None, tmp_path / "in", tmp_path)
    assert BookFile(both.path).manifest["settings"] == ["outpatient", "practitioner"]
    with pytest.raises(LoaderError, match="those installed for outpatient claims"):
        install("ncci-mue", None, practitioner, tmp_path)
    assert books_of(tmp_path) == [both.path.name]
