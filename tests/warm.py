"""The compiled books, made once for all tests of a run: a command line, a page of the docs, a school start from them.

Compiling has tests of its own, each in an empty cache (tests/test_ready.py, tests/codesets, tests/search); whoever only
needs the books would otherwise compile them again in every room and every worker.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codeward.locks import locked
from codeward.settings import CACHE, cache_dir

__all__ = ["ready_books", "shared_by_workers", "warm_cache"]

# As the run began: a test may have set another for itself when it asks.
_OURS = cache_dir()
_MAKE = "from codeward import ready; ready.prepare(print)"


def shared_by_workers(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """A path in the temporary folder that all workers of this run know."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if base.name.startswith("popen-") else base) / name


def ready_books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every compiled book, in the cache of the run: whoever comes first compiles, the others wait."""
    with locked(shared_by_workers(tmp_path_factory, "books.lock")):
        subprocess.run(
            [sys.executable, "-c", _MAKE],
            env={**os.environ, CACHE: str(_OURS)},
            check=True,
            capture_output=True,
        )
    return [path for path in _OURS.iterdir() if path.is_file() and not path.name.startswith(".")]


def warm_cache(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """*folder* as a cache with the books in it; what its tests add stays in it."""
    with locked(shared_by_workers(tmp_path_factory, f"{folder.name}.lock")):
        if not folder.exists():
            made = folder.with_name(f"{folder.name}.making")
            made.mkdir(parents=True)
            for path in ready_books(tmp_path_factory):
                _link(path, made / path.name)
            made.rename(folder)
    return folder


def _link(path: Path, to: Path) -> None:
    """A cache's files are put in place whole and never written in, so a link is as good as a copy."""
    try:
        os.link(path, to)
    except OSError:  # another file system
        shutil.copy2(path, to)
