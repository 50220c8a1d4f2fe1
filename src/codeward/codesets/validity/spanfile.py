"""The compiled list of valid codes: one small read-only file, opened by memory map and read in place.

    header      64 bytes: magic, format, length of the manifest, file size, SHA-256 of the file with these 32
                bytes zero
    manifest    JSON: id, title, first and last day that the list speaks of, source, and for each system its
                number of codes and of spans
    systems     for each system of the manifest, in its order, each part padded to eight bytes:
      keys      one 64-bit number a code, sorted (see `codes.pack`)
      starts    one 32-bit number a code and one more: where its spans begin
      spans     first and last day as two 32-bit numbers, counted as `date.toordinal` counts

A code may have several spans: what CMS deleted it sometimes takes back. Spans are in order and never touch.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.container.blocks import SHIFT, Blocks
from codeward.codesets.container.codes import as_key, pack, unpack
from codeward.errors import BookError, BookFormatError, BookTruncated

__all__ = ["FORMAT", "Span", "Validity", "compile_spans"]

MAGIC = b"CWVALID\n"
FORMAT = 1
_HEADER = struct.Struct("<8sIIQ32s8x")
_DIGEST_AT = 24
_LONGEST = 7  # characters of a code of ICD-10
_MANIFEST = 100_000  # bytes, far more than it ever has
_DAMAGE = (ValueError, IndexError, KeyError, TypeError, struct.error)


class Span(NamedTuple):
    """The days from `first` to `last`, both of them included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class Validity:
    """On which days each code is valid.

    `first` and `last` bound what the list speaks of: for a day outside it knows nothing (`covers`). A span that ends
    on `last` is of a code that has not ended, as far as the list can see.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at *path*. Raises BookError, BookFormatError or BookTruncated."""
        self.path = path
        self._map = _mapped(path)
        self.broken = False
        length = self._length_of_manifest()
        self._blocks = Blocks(self._map, self.digest, self.verify, self._damaged)
        self._blocks.check(0, _HEADER.size + length)
        self.manifest = self._read_manifest(length)
        try:
            self.id = str(self.manifest["id"])
            self.title = str(self.manifest["title"])
            self.first = date.fromisoformat(self.manifest["first"])
            self.last = date.fromisoformat(self.manifest["last"])
            self._at: dict[str, tuple[int, int, int, int]] = {}
            self._tables = dict(self._read_tables())
        except _DAMAGE as e:
            raise self._damaged() from e

    def _length_of_manifest(self) -> int:
        if len(self._map) < _HEADER.size:
            raise self._damaged()
        magic, form, length, size, _ = _HEADER.unpack_from(self._map)
        if magic != MAGIC or form != FORMAT:
            raise BookFormatError(
                f"{self.path} is not a list of valid codes of format {FORMAT}", "Delete it; it is made again."
            )
        if size != len(self._map) or length > _MANIFEST:
            raise self._damaged()
        return int(length)

    def _read_manifest(self, length: int) -> dict[str, Any]:
        try:
            manifest = json.loads(self._map[_HEADER.size : _HEADER.size + length])
        except (ValueError, RecursionError) as e:
            raise self._damaged() from e
        if not isinstance(manifest, dict):
            raise self._damaged()
        return manifest

    def _read_tables(self) -> Iterator[tuple[str, tuple[memoryview[int], memoryview[int], memoryview[int]]]]:
        whole = memoryview(self._map)
        _, _, length, size, _ = _HEADER.unpack_from(self._map)
        at = _padded(_HEADER.size + length)
        for row in self.manifest["systems"]:
            n, m = row["codes"], row["spans"]
            ends = [at + 8 * n, 0, 0]
            ends[1] = _padded(ends[0]) + 4 * (n + 1)
            ends[2] = _padded(ends[1]) + 8 * m
            if n < 0 or m < 0 or ends[2] > size:
                raise ValueError("a part lies outside the file")
            keys = whole[at : ends[0]].cast("Q")
            starts = whole[_padded(ends[0]) : ends[1]].cast("I")
            days = whole[_padded(ends[1]) : ends[2]].cast("I")
            self._at[row["system"]] = (at, _padded(ends[0]), _padded(ends[1]), _padded(ends[2]))
            at = _padded(ends[2])
            yield row["system"], (keys, starts, days)
        if at != size:
            raise ValueError("the parts do not fill the file")

    def _damaged(self) -> BookTruncated:
        self.broken = True
        return BookTruncated(
            f"The list of valid codes {self.path.name} is damaged",
            f"Delete {self.path} and run codeward again; it is made anew",
        )

    def _check(self, begin: int, length: int) -> None:
        if length > 1 << SHIFT or not self._blocks.sure[begin >> SHIFT]:
            self._blocks.check(begin, length)

    def _whole(self, system: str) -> tuple[memoryview[int], memoryview[int], memoryview[int]]:
        """Return the table of a system, all of it compared."""
        begin, _, _, end = self._at[system]
        self._check(begin, end - begin)
        return self._tables[system]

    @property
    def systems(self) -> tuple[str, ...]:
        """The code systems whose codes the list holds."""
        return tuple(self._tables)

    def covers(self, on: date) -> bool:
        """Say whether the list speaks of the day *on*."""
        return self.first <= on <= self.last

    def spans(self, system: str, code: str) -> tuple[Span, ...]:
        """Return the spans on which *code* is valid, earliest first; none for what is no code of *system*."""
        key = as_key(code)
        if key is None or system not in self._tables:
            return ()
        keys, starts, days = self._tables[system]
        packed = pack(key)
        at = bisect_left(keys, packed)
        begin, starts_at, days_at, _ = self._at[system]
        if at == len(keys) or keys[at] != packed:
            self._check(begin, 8 * len(keys))  # a damaged key may have led astray
            return ()
        self._check(begin + 8 * at, 8)
        self._check(starts_at + 4 * at, 8)
        self._check(days_at + 8 * starts[at], 8 * max(1, starts[at + 1] - starts[at]))
        return self._spans_at(at, starts, days)

    def _spans_at(self, at: int, starts: memoryview[int], days: memoryview[int]) -> tuple[Span, ...]:
        try:
            return tuple(
                Span(date.fromordinal(days[2 * n]), date.fromordinal(days[2 * n + 1]))
                for n in range(starts[at], starts[at + 1])
            )
        except (*_DAMAGE, OverflowError) as e:
            raise self._damaged() from e

    def span_on(self, system: str, code: str, on: date) -> Span | None:
        """Return the span of *code* that holds the day *on*, or None where the code is not valid then."""
        return next((span for span in self.spans(system, code) if on in span), None)

    def codes(self, system: str, on: date | None = None) -> Iterator[str]:
        """Yield every code of *system* without its dot, or those valid on the day *on*, in no certain order."""
        keys, starts, days = self._whole(system)
        day = None if on is None else on.toordinal()
        for at, packed in enumerate(keys):
            spans = range(starts[at], starts[at + 1])
            if day is None or any(days[2 * n] <= day <= days[2 * n + 1] for n in spans):
                yield unpack(packed)

    def outside(self, system: str, on: date) -> Iterator[str]:
        """Yield every code of *system*, without its dot, that is valid on some day but not on the day *on*."""
        keys, starts, days = self._whole(system)
        day = on.toordinal()
        for at in range(len(keys)):
            if not any(days[2 * n] <= day <= days[2 * n + 1] for n in range(starts[at], starts[at + 1])):
                yield unpack(keys[at])

    def below(self, system: str, prefix: str, on: date) -> Iterator[tuple[str, Span]]:
        """Yield each longer code that begins with *prefix* and is valid on the day *on*, with its span."""
        key = as_key(prefix)
        if key is None or "-" in key or system not in self._tables:
            return
        keys, starts, days = self._whole(system)
        day = on.toordinal()
        for more in range(1, _LONGEST + 1 - len(key)):
            first, last = pack(key + "0" * more), pack(key + "Z" * more)
            for at in range(bisect_left(keys, first), bisect_right(keys, last)):
                for n in range(starts[at], starts[at + 1]):
                    if days[2 * n] <= day <= days[2 * n + 1]:
                        span = Span(date.fromordinal(days[2 * n]), date.fromordinal(days[2 * n + 1]))
                        yield unpack(keys[at]), span

    @property
    def digest(self) -> bytes:
        """The digest of the file's bytes that it was compiled with."""
        digest: bytes = _HEADER.unpack_from(self._map)[4]
        return digest

    def verify(self) -> None:
        """Read the whole file and compare its digest. Raises BookTruncated."""
        _, _, _, _, digest = _HEADER.unpack_from(self._map)
        if _digest(bytes(self._map)) != digest:
            raise self._damaged()

    def __repr__(self) -> str:
        return f"<Validity {self.id}>"


def compile_spans(about: Mapping[str, Any], systems: Mapping[str, Iterable[tuple[str, Span]]]) -> bytes:
    """Return the bytes of the list: what it says of itself, then the spans of every code of each system.

    Spans of one code that touch become one. Raises ValueError where two of them overlap.
    """
    tables = {name: _table(rows) for name, rows in systems.items()}
    counts = [
        {"system": name, "codes": len(keys), "spans": len(days) // 2}
        for name, (keys, _, days) in tables.items()
    ]
    manifest = json.dumps({**about, "systems": counts}, ensure_ascii=False, sort_keys=True).encode()
    body = bytearray(manifest)
    body += bytes(_padded(_HEADER.size + len(body)) - _HEADER.size - len(body))
    for parts in tables.values():
        for part in parts:
            body += part.tobytes()
            body += bytes(_padded(len(body)) - len(body))
    size = _HEADER.size + len(body)
    unsigned = _HEADER.pack(MAGIC, FORMAT, len(manifest), size, bytes(32)) + body
    return _HEADER.pack(MAGIC, FORMAT, len(manifest), size, _digest(unsigned)) + body


def _table(rows: Iterable[tuple[str, Span]]) -> tuple[array[int], array[int], array[int]]:
    """Return keys, starts and days of one system."""
    by_key: dict[int, list[Span]] = {}
    for code, span in rows:
        by_key.setdefault(pack(code), []).append(span)
    keys, starts, days = array("Q", sorted(by_key)), array("I", [0]), array("I")
    for key in keys:
        for span in _joined(by_key[key]):
            days.extend((span.first.toordinal(), span.last.toordinal()))
        starts.append(len(days) // 2)
    if sys.byteorder == "big":
        for part in (keys, starts, days):
            part.byteswap()
    return keys, starts, days


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.first <= out[-1].last:
            raise ValueError(f"the spans {out[-1]} and {span} overlap")
        if out and span.first.toordinal() == out[-1].last.toordinal() + 1:
            out[-1] = Span(out[-1].first, span.last)
        else:
            out.append(span)
    return out


def _padded(at: int) -> int:
    return at + -at % 8


def _digest(content: bytes) -> bytes:
    import hashlib

    digest = hashlib.sha256(content[:_DIGEST_AT])
    digest.update(bytes(32))
    digest.update(content[_DIGEST_AT + 32 :])
    return digest.digest()


def _mapped(path: Path) -> mmap.mmap:
    if sys.byteorder == "big":
        raise BookError("Lists of valid codes are read on little-endian machines only", "Use another machine")
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as e:
        raise BookError(f"{path} cannot be opened ({e})", "Delete it; it is made again") from e
