"""Compile every book that Codeward carries, its search index and the derived Index, before somebody waits for one.

Two processes at a time, the longest work first; each piece is written whole or not at all, so a process that is
killed leaves nothing behind and the next start goes on where this one stopped.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import NamedTuple

from codeward.codesets import books

__all__ = ["Piece", "pieces", "prepare"]

Say = Callable[[str], None]


class Piece(NamedTuple):
    """One piece of work: a release's book, with its search index (`searched`) and the derived Index (`indexed`)."""

    release: str
    searched: bool
    indexed: bool


def pieces() -> list[Piece]:
    """Return the work to do, the longest first: the newest book of each system is searched, older ones are not."""
    newest = {row.system: row.id for row in reversed(books.releases()) if not row.id.endswith("-titles")}
    order = {"icd10cm": 0, "icd10pcs": 1}
    work = [
        Piece(
            row.id, newest.get(row.system) == row.id, row.system == "icd10cm" and newest["icd10cm"] == row.id
        )
        for row in books.releases()
        if row.system in ("icd10cm", "icd10pcs", "hcpcs", "cpt")
    ]
    return sorted(work, key=lambda piece: (not piece.searched, order.get(piece.release.partition("-")[0], 2)))


def prepare(say: Say, processes: int | None = None) -> float:
    """Compile what is missing, telling *say* a line for each piece; return the seconds that it took.

    Raises CodewardError where a book cannot be made.
    """
    start = time.perf_counter()
    work = pieces()
    count = processes or min(2, os.cpu_count() or 1)
    for done, (piece, seconds) in enumerate(_run(work, count), 1):
        if seconds >= 0.05:  # what was there already is not worth a line
            say(f"{done} of {len(work)}: {piece.release} is ready ({seconds:.1f} s).")
    return time.perf_counter() - start


def _run(work: list[Piece], processes: int) -> Iterator[tuple[Piece, float]]:
    if processes < 2:
        for piece in work:
            yield piece, _make(piece)
        return
    context = multiprocessing.get_context("spawn")  # the caller may have threads and open maps
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        futures = {pool.submit(_make, piece): piece for piece in work}
        for future in as_completed(futures):
            yield futures[future], future.result()


def _make(piece: Piece) -> float:
    """Make one piece; return the seconds that it took."""
    from codeward.search import open_searcher

    start = time.perf_counter()
    book = books.open_release(piece.release)
    if piece.searched:
        open_searcher(book)
    if piece.indexed:
        from codeward.index import BOOKS, open_index

        index = open_index(tabular=book)
        for name in BOOKS:
            index.letters(name)
    return time.perf_counter() - start
