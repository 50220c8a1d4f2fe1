"""A cache file of named blobs, read in place: what an index needs beside its book.

header     magic, format version, number of blobs, file size, CRC-32 of the table, CRC-32 of all that follows it
table      for each blob: name, offset, length
blobs      each at a multiple of eight
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

from codeward.errors import BookError, BookFormatError, BookTruncated

__all__ = ["FORMAT", "packed", "read"]

MAGIC = b"CWINDEX\n"
FORMAT = 2
_HEADER = struct.Struct("<8sIIQII")
_ROW = struct.Struct("<24sQQ")


def packed(blobs: Mapping[str, bytes]) -> bytes:
    """Return the bytes of a file with these blobs."""
    table, body = bytearray(), bytearray()
    start = _HEADER.size + _ROW.size * len(blobs)
    for name, blob in blobs.items():
        body += bytes(-(start + len(body)) % 8)
        table += _ROW.pack(name.encode(), start + len(body), len(blob))
        body += blob
    size = start + len(body)
    return (
        _HEADER.pack(MAGIC, FORMAT, len(blobs), size, crc32(table), crc32(body)) + bytes(table) + bytes(body)
    )


def read(path: Path) -> dict[str, memoryview]:
    """Return the blobs of the file at *path* in place. Raises BookError, BookFormatError or BookTruncated."""
    way = f"Delete {path} and run codeward again"
    try:
        with path.open("rb") as stream:
            whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except ValueError as e:
        raise BookTruncated(f"The index {path.name} is empty", way) from e
    except OSError as e:
        raise BookError(f"The index {path} cannot be opened ({e.strerror or e})", "Check its rights.") from e
    if len(whole) < _HEADER.size or whole[:8] != MAGIC:
        raise BookFormatError(f"{path.name} is not a compiled index", way)
    _, version, count, size, check, check_body = _HEADER.unpack_from(whole)
    if version != FORMAT:
        raise BookFormatError(f"{path.name} has format version {version}; this Codeward reads {FORMAT}", way)
    table = whole[_HEADER.size : _HEADER.size + _ROW.size * count]
    if size != len(whole) or crc32(table) != check:
        raise BookTruncated(f"The index {path.name} has {len(whole)} bytes; it says {size}", way)
    if crc32(whole[_HEADER.size + len(table) :]) != check_body:
        raise BookTruncated(f"The index {path.name} is damaged: it is not as it was compiled", way)
    blobs = {}
    for name, start, length in _ROW.iter_unpack(table):
        if start + length > size:
            raise BookTruncated(f"The index {path.name} is damaged", way)
        blobs[name.rstrip(b"\0").decode()] = whole[start : start + length]
    return blobs
