"""One searcher over the real book for all tests of this room, compiled into a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Book, books
from codeward.search import Searcher
from codeward.search.indexer import compile_index
from codeward.search.indexfile import IndexFile


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
