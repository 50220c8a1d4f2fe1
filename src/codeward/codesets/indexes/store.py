"""An index in its compiled form: arrays and texts that are read in place, packed once.

    terms     for each term in the book's order (depth first): RECORD
    texts     UTF-8; a term's fields divided by US, empty ones at the end left out; cells divided by RS
    letters   for each letter: LETTER
    links     for each cross reference, by the term that makes it: LINK
    ids       CRC-32 of each term's id (uint32, sorted), and the terms (uint32) in the same order, in `id_terms`
    codes     for each code that a term names, sorted: CODE

A term's id is its path in small letters, such as `fracture-traumatic.femur.neck`: it stays the same from
release to release as long as the path does, so that a link to it stays good.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from codeward.codesets.indexes.term import Letter, Term, printed
from codeward.errors import BookTruncated

__all__ = ["BLOBS", "Fields", "Link", "Terms", "pack", "slug", "walk"]

BLOBS = ("terms", "texts", "letters", "links", "ids", "id_terms", "codes")
# parent (+1), end of the subtree, offset and length of the text, level, how many of its name stand before (+1)
RECORD = struct.Struct("<IIIHBB")
LETTER = struct.Struct("<II8s")  # first term, end, title
LINK = struct.Struct(
    "<IIBBH"
)  # term, target (+1), field, outcome, how many words of the reference were not found
CODE = struct.Struct("<8sI")
_RS, _US = "\x1e", "\x1f"
_FIELDS = (
    "before", "nonessential", "after", "code", "manifestation", "see", "see_also", "see_category",
    "see_subcategory", "warning",
)  # fmt: skip
_CODE = re.compile(r"(?:[A-Z][0-9][0-9A-Z]|QA[0-9])(?:\.[0-9A-Z]{1,4})?")


class Fields(NamedTuple):
    """What the book prints at one term; texts are empty where it prints none."""

    before: str
    nonessential: str
    after: str
    code: str
    manifestation: str
    see: str
    see_also: str
    see_category: str
    see_subcategory: str
    warning: str
    cells: dict[int, str]

    @property
    def title(self) -> str:
        """The title without its nonessential modifiers."""
        return printed(self.before, "", self.after)

    @property
    def printed(self) -> str:
        """The title as the book prints it."""
        return printed(self.before, self.nonessential, self.after)


class Link(NamedTuple):
    """Where a cross reference leads: `field` is "see" or "see_also", `target` a term of the same index."""

    field: str
    outcome: str
    target: int | None
    missing: int


LINK_FIELDS = ("see", "see_also")
OUTCOMES = (
    "nowhere", "term", "partly", "condition", "codes", "advice", "index", "neoplasm", "drugs", "external_cause",
)  # fmt: skip


def slug(title: str) -> str:
    """Return a title as part of an id: "Fracture, traumatic" → "fracture-traumatic"."""
    plain = unicodedata.normalize("NFKD", title.replace("'", "").replace("’", "")).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-") or "x"


def walk(letters: Sequence[Letter]) -> Iterator[tuple[Term, Term | None, int]]:
    """Yield (term, the one above, level) in the book's order; a main term has level 0."""
    for letter in letters:
        stack: list[tuple[Term, Term | None, int]] = [(term, None, 0) for term in reversed(letter.terms)]
        while stack:
            term, above, level = stack.pop()
            yield term, above, level
            stack += [(child, term, level + 1) for child in reversed(term.children)]


def pack(
    letters: Sequence[Letter], links: Sequence[tuple[int, int, int, int | None, int]] = ()
) -> dict[str, bytes]:
    """Return the blobs of an index. *links* are (term, field, outcome, target, missing parts) by number."""
    number: dict[int, int] = {}
    parents: list[int] = []
    records, texts, codes = bytearray(), bytearray(), []
    order = list(walk(letters))
    ends = [0] * len(order)
    ids: list[str] = []
    ranks: list[int] = []
    taken: dict[str, int] = {}
    for i, (term, above, _) in enumerate(order):
        number[id(term)] = i
        parent = -1 if above is None else number[id(above)]
        parents.append(parent)
        name = slug(term.title) if parent < 0 else f"{ids[parent]}.{slug(term.title)}"
        rank = taken[name] = min(taken.get(name, 0) + 1, 255)
        ranks.append(rank)
        ids.append(name if rank == 1 else f"{name}~{rank}")
        codes += [(code.replace(".", "").encode(), i) for code in _named(term)]
    for i in range(len(order) - 1, -1, -1):
        ends[i] = max(ends[i], i + 1)
        if parents[i] >= 0:
            ends[parents[i]] = max(ends[parents[i]], ends[i])
    for i, (term, _, level) in enumerate(order):
        raw = _text(term)
        records += RECORD.pack(parents[i] + 1, ends[i], len(texts), len(raw), level, ranks[i])
        texts += raw
    pairs = sorted((crc32(name.encode()), i) for i, name in enumerate(ids))
    return {
        "terms": bytes(records),
        "texts": bytes(texts),
        "letters": _letters(letters, number, ends),
        "links": b"".join(
            LINK.pack(term, 0 if target is None else target + 1, field, outcome, missing)
            for term, field, outcome, target, missing in sorted(links, key=lambda row: row[:2])
        ),
        "ids": array("I", [check for check, _ in pairs]).tobytes(),
        "id_terms": array("I", [i for _, i in pairs]).tobytes(),
        "codes": b"".join(CODE.pack(*row) for row in sorted(set(codes))),
    }


def _named(term: Term) -> list[str]:
    """Return the codes that a term names in any of its fields and cells."""
    texts = (term.code, term.manifestation, term.see_category, term.see_subcategory, *term.cells.values())
    return [code for text in texts if text for code in _CODE.findall(text)]


def _text(term: Term) -> bytes:
    fields = [getattr(term, name) for name in _FIELDS]
    fields.append(_RS.join(f"{column}={text}" for column, text in sorted(term.cells.items())))
    while fields and not fields[-1]:
        fields.pop()
    return _US.join(fields).encode()


def _letters(letters: Sequence[Letter], number: Mapping[int, int], ends: Sequence[int]) -> bytes:
    out = bytearray()
    for letter in letters:
        if letter.terms:
            first, last = number[id(letter.terms[0])], number[id(letter.terms[-1])]
            out += LETTER.pack(first, ends[last], letter.title.encode()[:8])
    return bytes(out)


class Terms:
    """The terms of one compiled index by number, from 0 in the book's order."""

    def __init__(self, blobs: Mapping[str, memoryview], name: str = "index") -> None:
        """Take the blobs of `pack`. Raises BookTruncated where their sizes cannot be right."""
        self.name = name
        self._terms, self._texts = blobs["terms"], blobs["texts"]
        self._letters, self._links, self._codes = blobs["letters"], blobs["links"], blobs["codes"]
        sized = ((self._terms, RECORD), (self._letters, LETTER), (self._links, LINK), (self._codes, CODE))
        self.size = len(self._terms) // RECORD.size
        if any(len(blob) % layout.size for blob, layout in sized) or len(blobs["ids"]) != 4 * self.size:
            raise self._damaged()
        # Parent (+1) and end of term n lie at 4 * n and 4 * n + 1: what walks over many terms reads them here.
        self.places = self._terms.cast("I")
        self._ids, self._id_terms = blobs["ids"].cast("I"), blobs["id_terms"].cast("I")

    def _damaged(self) -> BookTruncated:
        return BookTruncated(
            f"The index {self.name} is damaged", "Install it again, or delete the cached file."
        )

    def _record(self, number: int) -> tuple[int, int, int, int, int]:
        if not 0 <= number < self.size:
            raise self._damaged()
        return RECORD.unpack_from(self._terms, RECORD.size * number)[:5]

    def fields(self, number: int) -> Fields:
        """Return what the book prints at a term."""
        _, _, start, length, _ = self._record(number)
        try:
            parts = bytes(self._texts[start : start + length]).decode().split(_US)
            cells = {}
            if len(parts) > len(_FIELDS):
                for cell in parts.pop().split(_RS):
                    column, _, text = cell.partition("=")
                    cells[int(column)] = text
            parts += [""] * (len(_FIELDS) - len(parts))
            return Fields._make([*parts[: len(_FIELDS)], cells])
        except (ValueError, TypeError) as e:
            raise self._damaged() from e

    def level(self, number: int) -> int:
        """Return 0 for a main term, 1 for a term under it, and so on."""
        return self._record(number)[4]

    def parent(self, number: int) -> int | None:
        """Return the term above, or None for a main term."""
        above = self._record(number)[0]
        if above > number:
            raise self._damaged()
        return above - 1 if above else None

    def end(self, number: int) -> int:
        """Return the number after the last term under this one."""
        return self._record(number)[1]

    def path(self, number: int) -> list[int]:
        """Return the numbers from the main term down to this term."""
        out = [number]
        while (above := self.parent(out[-1])) is not None:
            out.append(above)
        return out[::-1]

    def children(self, number: int) -> list[int]:
        """Return the terms right under a term."""
        return list(self._siblings(number + 1, self.end(number)))

    def _siblings(self, start: int, stop: int) -> Iterator[int]:
        while start < stop:
            yield start
            after = self.end(start)
            if after <= start:
                raise self._damaged()
            start = after

    def letters(self) -> list[tuple[str, int, int]]:
        """Return (letter, first term, end) of each letter."""
        rows = LETTER.iter_unpack(self._letters)
        return [(title.rstrip(b"\0").decode(), first, end) for first, end, title in rows]

    def mains(self, letter: str) -> list[int]:
        """Return the main terms of a letter, in the book's order; none for a letter that is not there."""
        for title, first, end in self.letters():
            if title.casefold() == letter.casefold():
                return list(self._siblings(first, end))
        return []

    def links(self, number: int) -> list[Link]:
        """Return where the cross references of a term lead."""
        count = len(self._links) // LINK.size
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            if LINK.unpack_from(self._links, LINK.size * middle)[0] < number:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < count:
            term, target, field, outcome, missing = LINK.unpack_from(self._links, LINK.size * low)
            if term != number:
                break
            found.append(Link(LINK_FIELDS[field], OUTCOMES[outcome], target - 1 if target else None, missing))
            low += 1
        return found

    def id_of(self, number: int) -> str:
        """Return the id of a term, for links."""
        parts: list[str] = []
        for place in self.path(number):
            name = slug(self.fields(place).title)
            rank = RECORD.unpack_from(self._terms, RECORD.size * place)[5]
            parts.append(name if rank == 1 else f"{name}~{rank}")
        return ".".join(parts)

    def by_id(self, name: str) -> int | None:
        """Return the term with this id, or None."""
        check = crc32(name.encode())
        at = bisect_left(self._ids, check)
        while at < self.size and self._ids[at] == check:
            number = self._id_terms[at]
            if self.id_of(number) == name:
                return number
            at += 1
        return None

    def leading_to(self, code: str) -> list[int]:
        """Return the terms that name *code*, written with or without its dot, in the book's order."""
        key = code.replace(".", "").upper().encode("ascii", "ignore").ljust(8, b"\0")[:8]
        count = len(self._codes) // CODE.size
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            if bytes(self._codes[CODE.size * middle : CODE.size * middle + 8]) < key:
                low = middle + 1
            else:
                high = middle
        found = []
        while low < count:
            name, term = CODE.unpack_from(self._codes, CODE.size * low)
            if name != key:
                break
            found.append(term)
            low += 1
        return found
