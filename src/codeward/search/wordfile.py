"""What every compiled search index has: a header with sections, known words, the lexicon, who holds which word.

`IndexFile` (ICD-10-CM, with instructions and 7th characters) and `PlainFile` (lists of codes and titles) add how
their documents look. Words mean the same to both, so a query is read by the same functions.
"""

from __future__ import annotations

import marshal
import mmap
import sys
from abc import ABC, abstractmethod
from functools import cached_property, lru_cache
from pathlib import Path
from struct import Struct
from typing import Any, ClassVar
from zlib import crc32

from codeward.errors import BookError, BookFormatError, BookTruncated
from codeward.words import stem, words

__all__ = ["WordFile"]

_FROZEN = ("meta", "vocab", "lexicon", "families")


class WordFile(ABC):
    """The sections of an index that concern words; opened read-only by memory map and read in place."""

    magic: ClassVar[bytes]
    format: ClassVar[int]
    header: ClassVar[Struct]
    section_names: ClassVar[tuple[str, ...]]
    size: int  # documents
    absent: ClassVar[int] = 0  # added to the number of a word that a field says is absent

    def __init__(self, path: Path) -> None:
        """Open the index at *path*. Raises BookError, BookFormatError or BookTruncated."""
        self.path = path
        self._map = _map(path)
        again = f"Delete {path} and run codeward again"
        if self._map[: len(self.magic)] != self.magic or len(self._map) < self.header.size:
            raise BookFormatError(f"{path.name} is not a search index", again)
        fields = self.header.unpack_from(self._map)
        if fields[1] != self.format or sys.byteorder != "little":
            raise BookFormatError(
                f"{path.name} has format version {fields[1]}; this Codeward reads {self.format}", again
            )
        if fields[2] != len(self._map):
            raise BookTruncated(
                f"The search index {path.name} has {len(self._map)} bytes; it says {fields[2]}", again
            )
        table = fields[3:]
        self._places = {name: (table[2 * i], table[2 * i + 1]) for i, name in enumerate(self.section_names)}
        whole = memoryview(self._map)
        self._sums = dict(
            zip(self.section_names, whole[-4 * len(self.section_names) :].cast("I"), strict=True)
        )
        for name in _FROZEN:  # marshal makes anything of bytes that are not its own, or ends the process
            self._check(name)
        self._postings = self._section(whole, "postings").cast("I")
        self._lists = self._places["lists"][0]
        self.checks = self._section(whole, "checks").cast("I")
        self.numbers = self._section(whole, "numbers").cast("I")
        self.bits = lru_cache(maxsize=2048)(self._bits)
        self.number_of = lru_cache(maxsize=8192)(self._number_of)

    def _section(self, whole: memoryview, name: str) -> memoryview:
        start, length = self._places[name]
        return whole[start : start + length]

    def _check(self, name: str) -> None:
        start, length = self._places[name]
        if crc32(memoryview(self._map)[start : start + length]) != self._sums[name]:
            raise BookTruncated(
                f"The search index {self.path.name} is damaged: its section {name} is not as it was compiled",
                f"Delete {self.path} and run codeward again",
            )

    def verify(self) -> None:
        """Read every section and compare its checksum. Raises BookTruncated where one differs."""
        for name in self.section_names:
            self._check(name)

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
    def all(self) -> int:
        """The bit map of every document."""
        return (1 << self.size) - 1

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

    def _number_of(self, surface: str) -> int | None:
        """Return the number of the first word of *surface* as it stands in a text; None where it is unknown."""
        parts = words(surface)
        return self.number.get(stem(parts[0])) if parts else None

    @cached_property
    def lexicon(self) -> dict[str, Any]:
        """The lexicon: "phrases" by key, "kindred" keys, "aliases", British "rules" and "whole" words, "shown"."""
        loaded: dict[str, Any] = self._loaded("lexicon")
        return loaded

    @cached_property
    def phrase_parts(self) -> tuple[frozenset[str], frozenset[str]]:
        """The stems that stand in phrases of the lexicon, and what related words in them share."""
        keys, kindred = self.lexicon["phrases"], self.lexicon["kindred"]
        return frozenset(" ".join(keys).split()), frozenset(" ".join(kindred).split())

    def shown(self, word: str) -> str:
        """Return how the book prints a word that it holds only with an ending: "diabete" → "diabetes"."""
        return str(self.lexicon["shown"].get(word, word))

    @cached_property
    def families(self) -> dict[str, list[int]]:
        """The numbers of words that share a stem beyond their plural."""
        loaded: dict[str, list[int]] = self._loaded("families")
        return loaded

    @abstractmethod
    def count(self, word: int) -> int:
        """Return how many documents hold the word with this number."""

    @abstractmethod
    def _bits(self, word: int) -> int:
        """Return the documents that hold the word as a bit map."""


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
