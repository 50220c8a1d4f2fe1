"""Folders and files that live for one command, with learners' data in them: closed to others, and never left behind.

They lie where their content belongs, not in the system's folder of temporary files. Whoever makes one holds a lock on
it (flock) that goes with the process, so that what a killed command left can be told from what another is writing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["BACKUP", "RESTORE", "holding", "scratch", "sweep"]

BACKUP = ".backup-"
RESTORE = ".restore-"


@contextmanager
def scratch(folder: Path, prefix: str = BACKUP) -> Iterator[Path]:
    """Give a new folder in `folder`, mode 0700, that is gone afterwards. Raises OSError where it cannot be made."""
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=folder))
    try:
        with holding(made):
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def holding(path: Path) -> Iterator[bool]:
    """Hold the lock of a file or folder that is there; gives False where another process has it."""
    import fcntl  # Windows has none; the school does not run there

    handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def sweep(folder: Path, *prefixes: str, keep: frozenset[str] = frozenset()) -> list[str]:
    """Remove what killed commands left in `folder` under names with these prefixes; returns the names.

    What another process still writes stays, and what `keep` names.
    """
    gone = []
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(prefixes) or path.name in keep:
            continue
        with suppress(OSError), holding(path) as ours:
            if not ours:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
            gone.append(path.name)
    return gone
