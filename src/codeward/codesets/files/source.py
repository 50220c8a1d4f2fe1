"""Open an official file as the publisher gives it, plain or `.xz`, and read a table of our own."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from codeward.errors import LoaderError

__all__ = ["UTF_16", "decoded", "opened", "own_rows"]

UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # the marks that begin such a file


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Give the unpacked bytes of *path* as a stream. Raises LoaderError where it cannot be read or unpacked."""
    try:
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as stream:
            yield stream
    except (lzma.LZMAError, EOFError) as e:
        raise LoaderError(f"cannot be unpacked ({e})", "Fetch the file again.", path=path.name) from e
    except OSError as e:
        raise LoaderError(
            f"cannot be read ({e.strerror or e})", "Check the path and its rights.", path=str(path)
        ) from e


def decoded(raw: bytes) -> str:
    """Return the text: UTF-16 where its mark stands first, UTF-8 with or without its mark, else Windows-1252.

    What agencies' older files hold beyond ASCII is Windows-1252 (in HCPCS 2019 five no-break spaces); bytes that it
    leaves undefined are read as Latin-1. No official file is refused for a character in a title.
    """
    if raw[:2] in UTF_16:
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def own_rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Yield the rows of a data file of ours. Raises LoaderError where it has other *columns*."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != columns:
            raise LoaderError(
                "has other columns", f"The columns are {', '.join(columns)}.", path=path.name, line=1
            )
        yield from reader
