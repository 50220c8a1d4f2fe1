"""Open the searcher of a book, compiling its index beside the book at first use."""

from __future__ import annotations

import sys
from pathlib import Path

from codeward.codesets import Book, books
from codeward.search.indexfile import FORMAT, IndexFile
from codeward.search.searcher import Searcher

__all__ = ["close_all", "index_path", "open_searcher"]

_opened: dict[Path, Searcher] = {}


def index_path(book: Book) -> Path:
    """Return where the index of *book* lies: in the cache directory, named by everything it is made from."""
    from codeward import settings
    from codeward.search.lexicon import digest

    name = (
        f"{book.file.path.stem}.{book.file.digest.hex()[:8]}.l{digest()[:12]}"
        f".py{sys.version_info[0]}{sys.version_info[1]}.s{FORMAT}.find"
    )
    return settings.cache_dir() / name


def open_searcher(book: Book | None = None) -> Searcher:
    """Return the searcher of *book* (without one, of the newest ICD-10-CM), kept for the process.

    Compiles the index where it is not there yet, once however many processes start together. Raises BookError
    where it cannot be made or read.
    """
    chosen = books.open("icd10cm") if book is None else book
    path = chosen.file.path
    known = _opened.get(path)
    if known is not None:  # whether its release is in force is asked of the book, not of the searcher
        return known
    searcher = Searcher(chosen, _index(chosen))
    _opened[path] = searcher
    return searcher


def close_all() -> None:
    """Forget the searchers opened by this process, for tests that change the directories."""
    _opened.clear()


def _index(book: Book) -> IndexFile:
    path = index_path(book)
    if not path.exists():
        from codeward.codesets.build import write_atomically
        from codeward.search.indexer import compile_index

        write_atomically(path, lambda: compile_index(book))
    return IndexFile(path)
