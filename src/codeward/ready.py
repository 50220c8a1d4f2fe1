"""Compile every book that Codeward carries, its search index, the derived Index and the list of valid codes.

Two processes at a time, the longest work first; each piece is written whole or not at all, so a process that is
killed leaves nothing behind and the next start goes on where this one stopped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from codeward.codesets import CODING, books, validity
from codeward.errors import BookError

__all__ = ["Piece", "make", "missing", "pieces", "prepare"]

Say = Callable[[str], None]
_PAUSE = 0.02  # seconds between two looks at the processes


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
        Piece(row.id, newest.get(row.system) == row.id, newest.get("icd10cm") == row.id)
        for row in books.releases()
        if row.system in CODING
    ]
    return sorted(work, key=lambda piece: (not piece.searched, order.get(piece.release.partition("-")[0], 2)))


def missing(work: list[Piece]) -> list[Piece]:
    """Return the pieces of which something is not there yet."""
    from codeward.index import BOOKS, cache_path
    from codeward.search import index_path

    compiled = {row.id for row in books.listed() if row.compiled}
    out = []
    for piece in work:
        if piece.release in compiled:
            book = books.open_release(piece.release)
            paths = [index_path(book)] if piece.searched else []
            paths += [cache_path(book, f"{name}.derived") for name in BOOKS] if piece.indexed else []
            if all(path.exists() for path in paths):
                continue
        out.append(piece)
    return out


def prepare(say: Say, processes: int | None = None) -> float:
    """Compile what is missing, telling *say* a line for each piece; return the seconds that it took.

    Raises BookError where a book cannot be made, with what the compiler said.
    """
    start = time.perf_counter()
    if validity.prepare() is None:  # made before the processes start, each of which may ask it
        say(f"There is no list of valid codes; validity is that of the books. {validity.absent()}")
    work = missing(pieces())
    count = processes or min(2, os.cpu_count() or 1)
    for done, (piece, seconds) in enumerate(_run(work, count), 1):
        say(f"{done} of {len(work)}: {piece.release} is ready ({seconds:.1f} s).")
    return time.perf_counter() - start


def _run(work: list[Piece], processes: int) -> Iterator[tuple[Piece, float]]:
    """Run each piece in a process of its own, so many at once; yield those that end as they end."""
    waiting = list(work)
    running: dict[subprocess.Popen[str], tuple[Piece, float]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                piece = waiting.pop(0)
                running[_start(piece)] = (piece, time.perf_counter())
            time.sleep(_PAUSE)
            for process in [each for each in running if each.poll() is not None]:
                piece, since = running.pop(process)
                said = process.communicate()[1]
                if process.returncode:
                    lines = said.strip().splitlines() or [f"exit code {process.returncode}"]
                    raise BookError(
                        f"{piece.release} cannot be compiled: {lines[-1]}", "See what is said above"
                    )
                yield piece, time.perf_counter() - since
    finally:
        for process in running:
            process.kill()
            process.wait()


def _start(piece: Piece) -> subprocess.Popen[str]:
    arguments = [
        piece.release,
        *(["searched"] if piece.searched else []),
        *(["indexed"] if piece.indexed else []),
    ]
    return subprocess.Popen(  # noqa: S603 - our own module and the ids of releases
        [sys.executable, "-m", "codeward.ready", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def make(piece: Piece) -> None:
    """Make one piece, whatever of it is missing."""
    from codeward.search import open_searcher

    book = books.open_release(piece.release)
    if piece.searched:
        open_searcher(book)
    if piece.indexed:
        from codeward.index import BOOKS, open_index

        index = open_index(tabular=book)
        for name in BOOKS:
            index.letters(name)


if __name__ == "__main__":
    make(Piece(sys.argv[1], "searched" in sys.argv[2:], "indexed" in sys.argv[2:]))
