"""Which entries of books belong to a value set, worked out by numbers and not by asking every entry.

An entry with everything below it is an unbroken span of its book, so "is-a", "is-not-a" and lists of codes are sums and
differences of spans; what holds of single entries (billable, kind) is a mask with one byte an entry. What is looked at
is counted: a request that would look at too much is refused before it keeps a worker busy.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from codeward.bounds import BoundsError, Budget
from codeward.codesets import Book, BookFile
from codeward.interop.fhir.terms import concept_kinds, display, is_concept
from codeward.words import fold

__all__ = ["MOST_WORDS", "Members", "Part", "billable", "both", "merged", "of_kind", "without"]

Spans = tuple[tuple[int, int], ...]

MOST_WORDS = 20
_DOTTED = re.compile(r"[a-z][0-9a-z]{2}\.[0-9a-z]{1,4}")


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return half-open *spans* in order, those that touch or overlap as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        elif start < end:
            out.append((start, end))
    return tuple(out)


def both(first: Spans, second: Spans) -> Spans:
    """Return what lies in *first* and in *second*, both in order."""
    out, i, j = [], 0, 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            out.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return tuple(out)


def without(first: Spans, second: Spans) -> Spans:
    """Return what lies in *first* and not in *second*, both in order."""
    ends = [0, *(end for _, end in second)]
    starts = [*(start for start, _ in second), 1 << 32]
    return both(first, tuple(zip(ends, starts, strict=True)))


class Part:
    """One include or exclude: a book and which of its entries. Listed codes keep the order of their list."""

    def __init__(self, book: Book, spans: Spans | None = None, listed: tuple[int, ...] | None = None) -> None:
        """Take all concepts of *book*, those within *spans*, or those *listed* by their numbers."""
        self.book = book
        self.listed = listed
        whole = ((0, book.file.entries),)
        self.spans = merged((i, i + 1) for i in listed) if listed is not None else spans or whole
        self._mask = _concepts(book.file)

    def narrow(self, spans: Spans) -> None:
        """Keep only what lies within *spans*."""
        self.spans = both(self.spans, spans)

    def remove(self, spans: Spans) -> None:
        """Take out what lies within *spans*."""
        self.spans = without(self.spans, spans)

    def only(self, mask: bytes) -> None:
        """Keep only entries whose byte in *mask* is 1."""
        size = len(mask)
        joined = int.from_bytes(self._mask, "little") & int.from_bytes(mask, "little")
        self._mask = joined.to_bytes(size, "little")

    def holds(self, index: int) -> bool:
        """Say whether the entry with number *index* is in this part."""
        at = bisect_right(self.spans, (index, 1 << 32)) - 1
        return at >= 0 and index < self.spans[at][1] and self._mask[index] == 1

    def indexes(self, left: Budget) -> Iterator[int]:
        """Yield the numbers of the entries, in the order of the book or of the list."""
        if self.listed is not None:
            left.spend(len(self.listed))
            yield from (i for i in self.listed if self.holds(i))
            return
        mask = self._mask
        for start, end in self.spans:
            left.spend(end - start)
            found = mask.find(1, start, end)
            while found >= 0:
                yield found
                found = mask.find(1, found + 1, end)

    def count(self) -> int:
        """Return how many entries there are."""
        return sum(self._mask.count(1, start, end) for start, end in self.spans)


class Members:
    """The entries of includes less those of excludes, each once, in order."""

    def __init__(self, includes: list[Part], excludes: list[Part], left: Budget) -> None:
        """Take the parts of a value set, and what may still be looked at."""
        self.includes = includes
        self.excludes = excludes
        self._left = left

    def __iter__(self) -> Iterator[tuple[Book, int]]:
        """Yield (book, number of the entry)."""
        over: dict[BookFile, bytearray] = {}  # a byte for each entry: 1 where it is excluded, or came already
        for place, part in enumerate(self.includes):
            file = part.book.file
            if file not in over:
                over[file] = self._gone(file)
            mine = over[file]
            others = [
                f for p in self.includes[:place] if (f := p.book.file).system == file.system and f is not file
            ]
            for index in part.indexes(self._left):
                if mine[index] or (others and self._came(file.key_at(index), others, over)):
                    continue
                mine[index] = 1
                yield part.book, index

    def _came(self, key: str, others: list[BookFile], over: dict[BookFile, bytearray]) -> bool:
        """Say whether the code came already, from other releases of its system."""
        self._left.spend(len(others))
        places = ((file, file.place_of(key)) for file in others)
        return any(at is not None and over[file][at] for file, at in places)

    def _gone(self, file: BookFile) -> bytearray:
        """Return a byte for each entry of *file*: 1 where an exclude holds it."""
        out = bytearray(file.entries)
        for part in self.excludes:
            if part.book.system != file.system:
                continue
            for index in part.indexes(self._left):
                at = index if part.book.file is file else file.place_of(part.book.file.key_at(index))
                if at is not None:
                    out[at] = 1
        return out

    def only_with(self, words: str | None) -> Iterator[tuple[Book, int]]:
        """Yield the members whose code or display hold every one of *words*, each at the beginning of a word."""
        wanted = _wanted(words or "")
        if not words:
            yield from self
        elif wanted:
            texts: dict[BookFile, _Text] = {}
            for book, index in self:
                text = texts.get(book.file)
                if text is None:
                    text = texts[book.file] = _text(book.file)
                self._left.spend(len(wanted))
                if text.holds(index, wanted):
                    yield book, index


def _wanted(words: str) -> tuple[str, ...]:
    """Return the different words that a person typed, as the text of entries has them: codes without a dot."""
    out: dict[str, None] = {}
    for word in words.casefold().split():
        if _DOTTED.fullmatch(word):
            out.setdefault(word.replace(".", ""))
        else:
            out.update(dict.fromkeys(fold(word).split()))
    if len(out) > MOST_WORDS:
        raise BoundsError(
            f"The filter has {len(out)} different words", f"At most {MOST_WORDS} are looked for"
        )
    return tuple(sorted(out, key=len, reverse=True))


class _Text:
    """Code and display of every entry, folded, in one string: a person's words are looked for as they type."""

    def __init__(self, file: BookFile) -> None:
        book = Book(file, in_force=True)
        lines, self._starts, at = [], array("I"), 0
        for index in range(file.entries):
            concept = file.concept(index)
            told = f" {concept.code.replace('.', '')} {display(book, concept)}" if is_concept(concept) else ""
            line = f" {' '.join(fold(told).split())}\n"
            lines.append(line)
            self._starts.append(at)
            at += len(line)
        self._starts.append(at)
        self._text = "".join(lines)

    def holds(self, index: int, wanted: tuple[str, ...]) -> bool:
        """Say whether the entry's text has a word that begins with each of *wanted*."""
        start, end = self._starts[index], self._starts[index + 1]
        return all(self._text.find(f" {word}", start, end) >= 0 for word in wanted)


# Some ten megabytes a book: those asked most are kept.
@lru_cache(maxsize=4)
def _text(file: BookFile) -> _Text:
    return _Text(file)


@lru_cache(maxsize=16)
def _concepts(file: BookFile) -> bytes:
    """Return a mask of the entries that are codes of their system, not headings of the printed book."""
    return file.of_kinds(concept_kinds(file.system))


@lru_cache(maxsize=64)
def of_kind(file: BookFile, kind: str) -> bytes:
    """Return a mask of the entries of *kind*."""
    return file.of_kinds((kind,))


@lru_cache(maxsize=32)
def billable(file: BookFile, *, wanted: bool) -> bytes:
    """Return a mask of the entries that are billable, or of those that are not."""
    return file.billables(wanted=wanted)
