"""Open the searcher of a book, compiling its index beside the book at first use."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from codeward.codesets import Book, books
from codeward.errors import BookTruncated
from codeward.search.hit import BookSearcher

if TYPE_CHECKING:
    from codeward.search.wordfile import WordFile

__all__ = ["close_all", "index_path", "open_searcher", "verify"]

_opened: dict[Path, BookSearcher] = {}


def index_path(book: Book) -> Path:
    """Return where the index of *book* lies: in the cache directory, named by everything it is made from."""
    from codeward import settings

    name = (
        f"{book.file.path.stem}.{book.file.digest.hex()[:8]}.l{_said(book)[:12]}"
        f".py{sys.version_info[0]}{sys.version_info[1]}.s{_format(book)}.find"
    )
    return settings.cache_dir() / name


def open_searcher(book: Book | None = None) -> BookSearcher:
    """Return the searcher of *book* (without one, of the newest ICD-10-CM), kept for the process.

    Compiles the index where it is not there yet or is damaged, once however many processes start together. Raises
    BookError where it cannot be made or read.
    """
    chosen = books.open("icd10cm") if book is None else book
    path = chosen.file.path
    known = _opened.get(path)
    if (
        known is not None and not known.book.file.broken
    ):  # whether its release is in force is asked of the book, not of the searcher
        return known
    searcher = _searcher(chosen)
    _opened[path] = searcher
    return searcher


def close_all() -> None:
    """Forget the searchers opened by this process, for tests that change the directories."""
    _opened.clear()


def _tabular(book: Book) -> bool:
    """Whether *book* has the instructions and 7th characters of ICD-10-CM."""
    return book.system == "icd10cm" and not book.release.titles_only


def verify(book: Book) -> bool:
    """Read the whole index of *book* and compare its checksums; False where there is none on this machine.

    One that is damaged is removed, to be compiled again when it is next asked for. Raises BookTruncated then.
    """
    path = index_path(book)
    if not path.exists():
        return False
    try:
        _file_class(book)(path).verify()
    except BookTruncated:
        path.unlink(missing_ok=True)
        _opened.pop(book.file.path, None)
        raise
    return True


def _file_class(book: Book) -> type[WordFile]:
    if _tabular(book):
        from codeward.search.indexfile import IndexFile

        return IndexFile
    from codeward.search.plain.plainfile import PlainFile

    return PlainFile


def _searcher(book: Book) -> BookSearcher:
    try:
        return _read(book)
    except BookTruncated:
        index_path(book).unlink(missing_ok=True)
        return _read(book)


def _read(book: Book) -> BookSearcher:
    if _tabular(book):
        from codeward.search.indexfile import IndexFile
        from codeward.search.searcher import Searcher

        return Searcher(book, IndexFile(_compiled(book)))
    from codeward.search.plain.plainfile import PlainFile
    from codeward.search.plain.searcher import PlainSearcher

    return PlainSearcher(book, PlainFile(_compiled(book)))


def _format(book: Book) -> str:
    from codeward.search.indexfile import FORMAT

    if _tabular(book):
        return str(FORMAT)
    from codeward.search.plain.plainfile import FORMAT as PLAIN_FORMAT

    return f"l{PLAIN_FORMAT}"


def _said(book: Book) -> str:
    """Return a digest of what people say that goes into the index."""
    from codeward.search.plain.said import digest

    return digest(book.system)


def _compiled(book: Book) -> Path:
    path = index_path(book)
    if not path.exists():
        from codeward.codesets import write_atomically

        compile_book: Callable[[Book], bytes]
        if _tabular(book):
            from codeward.search.indexer import compile_index as compile_book
        else:
            from codeward.search.plain.compile import compile_plain_index as compile_book
        write_atomically(path, lambda: compile_book(book))
    return path
