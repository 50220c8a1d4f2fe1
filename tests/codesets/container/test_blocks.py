"""A damaged book never answers wrongly: each block is compared when it is first read, and mended from its package."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book, books
from codeward.codesets.container import layout
from codeward.codesets.container.blocks import SHIFT, Blocks
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.codes import pack, undotted
from codeward.errors import BookError, BookTruncated, UnknownCode
from codeward.settings import cache_dir

SAMPLE = 264
numbers = count()


def told(book: Book, code: str) -> Any:
    """All that a book says of a code."""
    concept = book[code]
    return (
        concept.code, concept.description, concept.kind, concept.billable, concept.parent, concept.children,
        concept.facts, [(i.kind, i.text, i.references) for i in book.instructions_for(code)],
        book.seventh_characters(code),
    )  # fmt: skip


@pytest.fixture(scope="module")
def right(compiled: bytes, book: Book) -> dict[str, Any]:
    """What the whole book says of a sample of its codes."""
    return {code: told(book, code) for code in random.Random(5).sample(list(book), SAMPLE)}


def written(content: bytes, tmp_path: Path) -> Path:
    """The bytes in a file of their own: what is mapped is never written over."""
    path = tmp_path / f"{next(numbers)}.book"
    path.write_bytes(content)
    return path


def wrong_answers(path: Path, right: dict[str, Any]) -> tuple[int, int]:
    """How many codes are told otherwise than they are, and how many are refused."""
    try:
        book = Book(BookFile(path), in_force=True)
    except BookError:
        return 0, len(right)
    wrong = refused = 0
    for code, answer in right.items():
        try:
            wrong += told(book, code) != answer
        except UnknownCode:
            wrong += 1
        except BookError:
            refused += 1
    return wrong, refused


def scratched(compiled: bytes) -> bytes:
    """The book with a letter changed in every 4,000 bytes of its titles and notes, and its header as it was."""
    content = bytearray(compiled)
    table = layout.HEADER.unpack_from(compiled)[5:]
    for name in ("titles", "notes"):
        start, length = table[2 * layout.SECTIONS.index(name)], table[2 * layout.SECTIONS.index(name) + 1]
        for at in range(start, start + length, 4_000):
            content[at] ^= 1
    return bytes(content)


def test_scratched_titles_are_refused_and_never_told(
    compiled: bytes, right: dict[str, Any], tmp_path: Path
) -> None:
    """Every code that is not told is refused; before, some twenty of these were told with a wrong word."""
    path = written(scratched(compiled), tmp_path)
    assert wrong_answers(path, right) == (0, SAMPLE)


def test_the_reading_of_before_is_seen_to_tell_wrong_words(
    compiled: bytes, right: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof catches it: without the comparing the same book answers, wrongly."""
    monkeypatch.setattr(Blocks, "check", lambda *_: None)
    wrong, refused = wrong_answers(written(scratched(compiled), tmp_path), right)
    assert wrong >= 10
    assert refused < SAMPLE


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_wherever_a_book_is_damaged_what_it_tells_is_right(
    compiled: bytes, right: dict[str, Any], tmp_path: Path, data: st.DataObject
) -> None:
    content = bytearray(compiled)
    for _ in range(data.draw(st.integers(1, 30))):
        at = data.draw(st.integers(0, len(compiled) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
    path = written(bytes(content), tmp_path)
    assert wrong_answers(path, right)[0] == 0
    path.unlink()


def test_a_code_that_is_not_there_is_only_said_of_keys_that_are_right(
    compiled: bytes, book: Book, tmp_path: Path
) -> None:
    table = layout.HEADER.unpack_from(compiled)[5:]
    middle = table[2] + (table[3] // 16) * 8  # the first key that a search looks at
    content = compiled[:middle] + b"\xff" * 8 + compiled[middle + 8 :]
    last = max(book, key=lambda code: pack(undotted(code)))  # the search turns away from it
    with pytest.raises(BookTruncated):
        Book(BookFile(written(content, tmp_path)), in_force=True)[last]


def sums_of(path: Path) -> Path:
    """Where the checksums of a book are kept."""
    return cache_dir() / f"{BookFile(path).digest.hex()[:32]}.sums"


@pytest.mark.parametrize("harm", ["missing", "cut", "changed", "another's"])
def test_checksums_that_are_not_right_are_made_again_from_a_book_that_is(
    harm: str, compiled: bytes, tmp_path: Path
) -> None:
    path = written(compiled, tmp_path)
    file = sums_of(path)
    whole = file.read_bytes()
    assert len(whole) == 40 + 4 * (-(-len(compiled) // (1 << SHIFT)) + 1)
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(
            {
                "cut": whole[:-1],
                "changed": whole[:99] + b"!" + whole[100:],
                "another's": whole[:8] + b"x" * 32 + whole[40:],
            }[harm]
        )
    assert BookFile(path).concept(0) is not None
    assert file.read_bytes() == whole
    file.unlink()
    # Without them a book that is damaged does not open, so that no checksums are made of its damage.
    with pytest.raises(BookTruncated, match="its digest"):
        BookFile(written(scratched(compiled), tmp_path))
    assert not file.exists()


def test_a_book_is_read_where_the_cache_cannot_be_written(
    compiled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "file" / "cache"))
    assert BookFile(written(compiled, tmp_path)).concept(0).code == "1"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CODEWARD_CACHE", str(tmp_path / "cache"))
    books.close_all()
    yield tmp_path
    books.close_all()


def spoiled(path: Path) -> None:
    """Scratch the book on the disk, as a failing disk does: under those who have it open."""
    content = scratched(path.read_bytes())
    with path.open("r+b") as stream:
        stream.write(content)
        os.fsync(stream.fileno())


@pytest.mark.parametrize("opened", [True, False])
def test_a_damaged_book_of_a_package_is_compiled_again(folders: Path, opened: bool) -> None:
    """Found while it is open, one answer fails and the next is right; found on opening, none fails."""
    book = books.open("hcpcs")
    code = list(book)[-1]
    answer, path, whole = told(book, code), book.file.path, book.file.path.read_bytes()
    if not opened:
        books.close_all()
        next((folders / "cache").glob(f"{book.file.digest.hex()[:32]}.sums")).unlink()
    else:
        books.close_all()
        book = books.open("hcpcs")
    spoiled(path)
    if opened:
        with pytest.raises(BookTruncated):
            told(book, code)
    assert told(books.open("hcpcs"), code) == answer
    assert path.read_bytes() == whole


def test_damage_is_not_taken_into_the_home(folders: Path) -> None:
    book = books.open("hcpcs")
    spoiled(book.file.path)
    with pytest.raises(BookTruncated):
        books.keep(book)
    assert not list((folders / "home").rglob("*.book"))
