"""One compiled search index, opened read-only by memory map and read in place.

    header     magic, format version, file size, then offset and length of each section
    meta       marshal: the digests it was compiled from, the book's release, counts
    vocab      marshal: the known words, sorted; a word's number is its place. Words of the lexicon alone follow
    lexicon    marshal: {key: [(phrase, kind, word lists, document numbers)]}, UK spelling
    families   marshal: {what related forms share: word numbers}
    postings   for each word: offset, count (uint32 each); a count of 0xFFFFFFFF says that a bit map stands there
    lists      document numbers (uint16) or bit maps
    documents  for each document DOCUMENT, best first: a document's number is its rank when nothing else decides
    fields     word numbers (uint16) of titles and terms; the length comes before each field
    masks      bit maps of chapters 1 to 22, of what is billable, of headers
    checks     typos: sorted checksums (uint32)
    numbers    typos: word numbers in the same order (uint32)
    wholes     checksums (uint32, sorted) of the words of every title and own term, whatever their order
    whole_of   the documents (uint16) in the same order
    checksums  CRC-32 of each section (uint32): those in marshal are compared on opening, all by `verify`

The lists are ordered by rank so that the first bits of a conjunction are the best documents of it.
Numbers are little-endian. marshal's format may change between versions of Python, so the file's name holds
the version and an index of another one is compiled anew.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from codeward.search.wordfile import WordFile

__all__ = [
    "BITMAP",
    "DENIED",
    "DOCUMENT",
    "FORMAT",
    "HEADER",
    "MAGIC",
    "SECTIONS",
    "Document",
    "IndexFile",
    "whole_check",
]

MAGIC = b"CWFIND\r\n"
FORMAT = 2
SECTIONS = (
    "meta", "vocab", "lexicon", "families", "postings", "lists", "documents", "fields", "masks", "checks",
    "numbers", "wholes", "whole_of",
)  # fmt: skip
HEADER = struct.Struct("<8sIQ26I")
# entry in the book, offset in fields, parent document (+1), default document (+1), own fields, prior, flags,
# how many entries further the expansion stands that is shown when the query names none
DOCUMENT = struct.Struct("<IIHHBBBB")
BITMAP = 0xFFFFFFFF
DENIED = 0x8000  # added to the number of a word that a field says is absent ("without ascites")
BILLABLE, HEADING, UNSPECIFIC = 1, 2, 4


def whole_check(words: list[int]) -> int:
    """Return the checksum of some word numbers, whatever their order, each counted once."""
    return crc32(array("H", sorted(set(words))).tobytes())


class Document(NamedTuple):
    """What the index knows of one entry of the book; fields are word numbers, the title's first."""

    entry: int
    fields: tuple[tuple[int, ...], ...]
    parent: int | None
    default: int | None
    prior: int
    billable: bool
    expansion: int  # 0 where it has none
    heading: bool
    unspecific: bool

    @property
    def extended(self) -> bool:
        """Whether it wants a 7th character."""
        return self.expansion > 0


class IndexFile(WordFile):
    """The sections of an index of ICD-10-CM."""

    magic, format, header, section_names = MAGIC, FORMAT, HEADER, SECTIONS
    absent = DENIED

    def __init__(self, path: Path) -> None:
        """Open the index at *path*. Raises BookError, BookFormatError or BookTruncated."""
        super().__init__(path)
        whole = memoryview(self._map)
        self._fields = self._section(whole, "fields").cast("H")
        self._documents, length = self._places["documents"]
        self.size = length // DOCUMENT.size
        self.bytes = (self.size + 7) // 8
        self._wholes = self._section(whole, "wholes").cast("I")
        self._whole_of = self._section(whole, "whole_of").cast("H")
        self.document = lru_cache(maxsize=4096)(self._document)

    def count(self, word: int) -> int:
        """Return how many documents hold the word with this number."""
        if 2 * word >= len(self._postings):
            return 0
        count = self._postings[2 * word + 1]
        return self._bits(word).bit_count() if count == BITMAP else count

    def _bits(self, word: int) -> int:
        """Return the documents that hold the word as a bit map."""
        if 2 * word >= len(self._postings):
            return 0
        start, count = self._postings[2 * word], self._postings[2 * word + 1]
        start += self._lists
        if count == BITMAP:
            return int.from_bytes(self._map[start : start + self.bytes], "little")
        found = bytearray(self.bytes)
        for place in memoryview(self._map)[start : start + 2 * count].cast("H"):
            found[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(found, "little")

    @lru_cache(maxsize=64)  # noqa: B019 - indexes live as long as the process
    def mask(self, number: int) -> int:
        """Return the bit map of chapter *number*, of the billable (0), or of headings (23)."""
        start = self._places["masks"][0] + number * self.bytes
        return int.from_bytes(self._map[start : start + self.bytes], "little")

    def wholes(self, words: list[int]) -> list[int]:
        """Return the documents that have a title or a term of just these words, in any order."""
        check = whole_check(words)
        at = bisect_left(self._wholes, check)
        found = []
        while at < len(self._wholes) and self._wholes[at] == check:
            found.append(self._whole_of[at])
            at += 1
        return found

    def _document(self, number: int) -> Document:
        entry, offset, parent, default, count, prior, flags, expansion = DOCUMENT.unpack_from(
            self._map, self._documents + DOCUMENT.size * number
        )
        fields = []
        for _ in range(count):
            length = self._fields[offset]
            fields.append(tuple(self._fields[offset + 1 : offset + 1 + length]))
            offset += 1 + length
        return Document(
            entry, tuple(fields), parent - 1 if parent else None, default - 1 if default else None, prior,
            bool(flags & BILLABLE), expansion, bool(flags & HEADING), bool(flags & UNSPECIFIC),
        )  # fmt: skip
