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

The lists are ordered by rank so that the first bits of a conjunction are the best documents of it.
Numbers are little-endian. marshal's format may change between versions of Python, so the file's name holds
the version and an index of another one is compiled anew.
"""

from __future__ import annotations

import marshal
import mmap
import struct
import sys
from array import array
from bisect import bisect_left
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from codeward.errors import BookError, BookFormatError, BookTruncated

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
FORMAT = 1
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


class IndexFile:
    """The sections of an index."""

    def __init__(self, path: Path) -> None:
        """Open the index at *path*. Raises BookError, BookFormatError or BookTruncated."""
        self.path = path
        self._map = _map(path)
        if self._map[: len(MAGIC)] != MAGIC or len(self._map) < HEADER.size:
            raise BookFormatError(
                f"{path.name} is not a search index", f"Delete {path} and run codeward again"
            )
        fields = HEADER.unpack_from(self._map)
        if fields[1] != FORMAT or sys.byteorder != "little":
            raise BookFormatError(
                f"{path.name} has format version {fields[1]}; this Codeward reads {FORMAT}",
                f"Delete {path} and run codeward again",
            )
        if fields[2] != len(self._map):
            raise BookTruncated(
                f"The search index {path.name} has {len(self._map)} bytes; it says {fields[2]}",
                f"Delete {path} and run codeward again",
            )
        table = fields[3:]
        self._places = {name: (table[2 * i], table[2 * i + 1]) for i, name in enumerate(SECTIONS)}
        whole = memoryview(self._map)
        self._postings = self._section(whole, "postings").cast("I")
        self._fields = self._section(whole, "fields").cast("H")
        self._lists = self._places["lists"][0]
        self._documents, length = self._places["documents"]
        self.size: int = length // DOCUMENT.size
        self.bytes = (self.size + 7) // 8
        self.checks = self._section(whole, "checks").cast("I")
        self.numbers = self._section(whole, "numbers").cast("I")
        self._wholes = self._section(whole, "wholes").cast("I")
        self._whole_of = self._section(whole, "whole_of").cast("H")
        self.bits = lru_cache(maxsize=2048)(self._bits)
        self.document = lru_cache(maxsize=4096)(self._document)
        self.all = (1 << self.size) - 1

    def _section(self, whole: memoryview, name: str) -> memoryview:
        start, length = self._places[name]
        return whole[start : start + length]

    def _loaded(self, name: str) -> Any:
        start, length = self._places[name]
        try:
            return marshal.loads(memoryview(self._map)[start : start + length])  # noqa: S302 - our own file
        except (ValueError, EOFError, TypeError, MemoryError) as e:
            raise BookTruncated(
                f"The search index {self.path.name} is damaged: its section {name} cannot be read",
                f"Delete {self.path} and run codeward again",
            ) from e

    @cached_property
    def meta(self) -> dict[str, Any]:
        """What the index was compiled from."""
        loaded: dict[str, Any] = self._loaded("meta")
        return loaded

    @cached_property
    def vocab(self) -> list[str]:
        """Every known word by number: the book's in alphabetical order, then the lexicon's own."""
        loaded: list[str] = self._loaded("vocab")
        return loaded

    @cached_property
    def book_words(self) -> int:
        """How many words of `vocab` are the book's."""
        return int(self.meta["book_words"])

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each known word."""
        return {word: number for number, word in enumerate(self.vocab)}

    @cached_property
    def lexicon(self) -> dict[str, Any]:
        """The lexicon: "phrases" by key, "kindred" keys, "aliases", British "rules" and "whole" words, "shown"."""
        loaded: dict[str, Any] = self._loaded("lexicon")
        return loaded

    def shown(self, word: str) -> str:
        """Return how the book prints a word that it holds only with an ending: "diabete" → "diabetes"."""
        return str(self.lexicon["shown"].get(word, word))

    @cached_property
    def families(self) -> dict[str, list[int]]:
        """The numbers of words that share a stem beyond their plural."""
        loaded: dict[str, list[int]] = self._loaded("families")
        return loaded

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


def _map(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError as e:
        raise BookTruncated(
            f"The search index {path.name} is empty", f"Delete {path} and run codeward again"
        ) from e
    except OSError as e:
        raise BookError(
            f"The search index {path} cannot be opened ({e.strerror or e})", "Check the path and its rights."
        ) from e
