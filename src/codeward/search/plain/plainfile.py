"""The search index of a list of codes and titles, opened read-only by memory map and read in place.

    header, meta, vocab, lexicon, families, checks, numbers: see `codeward.search.indexfile`
    postings   for each word: offset in lists, runs, documents (uint32 each); BITMAP runs say: a bit map
    lists      runs (uint32: first document, and in the lowest 12 bits how many more) or bit maps
    documents  for each document DOCUMENT, in the order of their codes, so that a prefix is a range
    fields     word numbers (uint16): the length comes before each field, equal fields stand there once
    more       for a document that has more than a title: names, headings above, then facets (uint32 counts, offsets)
    masks      bit maps: what is billable, headings, then titles of so many words

A title is kept in two parts. Of ICD-10-PCS the first is what all codes with the same four characters share, and the
second stands there once for all codes that end alike: 78,603 titles need 12,000 first and 4,200 second parts.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.search.indexfile import BITMAP, SECTIONS
from codeward.search.structure import MARK, Facet, from_word
from codeward.search.wordfile import WordFile

__all__ = [
    "BILLABLE",
    "DOCUMENT",
    "FORMAT",
    "HEADER",
    "HEADING",
    "LENGTHS",
    "MAGIC",
    "PLAIN_SECTIONS",
    "RUN_BITS",
    "Listed",
    "PlainFile",
    "target",
]  # fmt: skip

MAGIC = b"CWLIST\r\n"
FORMAT = 4
_SHARED = ("meta", "vocab", "lexicon", "families", "postings", "lists", "documents", "fields")
PLAIN_SECTIONS = (*_SHARED, "more", "masks", "checks", "numbers")
assert set(_SHARED) < set(SECTIONS)
HEADER = struct.Struct(f"<8sIQ{2 * len(PLAIN_SECTIONS)}I")
# entry in the book, first and second part of the title, more (0: nothing), flags, words of the title, how many
# documents after this one have the same first part
DOCUMENT = struct.Struct("<IIIIBBH")
BILLABLE, HEADING = 1, 2
LENGTHS = 24  # titles of so many words and more share a mask
RUN_BITS = 12
_RUN = (1 << RUN_BITS) - 1
_TARGET_BITS = 24
_PLACE = (1 << _TARGET_BITS) - 1


def target(first: int, last: int, rank: int = 0) -> int:
    """Return one number for the documents from *first* to *last*, as the lexicon names what is meant, usual first."""
    return (rank + 1) << 2 * _TARGET_BITS | first << _TARGET_BITS | last


def target_range(number: int) -> tuple[int, int]:
    """Return the first and the last document of a target."""
    return number >> _TARGET_BITS & _PLACE, number & _PLACE


class Listed(NamedTuple):
    """What the index knows of one entry: fields are word numbers."""

    entry: int
    title: tuple[int, ...]
    names: tuple[tuple[int, ...], ...]
    headings: tuple[tuple[int, ...], ...]
    facets: tuple[int, ...]
    billable: bool
    heading: bool
    alike: int  # documents after this one whose titles begin alike


class PlainFile(WordFile):
    """The sections of an index of a list."""

    magic, format, header, section_names = MAGIC, FORMAT, HEADER, PLAIN_SECTIONS

    def __init__(self, path: Path) -> None:
        """Open the index at *path*. Raises BookError, BookFormatError or BookTruncated."""
        super().__init__(path)
        whole = memoryview(self._map)
        self._fields = self._section(whole, "fields").cast("H")
        self._more = self._section(whole, "more").cast("I")
        self._runs = self._section(whole, "lists")
        self._documents, length = self._places["documents"]
        self.size = length // DOCUMENT.size
        self.bytes = (self.size + 7) // 8
        self.document = lru_cache(maxsize=8192)(self._document)
        self.field = lru_cache(maxsize=8192)(self._field)
        # Entries of one table share their headings and their structure.
        self._more_at = lru_cache(maxsize=2048)(self._more_of)

    def count(self, word: int) -> int:
        """Return how many documents hold the word with this number."""
        return self._postings[3 * word + 2] if 3 * word < len(self._postings) else 0

    def _bits(self, word: int) -> int:
        """Return the documents that hold the word as a bit map."""
        if 3 * word >= len(self._postings):
            return 0
        start, runs = self._postings[3 * word], self._postings[3 * word + 1]
        if runs == BITMAP:
            start += self._lists
            return int.from_bytes(self._map[start : start + self.bytes], "little")
        if runs < 4:
            found = 0
            for run in self._runs[start : start + 4 * runs].cast("I"):
                found |= ((2 << (run & _RUN)) - 1) << (run >> RUN_BITS)
            return found
        return self._from_edges(self._runs[start : start + 4 * runs].cast("I"))

    def _from_edges(self, runs: memoryview) -> int:
        """Return the bit map of many runs: mark where each begins and ends, then let each mark fill what follows."""
        edges = bytearray(self.bytes + 1)
        for run in runs:
            first = run >> RUN_BITS
            after = first + (run & _RUN) + 1
            edges[first >> 3] ^= 1 << (first & 7)
            edges[after >> 3] ^= 1 << (after & 7)
        bits = int.from_bytes(edges, "little")
        step = 1
        while step < self.size:
            bits ^= bits << step
            step *= 2
        return bits & self.all

    @lru_cache(maxsize=64)  # noqa: B019 - indexes live as long as the process
    def mask(self, number: int) -> int:
        """Return the bit map of the billable (0), of headings (1), or of titles of *number* - 2 words."""
        start = self._places["masks"][0] + number * self.bytes
        return int.from_bytes(self._map[start : start + self.bytes], "little")

    @cached_property
    def facets(self) -> dict[str, list[tuple[Facet, int]]]:
        """The facets that titles of this book have, by kind, with their numbers among the words."""
        found: dict[str, list[tuple[Facet, int]]] = {}
        for number in range(bisect_left(self.vocab, MARK), bisect_left(self.vocab, chr(ord(MARK) + 1))):
            facet = from_word(self.vocab[number])
            found.setdefault(facet.kind, []).append((facet, number))
        return found

    def entry_of(self, number: int) -> int:
        """Return the number of the document's entry in the book."""
        entry: int = DOCUMENT.unpack_from(self._map, self._documents + DOCUMENT.size * number)[0]
        return entry

    def _field(self, offset: int) -> tuple[int, ...]:
        length = self._fields[offset]
        return tuple(self._fields[offset + 1 : offset + 1 + length])

    def _document(self, number: int) -> Listed:
        entry, head, tail, more, flags, _, alike = DOCUMENT.unpack_from(
            self._map, self._documents + DOCUMENT.size * number
        )
        title = self.field(head) + self.field(tail) if tail else self.field(head)
        names, headings, facets = self._more_at(more) if more else ((), (), ())
        return Listed(
            entry,
            title,
            names,
            headings,
            facets[0] if facets else (),
            bool(flags & BILLABLE),
            bool(flags & HEADING),
            alike,
        )

    def _more_of(self, at: int) -> tuple[tuple[tuple[int, ...], ...], ...]:
        found = []
        for _ in range(3):
            count = self._more[at]
            found.append(tuple(map(self.field, self._more[at + 1 : at + 1 + count])) if count else ())
            at += 1 + count
        return tuple(found)
