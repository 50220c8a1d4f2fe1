"""A damaged book is a typed error, wherever the damage is; a whole one verifies."""

from __future__ import annotations

import struct
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book, validate
from codeward.codesets.container import layout
from codeward.codesets.container.bookfile import BookFile
from codeward.errors import BookError, BookFormatError, BookTruncated, UnknownCode

numbers = count()
CODES = ["E11.9", "S72.001B", "B99", "A00-A09", "22", "H54", "V00.01XA", "T20.011A"]


def changed(compiled: bytes, tmp_path: Path, at: int, new: bytes) -> Path:
    path = tmp_path / f"{next(numbers)}.book"  # what is mapped is never written over
    path.write_bytes(compiled[:at] + new + compiled[at + len(new) :])
    return path


def test_a_whole_book_verifies(book_path: Path) -> None:
    file = BookFile(book_path)
    file.verify()
    assert file.entries == 98_505


def test_a_book_of_another_format_version_says_so(compiled: bytes, tmp_path: Path) -> None:
    path = changed(compiled, tmp_path, 8, struct.pack("<I", layout.FORMAT + 1))
    with pytest.raises(BookFormatError, match="format version 3; this Codeward reads 2"):
        BookFile(path)


@pytest.mark.parametrize("content", [b"PK\x03\x04" * 100, b"x", b"CWBOOK\n\n" + bytes(200)])
def test_what_is_no_book_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.book"
    path.write_bytes(content)
    with pytest.raises(BookFormatError, match="is not a compiled book"):
        BookFile(path)


def test_an_empty_and_a_missing_book_are_typed_errors(tmp_path: Path) -> None:
    (tmp_path / "empty.book").touch()
    with pytest.raises(BookTruncated, match="is empty"):
        BookFile(tmp_path / "empty.book")
    with pytest.raises(BookError, match="cannot be opened"):
        BookFile(tmp_path / "missing.book")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_book_cut_at_any_byte_does_not_open(compiled: bytes, tmp_path: Path, data: st.DataObject) -> None:
    length = data.draw(st.one_of(st.integers(1, 200), st.integers(1, len(compiled) - 1)))
    path = tmp_path / f"cut{next(numbers)}.book"
    path.write_bytes(compiled[:length])
    with pytest.raises((BookTruncated, BookFormatError)) as caught:
        BookFile(path)
    assert path.name in str(caught.value)


def test_a_book_that_has_grown_does_not_open(compiled: bytes, tmp_path: Path) -> None:
    path = tmp_path / "grown.book"
    path.write_bytes(compiled + b"\0")
    with pytest.raises(BookTruncated, match="it says"):
        BookFile(path)


def use(path: Path) -> None:
    """Ask everything that can be asked of a few entries."""
    book = Book(BookFile(path), in_force=True)
    assert len(book.manifest) > 5
    assert book.release.id
    for code in CODES:
        concept = book[code]
        assert concept.ancestors is not None
        assert concept.children is not None
        assert book.instructions_for(code) is not None
        assert validate(book, code).asked == code
        book.seventh_characters(code)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_book_with_changed_bytes_answers_or_says_that_it_is_damaged(
    compiled: bytes, tmp_path: Path, data: st.DataObject
) -> None:
    header = st.integers(0, layout.HEADER.size - 1)
    at = data.draw(st.one_of(header, st.integers(0, len(compiled) - 8)))
    new = data.draw(st.binary(min_size=1, max_size=8))
    path = changed(compiled, tmp_path, at, new)
    with suppress(BookError, UnknownCode):  # and nothing else
        use(path)
    if path.read_bytes() != compiled:
        with pytest.raises(BookError):
            BookFile(path).verify()
    path.unlink()


# This book has no facts and no extras; a book that has them is in test_plain.py.
@pytest.mark.parametrize("section", layout.SECTIONS[:-2])
@pytest.mark.parametrize("fill", [b"\x00", b"\xff", b"\x1e", b"\x80"])
def test_a_section_overwritten_throughout_is_a_typed_error(
    compiled: bytes, tmp_path: Path, section: str, fill: bytes
) -> None:
    table = layout.HEADER.unpack_from(compiled)[5:]
    i = layout.SECTIONS.index(section)
    start, length = table[2 * i], table[2 * i + 1]
    path = changed(compiled, tmp_path, start, fill * length)
    with suppress(BookError, UnknownCode):  # and nothing else
        use(path)
    with pytest.raises(BookTruncated, match="is damaged"):
        BookFile(path).verify()
