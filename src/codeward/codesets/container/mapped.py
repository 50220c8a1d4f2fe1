"""Map a compiled book into memory, and check its header: magic, format version and size, in this order."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path
from typing import Any

from codeward.codesets.container import layout
from codeward.errors import BookError, BookFormatError, BookTruncated

__all__ = ["header", "mapped"]


def mapped(path: Path) -> mmap.mmap:
    """Return the bytes of the file at *path*, mapped read-only. Raises BookError, BookTruncated for an empty one."""
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError as e:  # an empty file cannot be mapped
        raise BookTruncated(f"The book {path.name} is empty", f"Delete {path} and run codeward again.") from e
    except OSError as e:
        raise BookError(
            f"The book {path} cannot be opened ({e.strerror or e})", "Check the path and its rights."
        ) from e


def header(data: mmap.mmap, path: Path) -> tuple[Any, ...]:
    """Return the header's fields after checking magic, format version and size, in this order."""
    again = f"Delete {path} and run codeward again"
    if data[: len(layout.MAGIC)] != layout.MAGIC[: len(data)]:
        raise BookFormatError(f"{path.name} is not a compiled book", again)
    if len(data) < layout.HEADER.size:
        raise BookTruncated(f"The book {path.name} ends within its header", again)
    fields = layout.HEADER.unpack_from(data)
    if fields[1] != layout.FORMAT:
        raise BookFormatError(
            f"The book {path.name} has format version {fields[1]}; this Codeward reads {layout.FORMAT}",
            "Use the Codeward that compiled it, or compile the release again with this one",
        )
    if sys.byteorder != "little":
        raise BookFormatError(
            "Books are little-endian and this machine is not", "Use a little-endian machine"
        )
    if fields[3] != len(data):
        raise BookTruncated(f"The book {path.name} has {len(data)} bytes; it says {fields[3]}", again)
    return fields
