"""Whether the bytes that are about to be read are those that were compiled, block by block, at the first reading.

A book states one digest of the whole, which nobody can check on opening without reading all of it. So when a book is
opened for the first time on a machine it is read and checked once, and the checksum of each of its blocks is kept in
the cache directory, under the book's digest. From then on each block is compared when it is first read. A file of
checksums that is missing, damaged or of another book is made again in the same way.

CRC-32 finds what a failing disk, a full one or a cut copy does to a block; it is no guard against somebody who may
write the school's files, which nothing in them could be.
"""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from mmap import mmap
from pathlib import Path
from typing import Final
from zlib import crc32

__all__ = ["SHIFT", "Blocks"]

SHIFT: Final = 12
"""A block has 2 to the power of this many bytes: a page of memory."""
_SIZE = 1 << SHIFT
_MAGIC = b"CWSUMS1\n"


class Blocks:
    """The blocks of one mapped file, and which of them are known to be right.

    `sure` has one byte a block, 1 where that block and the one after it were compared: whoever reads at most one
    block's length asks for the one that it begins in, ``if not sure[at >> SHIFT]: check(at, 1)``.
    """

    __slots__ = ("_data", "_failed", "_right", "_sums", "sure")

    def __init__(
        self, data: mmap, digest: bytes, verify: Callable[[], None], failed: Callable[[], Exception]
    ) -> None:
        """Take the checksums kept for the book with this *digest*, or make them once *verify* has read the whole.

        *verify* raises where the whole is not right. *failed* gives the error for a block that is not.
        """
        self._data, self._failed = data, failed
        self._right = bytearray(-(-len(data) // _SIZE))
        self.sure = bytearray(len(self._right))
        file = _file(digest)
        sums = _kept(file, digest, len(self._right))
        if sums is None:
            verify()
            sums = array("I", (crc32(data[at : at + _SIZE]) for at in range(0, len(data), _SIZE)))
            with suppress(OSError):  # a cache that cannot be written: the whole is read each time
                _keep(file, digest, sums)
        self._sums = sums

    def check(self, begin: int, length: int) -> None:
        """Compare what was not compared yet of *length* bytes from *begin*, and one block more; raises *failed*'s."""
        first, last = begin >> SHIFT, min((begin + max(length, 1) - 1 >> SHIFT) + 1, len(self._right) - 1)
        for block in range(first, last + 1):
            if not self._right[block]:
                at = block << SHIFT
                if crc32(self._data[at : at + _SIZE]) != self._sums[block]:
                    raise self._failed()
                self._right[block] = 1
        for block in range(first, last):
            self.sure[block] = 1
        if last == len(self._right) - 1:
            self.sure[last] = 1


def _file(digest: bytes) -> Path:
    from codeward import settings

    return settings.cache_dir() / f"{digest.hex()[:32]}.sums"


def _kept(file: Path, digest: bytes, count: int) -> array[int] | None:
    """Return the checksums that *file* holds, None where it is not there or not what was written."""
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    body = len(_MAGIC) + len(digest)
    if len(raw) != body + 4 * (count + 1) or raw[:body] != _MAGIC + digest or sys.byteorder != "little":
        return None
    sums = array("I")
    sums.frombytes(raw[body:])
    return sums[:-1] if sums[-1] == crc32(raw[:-4]) else None


def _keep(file: Path, digest: bytes, sums: array[int]) -> None:
    raw = _MAGIC + digest + sums.tobytes()
    raw += crc32(raw).to_bytes(4, "little")
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        half.write_bytes(raw)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
