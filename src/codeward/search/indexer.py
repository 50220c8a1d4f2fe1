"""Compile a book and the lexicon into one search index: a pure function of both.

A document is an entry of the book below the sections that is not a 7th-character expansion; expansions are
attached when a hit is shown. Documents are numbered by rank: how common, how short, billable, unspecific.
"""

from __future__ import annotations

from array import array

from codeward.codesets import Book
from codeward.search import lexicon
from codeward.search.indexfile import (
    BILLABLE,
    BITMAP,
    DENIED,
    DOCUMENT,
    FORMAT,
    HEADER,
    HEADING,
    MAGIC,
    SECTIONS,
    UNSPECIFIC,
    whole_check,
)
from codeward.search.making import Phrases, WordMaker, packed
from codeward.search.normal import DENIAL, GENERIC, kindred_key
from codeward.search.plain.said import tabular_entries
from codeward.words import STOP, fold, stem, tokens, words

__all__ = ["compile_index"]

_UNSPECIFIC = ("unspecified", "uncomplicated", "without complication", "not having achieved")
_STOPPED = -2
_DENSE = 1500  # from so many documents on, a bit map is smaller or quicker than a list
_TERMS = ("inclusion_term", "includes")


class _Draft:
    """A document while the index is made."""

    __slots__ = (
        "chapter", "code", "default", "entry", "expansion", "fields", "flags", "number", "parent", "prior",
        "rank", "terms",
    )  # fmt: skip

    def __init__(self, entry: int, code: str, parent: _Draft | None, chapter: int, prior: int) -> None:
        self.entry = entry
        self.code = code
        self.parent = parent
        self.chapter = chapter
        self.prior = prior
        self.fields: list[list[int]] = []
        self.flags = 0
        self.expansion = 0
        self.rank = 0.0
        self.number = 0
        self.default: _Draft | None = None
        self.terms: frozenset[int] = frozenset()  # words of its terms and of those above


class _Maker(WordMaker):
    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self.priors = lexicon.priors()
        self.defined: dict[str, bool] = {}  # category → whether its 7th characters are defined
        self.drafts: list[_Draft] = []
        self.by_code: dict[str, _Draft] = {}

    # -- documents -----------------------------------------------------------------------------------------

    def read(self) -> None:
        entry, chapter = 0, 0
        while entry < self.file.entries:
            chapter += 1
            for section in self.file.children_of(entry):
                for category in self.file.children_of(section):
                    self.walk(category, None, chapter, 1)
            entry = self.end_of(entry)
        for draft in self.drafts:
            self.weigh(draft)
        self.drafts.sort(key=lambda d: (-d.rank, d.entry))
        for number, draft in enumerate(self.drafts):
            draft.number = number

    def end_of(self, entry: int) -> int:
        """Return the number of the first entry after the subtree of *entry*."""
        last = entry
        while True:
            child = last
            for child in self.file.children_of(last):  # noqa: B007 - the last one is wanted
                pass
            if child == last:
                return last + 1
            last = child

    def walk(self, entry: int, parent: _Draft | None, chapter: int, prior: int) -> None:
        concept = self.file.concept(entry)
        code = concept.code
        prior = self.priors.get(code, prior)
        draft = _Draft(entry, code, parent, chapter, prior)
        self.drafts.append(draft)
        self.by_code[code] = draft
        draft.fields.append(self.field(concept.description))
        draft.fields += [self.field(i.text) for i in self.file.instructions_at(entry) if i.kind in _TERMS]
        if parent is not None:
            draft.terms = parent.terms
        if len(draft.fields) > 1:
            draft.terms = draft.terms.union(*draft.fields[1:])
        children = list(self.file.children_of(entry))
        if concept.billable:
            draft.flags |= BILLABLE
        draft.expansion = self.expansion(entry, children)
        if children and not draft.expansion:
            draft.flags |= HEADING
            inherited = prior if prior != 3 else 2
            for child in children:
                self.walk(child, draft, chapter, inherited)
        low = concept.description.lower()
        if any(word in low for word in _UNSPECIFIC):
            draft.flags |= UNSPECIFIC

    def expansion(self, entry: int, children: list[int]) -> int:
        """Return how far the expansion is that is shown when none is named; 0 where the entry has none.

        It is the first (initial encounter, closed fracture, stage unspecified), but for an eye the unspecified.
        """
        if not children:
            return 0
        code = self.file.code_at(children[0])
        if len(code) < 8:
            return 0
        # Not every code of 7 characters is an expansion: Z86.0100 has a title of its own. A category has
        # either such codes or definitions of 7th characters.
        defined = self.defined.get(code[:3])
        if defined is None:
            defined = self.defined[code[:3]] = self.file.definition_of(entry) is not None
        if not defined:
            return 0
        last = self.file.concept(children[-1]).description
        return children[-1 if last.endswith(", unspecified eye") else 0] - entry

    def field(self, text: str) -> list[int]:
        """Return the numbers of the words of *text*; of what it says is absent, with DENIED added."""
        low = text.lower()
        if "without" not in low and "not " not in low:
            return self.part(text)
        numbers: list[int] = []
        for place, part in enumerate(DENIAL.split(low)):
            some = self.part(part)
            numbers += [number + DENIED for number in some] if place % 2 else some
        return numbers

    def part(self, text: str) -> list[int]:
        """Return the numbers of the words of *text* as `normal.tokens` would give them, remembering each word."""
        numbers = []
        seen = self.seen
        before = ""
        for word in fold(text).split():
            number = seen.get(word, -1)
            if number < 0:
                if number == _STOPPED:
                    before = word
                    continue
                number = self.met(word, before)
                if number < 0:
                    before = word
                    continue
            numbers.append(number)
            before = word
        return numbers

    def met(self, word: str, before: str) -> int:
        """Return the number of a word met for the first time, or of a numeral that hangs on the word before."""
        parts = words(f"{before} {word}")[-1:]
        token = parts[0] if parts else word
        lone = words(word) != words(f"type {word}")[1:]
        number = _STOPPED if token in STOP else self.number_of(stem(token))
        if not lone:
            self.seen[word] = number
        return number

    @staticmethod
    def weigh(draft: _Draft) -> None:
        """Set the rank that decides when the words do not: the prior, then what a claim can carry, brevity."""
        rank = float(draft.prior) - 0.04 * len(draft.fields[0])
        if not draft.flags & HEADING:
            rank += 0.3
        if draft.flags & UNSPECIFIC:
            rank += 0.3
        draft.rank = rank

    def settle_defaults(self) -> None:
        """For each heading choose the entry below it that stands for it when nothing more is known."""
        best: dict[int, tuple[tuple[float, ...], _Draft]] = {}
        generic = {number for word, number in self.numbers.items() if word in GENERIC}
        for draft in self.drafts:
            if draft.flags & HEADING:
                continue
            said = sum(number < DENIED and number not in generic for number in draft.fields[0])
            key = (
                draft.prior if draft.prior != 1 else 1.5,
                (1.0 if draft.flags & UNSPECIFIC else 0.0) - 0.5 * said,
                float(draft.code[-1] in "90"),
                -float(draft.entry),
            )
            above = draft.parent
            while above is not None:
                known = best.get(above.entry)
                if known is None or key > known[0]:
                    best[above.entry] = (key, draft)
                    above.default = draft
                above = above.parent

    # -- sections ------------------------------------------------------------------------------------------

    def sections(self) -> dict[str, bytes]:
        final, renumber = self.final()
        documents, fields, holders, wholes = self.documents(renumber)
        postings, lists = self.postings(holders, len(renumber))
        return self.word_sections(self.phrases(final), lexicon.digest(), len(self.drafts)) | {
            "postings": postings,
            "lists": lists,
            "documents": documents,
            "fields": fields,
            "masks": self.masks(),
            "wholes": array("I", [whole >> 16 for whole in wholes]).tobytes(),
            "whole_of": array("H", [whole & 0xFFFF for whole in wholes]).tobytes(),
        }

    def phrases(self, final: dict[str, int]) -> Phrases:
        """Return the lexicon by key (the sorted stems of a phrase), the keys by what related words share, and
        the words that only the lexicon knows.

        What a key leads to is text, split when asked: ten thousand small objects would cost a cold start 0.1 s.
        """
        found: dict[str, list[str]] = {}
        kindred: dict[str, str] = {}
        extra: dict[str, None] = {}
        for entry in tabular_entries(self.book):
            codes = [self.by_code[code].number for code in entry.codes if code in self.by_code]
            # A title that denies something is a good answer; what it denies must not be asked for.
            replacement = " ".join(t for t in tokens(DENIAL.sub("", entry.words)) if t != "without")
            targets = " ".join(map(str, codes))
            for phrase in entry.phrases:
                parts = tokens(phrase)
                if not parts:
                    continue
                for part in parts:
                    if part not in final:
                        extra[part] = None
                shown = entry.words or (entry.codes[0] if entry.codes else "")
                line = "\t".join((phrase, entry.kind, shown, replacement, targets))
                key = " ".join(sorted(parts))
                found.setdefault(key, []).append(line)
                if len(parts) > 1:
                    kindred.setdefault(kindred_key(parts, self.aliases), key)
        return {key: "\n".join(lines) for key, lines in found.items()}, kindred, list(extra)

    def documents(self, renumber: list[int]) -> tuple[bytes, bytes, list[list[int]], list[int]]:
        """Return the sections of documents and fields, for each word the documents that hold it, the wholes."""
        holders: list[list[int]] = [[] for _ in renumber]
        add = [held.append for held in holders]
        final = renumber + [0] * (DENIED - len(renumber)) + [number | DENIED for number in renumber]
        records = bytearray()
        fields = array("H")
        wholes: list[int] = []
        for draft in self.drafts:
            known = set(draft.fields[0])
            if draft.terms:
                known |= draft.terms
            place = draft.number
            for number in known:
                add[final[number] & ~DENIED](place)
            offset = len(fields)
            for field in draft.fields:
                numbers = [final[number] for number in field]
                fields.append(len(field))
                fields.extend(numbers)
                wholes.append(whole_check([number & ~DENIED for number in numbers]) << 16 | place)
            records += DOCUMENT.pack(
                draft.entry, offset,
                draft.parent.number + 1 if draft.parent else 0,
                draft.default.number + 1 if draft.default else 0,
                min(len(draft.fields), 255), draft.prior, draft.flags, draft.expansion,
            )  # fmt: skip
        wholes.sort()
        return bytes(records), fields.tobytes(), holders, wholes

    def postings(self, holders: list[list[int]], count: int) -> tuple[bytes, bytes]:
        size = (len(self.drafts) + 7) // 8
        table = array("I")
        lists = bytearray()
        for word in range(count):
            held = holders[word]
            if len(held) < _DENSE:
                table.extend((len(lists), len(held)))
                lists += array("H", held).tobytes()
            else:
                table.extend((len(lists), BITMAP))
                lists += _bitmap(held, size)
        return table.tobytes(), bytes(lists)

    def masks(self) -> bytes:
        size = (len(self.drafts) + 7) // 8
        places: list[list[int]] = [[] for _ in range(24)]
        for draft in self.drafts:
            places[draft.chapter].append(draft.number)
            if draft.flags & BILLABLE or draft.expansion:
                places[0].append(draft.number)
            if draft.flags & HEADING:
                places[23].append(draft.number)
        return b"".join(_bitmap(held, size) for held in places)


def _bitmap(places: list[int], size: int) -> bytes:
    found = bytearray(size)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return bytes(found)


def compile_index(book: Book) -> bytes:
    """Return the bytes of the search index of *book*."""
    maker = _Maker(book)
    maker.read()
    maker.settle_defaults()
    return packed(HEADER, MAGIC, FORMAT, SECTIONS, maker.sections())
