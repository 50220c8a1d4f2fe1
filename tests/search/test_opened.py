from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.errors import BookError, BookTruncated
from codeward.search import open_searcher, opened


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    opened.close_all()
    return tmp_path / "cache"


def test_the_index_is_compiled_once_and_kept(book: Book, cache: Path) -> None:
    first = open_searcher(book)
    assert open_searcher(book) is first
    other_day = Book(book.file, in_force=not book.in_force)
    assert open_searcher(other_day) is first  # the same book asked for another date
    (path,) = cache.glob("*.find")
    stamp = path.stat().st_mtime_ns
    opened.close_all()
    assert open_searcher(book).search("asthma")[0].code == "J45.909"
    assert path.stat().st_mtime_ns == stamp
    opened.close_all()


def test_a_damaged_index_is_compiled_again(book: Book, cache: Path) -> None:
    open_searcher(book)
    (path,) = cache.glob("*.find")
    whole = path.read_bytes()
    assert opened.verify(book)
    for at in (whole.index(b"asthma"), len(whole) // 2):
        opened.close_all()
        path.unlink()  # what is mapped is never written over
        path.write_bytes(whole[:at] + b"!" + whole[at + 1 :])
        if at == len(whole) // 2:  # a section that is not compared on opening: `books verify` finds it
            with pytest.raises(BookTruncated):
                opened.verify(book)
            assert not opened.verify(book)
        assert open_searcher(book).search("asthma")[0].code == "J45.909"
        assert path.read_bytes() == whole
    opened.close_all()


def test_its_name_tells_book_lexicon_python_and_format(book: Book, cache: Path) -> None:
    name = opened.index_path(book).name
    assert name.startswith(book.file.path.stem)
    assert f".py{sys.version_info[0]}{sys.version_info[1]}." in name
    assert opened.index_path(book).parent == cache


def test_a_folder_that_cannot_be_written_is_named(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("CODEWARD_CACHE", str(blocked / "cache"))
    opened.close_all()
    with pytest.raises(BookError, match="CODEWARD_CACHE"):
        open_searcher(book)


def test_searching_needs_none_of_the_slow_libraries() -> None:
    code = (
        "import sys; import codeward.search; "
        "print([m for m in ('numpy', 'pydantic', 'rich', 'django', 'tantivy', 'importlib.metadata')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
