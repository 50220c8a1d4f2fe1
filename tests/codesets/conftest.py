"""One compiled book for all tests of this room, made from the official files and kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.icd10cm.compiler import compile_files
from codeward.codesets.releases import Packaged, packaged


@pytest.fixture(scope="session")
def april() -> Packaged:
    return next(row for row in packaged() if row.release.id == "icd10cm-2026-04-01")


@pytest.fixture(scope="session")
def sources(april: Packaged) -> tuple[Path, ...]:
    return april.paths


@pytest.fixture(scope="session")
def compiled(april: Packaged, sources: tuple[Path, ...]) -> bytes:
    return compile_files(april.release, sources, april.digests)


@pytest.fixture(scope="session")
def book_path(compiled: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "april.book"
    path.write_bytes(compiled)
    return path


@pytest.fixture(scope="session")
def book(book_path: Path) -> Book:
    return Book(BookFile(book_path), in_force=True)
