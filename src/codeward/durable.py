"""What was written is on the disk: a write that is answered with yes must survive a power cut.

A file's bytes lie in the system's memory until they are flushed, and so does its name: a renamed file whose folder was
not flushed may be gone, or empty, when the power comes back (POSIX `fsync`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

__all__ = ["flush", "flush_folder", "flush_tree"]


def flush(stream: IO[Any]) -> None:
    """Put all that was written to the open file on the disk. Raises OSError where the disk fails."""
    stream.flush()
    os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Put the names in *folder* on the disk: what was made, renamed or removed there. Raises OSError."""
    if os.name == "nt":  # Windows opens no folders, and its file systems keep names in a journal
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Put every file and every name below *folder* on the disk, whoever wrote them. Raises OSError."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        elif path.is_dir():
            flush_folder(path)
    flush_folder(folder)
