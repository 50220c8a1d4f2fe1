"""One process at a time: a lock that lies in a file and goes with the process that holds it.

The library is loaded when a lock is taken, so that importing this costs the command line nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["locked"]


@contextmanager
def locked(path: Path, *, wait: bool = True, mode: int = 0o644) -> Iterator[None]:
    """Hold the lock of the file *path*, made where it is missing; a killed process leaves none held.

    With `wait=False` raises BlockingIOError where another process holds it. Raises OSError where it cannot be made.
    """
    from filelock import FileLock, Timeout

    try:
        held = FileLock(path, timeout=-1 if wait else 0, mode=mode).acquire()
    except Timeout as e:
        raise BlockingIOError(f"{path} is held by another process") from e
    with held:
        yield
