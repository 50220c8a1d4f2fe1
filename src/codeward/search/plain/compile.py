"""Compile the search index of a list of codes and titles: a pure function of the book and what people say.

Reading 78,603 titles of ICD-10-PCS takes most of the time, so each word is folded once and what titles share is
worked out once for all codes with the same four characters.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from codeward.codesets import Book, Concept, undotted
from codeward.search.indexfile import BITMAP
from codeward.search.making import Phrases, WordMaker, packed
from codeward.search.normal import kindred_key
from codeward.search.plain.names import names_of, spoken
from codeward.search.plain.plainfile import (
    BILLABLE,
    DOCUMENT,
    FORMAT,
    HEADER,
    HEADING,
    LENGTHS,
    MAGIC,
    PLAIN_SECTIONS,
    RUN_BITS,
    target,
)
from codeward.search.plain.procedures import procedure_facets
from codeward.search.plain.said import digest, entries
from codeward.search.shorthand import written_out
from codeward.search.structure import Facet, facets_by_code, facets_of
from codeward.words import ROMAN, STOP, fold, stem, tokens, words

__all__ = ["compile_plain_index"]

_LONE = frozenset(("i", "v", "x", "one", "two", "three", "four", "five", *ROMAN))
_STEMS = {"icd10pcs": 4, "icd10cm": 6}  # titles of codes with the same first characters begin alike
_MOST_RUN = 1 << RUN_BITS


class _Row(NamedTuple):
    """An entry while the index is made."""

    code: str
    entry: int
    title: tuple[int, ...]
    flags: int
    names: tuple[tuple[int, ...], ...]
    headings: tuple[tuple[int, ...], ...]
    facets: tuple[int, ...]


class _Maker(WordMaker):
    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.stem = _STEMS.get(
            book.system, 0
        )  # there titles hold what stands above, so it is not noted again
        self.pool = array("H", (0,))
        self.offsets: dict[tuple[int, ...], int] = {(): 0}
        self.more = array("I", (0,))
        self.more_at: dict[tuple[int, ...], int] = {}

    # -- entries -------------------------------------------------------------------------------------------

    def rows(self) -> list[_Row]:
        """Return every entry in the order of codes."""
        found: list[_Row] = []
        above: list[tuple[int, tuple[int, ...]]] = []  # (entry, words of its title), outermost first
        file = self.file
        for entry in range(file.entries):
            concept = file.concept(entry)
            title = self.read(concept.description)
            leaf = concept.kind == "code"
            names: tuple[tuple[int, ...], ...] = ()
            headings: tuple[tuple[int, ...], ...] = ()
            if not (self.stem and leaf):
                parent = file.parent_of(entry)
                while above and above[-1][0] != parent:
                    above.pop()
                headings = tuple(words for _, words in above)
                said = names_of(concept, self.book.system)
                names = tuple(self.read(written_out(name, self.book.system)[0]) for name in said)
                above.append((entry, title))
            flags = BILLABLE * concept.billable | HEADING * (not leaf)
            facets = self.facets(concept) if leaf else ()
            found.append(_Row(undotted(concept.code), entry, title, flags, names, headings, facets))
        found.sort(key=lambda row: row.code)
        return found

    def facets(self, concept: Concept) -> tuple[int, ...]:
        """Return the numbers of what a code says as structure."""
        system = self.book.system
        if system == "icd10pcs":
            found = procedure_facets(concept.code, concept.description)
        else:
            held = facets_by_code().get(concept.code, ())
            kinds = {facet.kind for facet in held}
            texts = (concept.description, *spoken(system).get(concept.code, ()))
            read = [
                facet
                for text in texts
                for facet in facets_of(written_out(text, system)[0], system)
                if facet.kind not in kinds
            ]
            if concept.facts.get("add_on") and "order" not in kinds:
                read = [Facet("order", "more"), *(facet for facet in read if facet.kind != "order")]
            found = (*held, *read)
        return tuple(sorted({self.number_of(facet.word) for facet in found}))

    def read(self, text: str) -> tuple[int, ...]:
        """Return the numbers of the words of *text*, as `normal.tokens` gives them."""
        seen = self.seen
        parts = fold(text).split()
        out = []
        for part in parts:
            number = seen.get(part)
            if number is None:
                if part in _LONE:  # a figure or a word, as the word before it decides
                    return tuple(self.number_of(token) for token in tokens(text))
                whole = words(part)
                token = stem(whole[0]) if whole else part
                number = seen[part] = -1 if part in STOP else self.number_of(token)
            if number >= 0:
                out.append(number)
        return tuple(out)

    # -- titles in two parts -------------------------------------------------------------------------------

    def parts(self, rows: list[_Row]) -> list[tuple[tuple[int, ...], tuple[int, ...], int]]:
        """Return for each row (first part, second part, rows after it with the same first part)."""
        out: list[tuple[tuple[int, ...], tuple[int, ...], int]] = []
        at = 0
        while at < len(rows):
            end = at + 1
            if self.stem and not rows[at].flags & HEADING:
                start = rows[at].code[: self.stem]
                while end < len(rows) and rows[end].code.startswith(start) and not rows[end].flags & HEADING:
                    end += 1
            if end - at == 1:
                out.append((rows[at].title, (), 0))
            else:
                shared = set(rows[at].title).intersection(*(row.title for row in rows[at + 1 : end]))
                head = tuple(number for number in rows[at].title if number in shared)
                for place in range(at, end):
                    tail = tuple(number for number in rows[place].title if number not in shared)
                    out.append((head, tail, end - place - 1))
            at = end
        return out

    # -- sections ------------------------------------------------------------------------------------------

    def sections(self) -> dict[str, bytes]:
        rows = self.rows()
        final, renumber = self.final()
        said = self.phrases(final, [row.code for row in rows])
        documents, postings, lists = self.documents(rows, renumber)
        return self.word_sections(said, digest(self.book.system), len(rows)) | {
            "postings": postings,
            "lists": lists,
            "documents": documents,
            "fields": self.pool.tobytes(),
            "more": self.more.tobytes(),
            "masks": _masks(rows),
        }

    def phrases(self, final: dict[str, int], codes: Sequence[str]) -> Phrases:
        """Return what people say by key, the keys by what related words share, words that only they use."""
        found: dict[str, list[str]] = {}
        kindred: dict[str, str] = {}
        extra: dict[str, None] = {}
        for entry in entries(self.book):
            targets = []
            for rank, code in enumerate(map(undotted, entry.codes)):
                targets += [target(first, last, rank) for first, last in _spans(codes, code)]
            meant = tokens(entry.words)
            if not all(word in final for word in meant):
                meant = []
            if not meant and not targets:
                continue
            for phrase in entry.phrases:
                parts = tokens(written_out(phrase, self.book.system)[0])
                if not parts or (not targets and sorted(parts) == sorted(meant)):
                    continue
                extra.update(dict.fromkeys(part for part in parts if part not in final))
                shown = entry.words.removesuffix(f" {phrase}") if meant else entry.codes[0]
                line = "\t".join((phrase, entry.kind, shown, " ".join(meant), " ".join(map(str, targets))))
                key = " ".join(sorted(parts))
                if line not in found.setdefault(key, []):
                    found[key].append(line)
                if len(parts) > 1:
                    kindred.setdefault(kindred_key(parts, self.aliases), key)
        return {key: "\n".join(lines) for key, lines in found.items()}, kindred, list(extra)

    def documents(self, rows: list[_Row], renumber: list[int]) -> tuple[bytes, bytes, bytes]:
        """Return the sections of documents, of postings and of their lists; fill the pools."""
        runs = _Runs(len(renumber), len(rows))
        records = bytearray()
        before: tuple[int, ...] | None = None
        for place, (row, (head, tail, alike)) in enumerate(zip(rows, self.parts(rows), strict=True)):
            if head is not before:
                runs.add(head, place, alike)
                before = head
            runs.add(tail, place, 0)
            for field in (*row.names, *row.headings, row.facets):
                runs.add(field, place, 0)
            records += DOCUMENT.pack(
                row.entry, self.kept(head, renumber), self.kept(tail, renumber), self.kept_more(row, renumber),
                row.flags, min(len(row.title), 255), min(alike, 65535),
            )  # fmt: skip
        return bytes(records), *runs.sections(renumber)

    def kept(self, field: tuple[int, ...], renumber: list[int]) -> int:
        """Return the offset of *field* in the pool, putting it there the first time."""
        offset = self.offsets.get(field)
        if offset is None:
            offset = self.offsets[field] = len(self.pool)
            self.pool.append(len(field))
            self.pool.extend([renumber[number] for number in field])
        return offset

    def kept_more(self, row: _Row, renumber: list[int]) -> int:
        if not (row.names or row.headings or row.facets):
            return 0
        groups = (row.names, row.headings, (row.facets,) if row.facets else ())
        kept: list[int] = []
        for some in groups:
            kept.append(len(some))
            kept.extend([self.kept(field, renumber) for field in some])
        key = tuple(kept)
        offset = self.more_at.get(key)
        if offset is None:
            offset = self.more_at[key] = len(self.more)
            self.more.extend(key)
        return offset


def _spans(codes: Sequence[str], code: str) -> Iterator[tuple[int, int]]:
    """Yield the places (first, last) of codes that begin with *code* or as its pattern says: "0B9[C-M]8_X"."""
    if not code.replace("-", "").isalnum():
        pattern = re.compile(code.replace("_", "."))
        start = bisect_left(codes, code[:2])
        held = [
            place for place in range(start, bisect_left(codes, code[:2] + "~")) if pattern.match(codes[place])
        ]
        for _, run in groupby(enumerate(held), lambda pair: pair[1] - pair[0]):
            places = [place for _, place in run]
            yield places[0], places[-1]
        return
    first, after = bisect_left(codes, code), bisect_left(codes, code + "~")
    if after > first:
        whole = codes[first] == code and "-" in codes[after - 1]  # a code and a range that begins so
        yield first, first if whole else after - 1


class _Runs:
    """Who holds which word, as runs of documents that follow each other."""

    def __init__(self, count: int, size: int) -> None:
        self.firsts: list[list[int]] = [[] for _ in range(count)]
        self.afters: list[list[int]] = [[] for _ in range(count)]
        self.size = size

    def add(self, words: Iterable[int], first: int, more: int) -> None:
        """Note that the document *first* and *more* after it hold *words*. Documents come in order."""
        after = first + more + 1
        for word in words:
            ends = self.afters[word]
            if not ends or ends[-1] < first:
                self.firsts[word].append(first)
                ends.append(after)
            elif ends[-1] < after:
                ends[-1] = after

    def sections(self, renumber: list[int]) -> tuple[bytes, bytes]:
        width = (self.size + 7) // 8
        table = array("I", bytes(12 * len(renumber)))
        order = sorted(range(len(renumber)), key=renumber.__getitem__)
        lists = bytearray()
        for word in order:
            pairs = list(zip(self.firsts[word], self.afters[word], strict=True))
            runs = array("I")
            for first, after in pairs:
                for start in range(first, after, _MOST_RUN):
                    runs.append(start << RUN_BITS | min(after - start, _MOST_RUN) - 1)
            held = sum(after - first for first, after in pairs)
            final = renumber[word]
            table[3 * final] = len(lists)
            table[3 * final + 2] = held
            if 4 * len(runs) > width:
                table[3 * final + 1] = BITMAP
                lists += _bitmap(pairs, self.size) + bytes(-width % 4)
            else:
                table[3 * final + 1] = len(runs)
                lists += runs.tobytes()
        return table.tobytes(), bytes(lists)


def _bitmap(pairs: Iterable[tuple[int, int]], size: int) -> bytes:
    text = bytearray(b"0" * size)
    for first, after in pairs:
        text[first:after] = b"1" * (after - first)
    text.reverse()
    return int(bytes(text), 2).to_bytes((size + 7) // 8, "little")


def _masks(rows: list[_Row]) -> bytes:
    places: list[list[int]] = [[] for _ in range(2 + LENGTHS)]
    for place, row in enumerate(rows):
        if row.flags & BILLABLE:
            places[0].append(place)
        if row.flags & HEADING:
            places[1].append(place)
        places[2 + min(len(row.title), LENGTHS - 1)].append(place)
    return b"".join(_bitmap(((place, place + 1) for place in held), len(rows)) for held in places)


def compile_plain_index(book: Book) -> bytes:
    """Return the bytes of the search index of *book*, a list of codes and titles."""
    return packed(HEADER, MAGIC, FORMAT, PLAIN_SECTIONS, _Maker(book).sections())
