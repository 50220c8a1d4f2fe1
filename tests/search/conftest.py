"""One searcher over the real book for all tests of this room, compiled into a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Book, books
from codeward.search import Searcher, opened
from codeward.search.allbooks import AllBooks
from codeward.search.indexer import compile_index
from codeward.search.indexfile import IndexFile
from tests.search.listed import cpt, cpt_book, hcpcs, hcpcs_book, pcs, pcs_book

__all__ = ["cpt", "cpt_book", "hcpcs", "hcpcs_book", "pcs", "pcs_book"]


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    patch = pytest.MonkeyPatch()
    patch.setenv("CODEWARD_CACHE", str(tmp_path_factory.mktemp("cache")))
    patch.setenv("CODEWARD_HOME", str(tmp_path_factory.mktemp("home")))
    try:
        return books.open("icd10cm")
    finally:
        patch.undo()


@pytest.fixture(scope="session")
def compiled(book: Book) -> bytes:
    return compile_index(book)


@pytest.fixture(scope="session")
def index_path(compiled: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "april.find"
    path.write_bytes(compiled)
    return path


@pytest.fixture(scope="session")
def index(index_path: Path) -> IndexFile:
    return IndexFile(index_path)


@pytest.fixture(scope="session")
def searcher(book: Book, index: IndexFile) -> Searcher:
    return Searcher(book, index)


@pytest.fixture(scope="session")
def desk(
    book: Book, compiled: bytes, pcs_book: Book, hcpcs_book: Book, cpt_book: Book,
    tmp_path_factory: pytest.TempPathFactory,
) -> AllBooks:  # fmt: skip
    """The desk with one book of each coding system; their indexes are kept where they were compiled."""
    patch = pytest.MonkeyPatch()
    patch.setenv("CODEWARD_CACHE", str(tmp_path_factory.mktemp("desk")))
    try:
        opened.index_path(book).write_bytes(compiled)
        return AllBooks([book, pcs_book, hcpcs_book, cpt_book])
    finally:
        patch.undo()
        opened.close_all()
