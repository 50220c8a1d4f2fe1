from __future__ import annotations

from pathlib import Path

import pytest

from codeward.errors import BookError, BookFormatError, BookTruncated
from codeward.search.indexfile import HEADER, SECTIONS, IndexFile


def test_an_index_cut_short_is_named(compiled: bytes, tmp_path: Path) -> None:
    path = tmp_path / "short.find"
    path.write_bytes(compiled[:-100])
    with pytest.raises(BookTruncated, match=r"short\.find"):
        IndexFile(path)


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.find"
    path.touch()
    with pytest.raises(BookTruncated, match="empty"):
        IndexFile(path)


def test_another_file_is_not_an_index(tmp_path: Path) -> None:
    path = tmp_path / "other.find"
    path.write_bytes(b"CWBOOK\r\n" + bytes(200))
    with pytest.raises(BookFormatError, match="not a search index"):
        IndexFile(path)


def test_another_format_version_says_which_is_read(compiled: bytes, tmp_path: Path) -> None:
    path = tmp_path / "future.find"
    path.write_bytes(compiled[:8] + (99).to_bytes(4, "little") + compiled[12:])
    with pytest.raises(BookFormatError, match="version 99"):
        IndexFile(path)


def test_a_missing_file_is_a_book_error(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="cannot be opened"):
        IndexFile(tmp_path / "none.find")


def test_the_header_is_what_the_docstring_says() -> None:
    assert HEADER.size == 8 + 4 + 8 + 26 * 4


def test_words_of_the_lexicon_alone_have_no_documents(index: IndexFile) -> None:
    number = index.number["collarbone"]
    assert number >= index.book_words
    assert index.bits(number) == 0
    assert index.count(number) == 0


@pytest.mark.parametrize("name", ["meta", "vocab", "lexicon", "families"])
def test_a_section_that_is_damaged_inside_is_named_with_the_way_out(
    compiled: bytes, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "damaged.find"
    places = HEADER.unpack_from(compiled)[3:]
    start = places[2 * SECTIONS.index(name)]
    path.write_bytes(compiled[:start] + b"\xff" * 64 + compiled[start + 64 :])
    with pytest.raises(
        BookTruncated, match=rf"damaged\.find is damaged: its section {name} .*Delete .*damaged\.find"
    ):
        IndexFile(path)


def test_bytes_that_are_not_its_own_never_reach_marshal(
    compiled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A changed letter of a known word is found on opening; marshal took it, and searches answered by it."""
    path = tmp_path / "damaged.find"
    start, length = HEADER.unpack_from(compiled)[3:][2:4]
    word = compiled.index(b"asthma", start, start + length)
    path.write_bytes(compiled[:word] + b"esthma" + compiled[word + 6 :])
    with pytest.raises(BookTruncated, match="its section vocab is not as it was compiled"):
        IndexFile(path)
    monkeypatch.setattr(IndexFile, "_check", lambda *_: None)
    assert any("esthma" in word for word in IndexFile(path).vocab)


@pytest.mark.parametrize(
    "name", [name for name in SECTIONS if name not in ("meta", "vocab", "lexicon", "families")]
)
def test_verifying_reads_every_section(compiled: bytes, tmp_path: Path, name: str) -> None:
    path = tmp_path / "damaged.find"
    start, length = HEADER.unpack_from(compiled)[3:][2 * SECTIONS.index(name) :][:2]
    at = start + length // 2
    path.write_bytes(compiled[:at] + bytes([compiled[at] ^ 1]) + compiled[at + 1 :])
    with pytest.raises(BookTruncated, match=f"its section {name} is not as it was compiled"):
        IndexFile(path).verify()
