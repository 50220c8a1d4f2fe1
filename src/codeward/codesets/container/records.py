"""One compiled book, opened read-only by memory map and read in place, entry by entry.

Opening checks magic, format version and size; looking up one code touches a handful of pages. Each block of the file
is compared with its checksum when it is first read (`blocks`), so that damaged bytes raise BookTruncated and answer
nothing; `verify` reads them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from codeward.codesets.container import layout
from codeward.codesets.container.blocks import SHIFT, Blocks
from codeward.codesets.container.codes import pack, undotted
from codeward.codesets.container.mapped import header, mapped
from codeward.codesets.container.model import Instruction, Reference, Release
from codeward.errors import BookTruncated

__all__ = ["CACHED", "DAMAGE", "Records"]

CACHED = 4096  # entries that a book keeps in memory
DAMAGE = (ValueError, IndexError, KeyError, TypeError)
"""What reading bytes that cannot be right raises."""


class Records:
    """What stands in a compiled book: its entries by number (book order, from 0) and by key."""

    def __init__(self, path: Path) -> None:
        """Open the book at *path*. Raises BookError, BookFormatError or BookTruncated."""
        self.path = path
        self._map = mapped(path)
        fields = header(self._map, path)
        self.entries: int = fields[2]
        self.digest: bytes = fields[4]
        table = fields[5:]
        self._places = {
            name: (table[2 * i], table[2 * i] + table[2 * i + 1]) for i, name in enumerate(layout.SECTIONS)
        }
        if not self._sizes_agree():
            raise self.damaged("its sections do not fit the file")
        self.broken = False
        self._blocks = Blocks(self._map, self.digest, self.verify, self._block_damaged)
        self._sure = self._blocks.sure
        self._blocks.check(0, layout.HEADER.size)
        whole = memoryview(self._map)
        self._keys = whole[slice(*self._places["keys"])].cast("Q")
        self._key_places = whole[slice(*self._places["places"])].cast("I")
        self._records = self._places["records"][0]
        self._titles, self._titles_end = self._places["titles"]
        self._notes, self._notes_end = self._places["notes"]
        self._facts, self._facts_end = self._places["facts"]
        self._manifest: dict[str, Any] | None = None
        self._release: Release | None = None
        # Every code of a chapter asks for the chapter's own again: of both, the last ones are kept.
        self.instructions_at = lru_cache(maxsize=CACHED // 2)(self._read_instructions)
        self.heads_of = lru_cache(maxsize=CACHED // 8)(self._find_heads)

    def _sizes_agree(self) -> bool:
        n, size = self.entries, len(self._map)
        wanted = {"keys": 8 * n, "places": 4 * n, "records": layout.RECORD.size * n}
        for name, (start, end) in self._places.items():
            if start % 8 or start < layout.HEADER.size or end > size:
                return False
            if name in wanted and end - start != wanted[name]:
                return False
        start, end = self._places["definitions"]
        return bool((end - start) % layout.DEFINITION.size == 0)

    def _block_damaged(self) -> BookTruncated:
        return self.damaged("a part of it is not as it was compiled")

    def _check(self, begin: int, length: int) -> None:
        """Have the bytes compared that are about to be read. Raises BookTruncated where they are not as compiled."""
        if length > 1 << SHIFT or not self._sure[begin >> SHIFT]:
            self._blocks.check(begin, length)

    def damaged(self, what: str) -> BookTruncated:
        """Return the error for bytes that cannot be right; whoever opens books asks for another file then."""
        self.broken = True
        return BookTruncated(
            f"The book {self.path.name} is damaged: {what}",
            f"Delete {self.path} and run codeward again; it is compiled anew or restored from your backup.",
        )

    # -- manifest ------------------------------------------------------------------------------------------

    @property
    def manifest(self) -> dict[str, Any]:
        """What the book says of itself; read when first asked for."""
        if self._manifest is None:
            import json

            start, end = self._places["manifest"]
            self._check(start, end - start)
            try:
                manifest = json.loads(self._map[start:end])
                if not isinstance(manifest, dict):
                    raise TypeError("not an object")
            except (ValueError, TypeError, RecursionError) as e:
                raise self.damaged("its manifest cannot be read") from e
            self._manifest = manifest
        return self._manifest

    @property
    def release(self) -> Release:
        """The release that the book was compiled from."""
        if self._release is None:
            from datetime import date

            try:
                r = self.manifest["release"]
                to = date.fromisoformat(r["to"]) if r["to"] else None
                release = Release(
                    r["id"], self.manifest["system"], r["title"], date.fromisoformat(r["from"]), to
                )
            except DAMAGE as e:
                raise self.damaged("its manifest names no release") from e
            self._release = release
        return self._release

    @property
    def system(self) -> str:
        """The code system, such as "icd10cm"."""
        return self.release.system

    # -- entries -------------------------------------------------------------------------------------------

    def place_of(self, key: str) -> int | None:
        """Return the number of the entry with *key*, or None."""
        packed = pack(key)
        at = bisect_left(self._keys, packed)
        keys, places = self._places["keys"], self._places["places"][0]
        if at == self.entries or self._keys[at] != packed:
            # A damaged key may have led astray: that there is none is only said of keys that are right.
            self._check(keys[0], keys[1] - keys[0])
            return None
        self._check(keys[0] + 8 * at, 8)
        self._check(places + 4 * at, 4)
        return self._checked(self._key_places[at])

    def _checked(self, index: int) -> int:
        if index >= self.entries:
            raise self.damaged(f"it points to entry {index} of {self.entries}")
        return index

    def _record(self, index: int) -> tuple[Any, ...]:
        at = self._records + layout.RECORD.size * index
        if not self._sure[at >> SHIFT]:
            self._blocks.check(at, layout.RECORD.size)
        return layout.RECORD.unpack_from(self._map, at)

    def _title(self, start: int, length: int) -> str:
        begin = self._titles + start
        if begin + length > self._titles_end:
            raise self.damaged("a title lies outside its section")
        self._check(begin, length)
        return self._map[begin : begin + length].decode()

    def code_at(self, index: int) -> str:
        """Return the code of the entry with number *index*."""
        start = self._records + layout.RECORD.size * self._checked(index)
        if not self._sure[start >> SHIFT]:
            self._blocks.check(start, layout.CODE)
        try:
            return self._map[start : start + layout.CODE].rstrip(b"\0").decode("ascii")
        except ValueError as e:
            raise self.damaged(f"entry {index} has no code") from e

    def key_at(self, index: int) -> str:
        """Return the key (see `codes.as_key`) of the entry with number *index*."""
        return undotted(self.code_at(index))

    def span_of(self, index: int) -> tuple[int, int]:
        """Return (first, end) of the entry with number *index* and everything below it: they follow one another."""
        end: int = self._record(index)[2]
        if not index < end <= self.entries:
            raise self.damaged(f"entry {index} ends before it begins or outside the book")
        return index, end

    def of_kinds(self, wanted: Collection[str]) -> bytes:
        """Return one byte an entry, in order: 1 where it is of a kind *wanted* ("category", "code"), else 0."""
        table = bytes(kind in wanted for kind in layout.KINDS)
        return self._column(layout.KIND_AT).translate(table.ljust(256, b"\0"))

    def billables(self, *, wanted: bool = True) -> bytes:
        """Return one byte an entry, in order: 1 where it is billable (or is not, if not *wanted*), else 0."""
        table = bytes(bool(flags & layout.BILLABLE) is wanted for flags in range(256))
        return self._column(layout.FLAGS_AT).translate(table)

    def _column(self, at: int) -> bytes:
        end = self._records + layout.RECORD.size * self.entries
        self._blocks.check(self._records, end - self._records)
        return self._map[self._records + at : end : layout.RECORD.size]

    def codes(self) -> Iterator[str]:
        """Yield every code in tabular order."""
        return map(self.code_at, range(self.entries))

    def parent_of(self, index: int) -> int | None:
        """Return the number of the entry above, or None for a chapter."""
        parent: int = self._record(index)[1]
        if parent > index:  # an entry stands after the one above it, so no walk upwards can go round
            raise self.damaged(f"entry {index} stands below a later one")
        return parent - 1 if parent else None

    def children_of(self, index: int) -> Iterator[int]:
        """Yield the numbers of the entries one level down."""
        end = self._record(index)[2]
        child = index + 1
        if end > self.entries:
            raise self.damaged(f"entry {index} ends outside the book")
        while child < end:
            yield child
            after = self._record(child)[2]
            if after <= child:
                raise self.damaged(f"entry {child} ends before it begins")
            child = after

    def roots(self) -> Iterator[int]:
        """Yield the numbers of the entries that stand below nothing, in order."""
        index = 0
        while index < self.entries:
            yield index
            after: int = self._record(index)[2]
            if after <= index:
                raise self.damaged(f"entry {index} ends before it begins")
            index = after

    def ancestors_of(self, index: int) -> Iterator[int]:
        """Yield the numbers of the entries above, nearest first."""
        above = self.parent_of(index)
        while above is not None:
            yield above
            above = self.parent_of(above)

    def _find_heads(self, index: int) -> tuple[int, ...]:
        """Return the blocks printed as mere headings whose range takes in the block with number *index*.

        The file has "Burns and corrosions (T20-T32)" beside "Burns … (T20-T25)", not above it, yet its notes
        speak of all burns. Nearest (narrowest) first.
        """
        chapter = self.parent_of(index)
        if chapter is None:
            return ()
        first, _, last = self.code_at(index).partition("-")
        found = []
        for sibling in self.children_of(chapter):
            low, _, high = self.code_at(sibling).partition("-")
            childless = self._record(sibling)[2] == sibling + 1
            if childless and sibling != index and low <= first and (last or first) <= high:
                found.append((high, low, sibling))
        found.sort(key=lambda row: (row[0], [-ord(c) for c in row[1]]))
        return tuple(row[2] for row in found)

    # -- instructions --------------------------------------------------------------------------------------

    def _read_instructions(self, index: int) -> tuple[Instruction, ...]:
        """Return the instructions that stand at the entry with number *index*, as `instructions_at` keeps them."""
        record = self._record(index)
        if not record[5]:
            return ()
        try:
            origin = self.code_at(index)
            parts = self._note_text(record[4], record[5]).split(layout.RS)
            return tuple(_instruction(part, origin) for part in parts)
        except DAMAGE as e:
            raise self.damaged(f"the instructions of entry {index} cannot be read") from e

    def with_instructions(self) -> Iterator[int]:
        """Yield the numbers of the entries at which instructions stand, in order."""
        return (index for index in range(self.entries) if self._record(index)[5])

    def _note_text(self, start: int, length: int) -> str:
        begin = self._notes + start
        if begin + length > self._notes_end:
            raise self.damaged("a note lies outside its section")
        self._check(begin, length)
        return self._map[begin : begin + length].decode()

    def definition_of(self, index: int) -> tuple[int, dict[str, str]] | None:
        """Return (entry where it stands, {character: text}) of the nearest 7th-character definition."""
        number: int = self._record(index)[7]
        if not number:
            return None
        start, end = self._places["definitions"]
        at = start + layout.DEFINITION.size * (number - 1)
        if at + layout.DEFINITION.size > end:
            raise self.damaged(f"entry {index} has a 7th-character definition that is not there")
        self._check(at, layout.DEFINITION.size)
        origin, note, length = layout.DEFINITION.unpack_from(self._map, at)
        try:
            lines = self._note_text(note, length).split(layout.RS)
            pairs = [line.split(layout.US) for line in lines]
            return self._checked(origin), {char: text for char, text in pairs}  # noqa: C416 - checks the shape
        except DAMAGE as e:
            raise self.damaged(f"the 7th characters of entry {index} cannot be read") from e

    # -- facts and extras ------------------------------------------------------------------------------------

    def facts_at(self, index: int) -> dict[str, Any]:
        """Return the facts that the entry with number *index* carries; empty where it has none."""
        record = self._record(index)
        start, length = record[10], record[11]
        if not length:
            return {}
        begin = self._facts + start
        if begin + length > self._facts_end:
            raise self.damaged("facts lie outside their section")
        self._check(begin, length)
        import json

        try:
            facts = json.loads(self._map[begin : begin + length])
            if not isinstance(facts, dict):
                raise TypeError("not an object")
        except (ValueError, TypeError, RecursionError) as e:
            raise self.damaged(f"the facts of entry {index} cannot be read") from e
        return facts

    def extra(self, name: str) -> memoryview | None:
        """Return the blob *name* in place, or None where the book has no such blob."""
        place = self.manifest.get("extras", {}).get(name)
        if place is None:
            return None
        start, end = self._places["extras"]
        try:
            begin, length = start + place[0], place[1]
            if begin < start or length < 0 or begin + length > end:
                raise ValueError("outside its section")
        except DAMAGE as e:
            raise self.damaged(f"its part {name} cannot be read") from e
        self._blocks.check(begin, length)
        return memoryview(self._map)[begin : begin + length]

    def verify(self) -> None:
        """Read the whole book and compare its digest. Raises BookTruncated where they differ."""
        import hashlib

        at = layout.DIGEST_AT
        digest = hashlib.sha256(self._map[:at] + bytes(32))
        digest.update(memoryview(self._map)[at + 32 :])
        if digest.digest() != self.digest:
            raise self.damaged("its digest is not the one it was compiled with")


def _instruction(part: str, origin: str) -> Instruction:
    text, *fields = part.split(layout.GS)
    references = []
    for field in fields:
        shown, first, last, condition = field.split(layout.US)
        references.append(Reference(shown, first, last or None, condition or None))
    return Instruction(layout.INSTRUCTION_KINDS[text[:1]], text[1:], origin, tuple(references))
