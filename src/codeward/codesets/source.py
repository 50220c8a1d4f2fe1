"""Open an official file as the publisher gives it, plain or `.xz`."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from codeward.errors import LoaderError

__all__ = ["opened"]


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
