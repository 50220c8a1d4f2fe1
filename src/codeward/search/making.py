"""What the compilers of both search indexes share: the sections about words, and how sections become a file."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any
from zlib import crc32

from codeward.codesets import Book
from codeward.search import lexicon, typos
from codeward.search.normal import family
from codeward.search.structure import MARK
from codeward.words import stem

__all__ = ["Phrases", "WordMaker", "packed"]

# The lexicon by key, the keys by what related words share, the words that only the lexicon knows.
Phrases = tuple[dict[str, str], dict[str, str], list[str]]


class WordMaker:
    """The words of a book while its index is made, numbered in the order of meeting."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.file = book.file
        self.aliases = {stem(said): meant for said, meant in lexicon.aliases().items()}
        self.numbers: dict[str, int] = {}  # provisional number of each stem
        self.seen: dict[
            str, int
        ] = {}  # word as printed → provisional number, below 0 where it is not indexed

    def number_of(self, word: str) -> int:
        """Return the provisional number of a stem, a new one where it was not met before."""
        return self.numbers.setdefault(word, len(self.numbers))

    def final(self) -> tuple[dict[str, int], list[int]]:
        """Return the number of each stem by the alphabet, and that number by provisional number."""
        final = {word: number for number, word in enumerate(sorted(self.numbers))}
        renumber = [0] * len(final)
        for word, provisional in self.numbers.items():
            renumber[provisional] = final[word]
        return final, renumber

    def word_sections(self, said: Phrases, digest: str, documents: int) -> dict[str, bytes]:
        """Return the sections that do not depend on what documents look like: meta, words, lexicon, typos."""
        phrases, kindred, extra = said
        ordered = sorted(self.numbers)
        vocab = ordered + extra
        shown: dict[str, str] = {}
        for surface in self.seen:
            shown.setdefault(stem(surface), surface)
        families: dict[str, list[int]] = {}
        for number, word in enumerate(ordered):
            if len(word) > 4 and not word.startswith(MARK):
                families.setdefault(family(word), []).append(number)
        checks, numbers = typos.build(vocab)
        rules, whole = lexicon.spellings()
        meta = {
            "lexicon": digest,
            "book": self.file.digest.hex(),
            "release": self.book.release.id,
            "documents": documents,
            "book_words": len(ordered),
            "phrases": len(phrases),
        }
        spoken = {
            "phrases": phrases,
            "kindred": kindred,
            "aliases": self.aliases,
            "shown": {k: v for k, v in shown.items() if k != v and k not in self.seen},
            "rules": rules,
            "whole": whole,
        }
        return {
            "meta": _frozen(meta),
            "vocab": _frozen(vocab),
            "lexicon": _frozen(spoken),
            "families": _frozen({k: v for k, v in families.items() if len(v) > 1 or ordered[v[0]] != k}),
            "checks": checks,
            "numbers": numbers,
        }


def _frozen(value: Any) -> bytes:
    # Later versions of the format mark what is referred to twice, which depends on what else the process did.
    return marshal.dumps(value, 2)


def packed(
    header: Struct, magic: bytes, version: int, names: Sequence[str], sections: Mapping[str, bytes]
) -> bytes:
    """Return the file: header with offset and length of each section, the *sections* by *names*, their checksums."""
    table: list[int] = []
    body = bytearray(-header.size % 8)
    for name in names:
        body += bytes(-(header.size + len(body)) % 8)
        table += [header.size + len(body), len(sections[name])]
        body += sections[name]
    body += bytes(-len(body) % 4) + array("I", (crc32(sections[name]) for name in names)).tobytes()
    return header.pack(magic, version, header.size + len(body), *table) + bytes(body)
