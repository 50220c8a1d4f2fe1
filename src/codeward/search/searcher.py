"""The Searcher: from what somebody types to the codes meant, each with the reason why it is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from codeward.codesets import Book, Concept
from codeward.errors import QueryError, quoted
from codeward.search.hit import MAX_QUERY, Found, Hit, checked, numbered
from codeward.search.indexfile import IndexFile
from codeward.search.meaning import known
from codeward.search.query import Reading, read
from codeward.search.rank import Weigher, choose_counted
from codeward.search.reasons import Reason, ReasonKind
from codeward.search.scale import Candidate, ranked
from codeward.search.shorthand import written_out
from codeward.search.told import Entry
from codeward.search.weights import DEFAULT, OTHER_SEVENTH
from codeward.words import stem, words

__all__ = ["MAX_QUERY", "Hit", "Searcher"]

_MORE = 6  # candidates beyond the limit that get a chance when headings and their defaults change places
_CODE = re.compile(r"(?:[A-Za-z][0-9][0-9A-Za-z]?|[Qq][Aa][0-9])(?:\.?[0-9A-Za-z]{0,4})?\Z")
_INSIDE = re.compile(
    r"\b(?:[A-Za-z][0-9][0-9A-Za-z]|[Qq][Aa][0-9])\.[0-9A-Za-z]{1,4}\b|\b[A-Z][0-9]{2}\b(?!\.)"
)
_NO_CODES = frozenset(("B12", "T10", "T11", "T12"))  # a vitamin and vertebrae, where words stand beside them
# Words that choose a 7th character. "type" and figures are the Gustilo classes of open fractures.
_SEVENTH_WORDS = (
    "initial subsequent sequela open closed routine delayed nonunion malunion healing mild moderate severe "
    "indeterminate arrival right left bilateral 1 2 3 4 5 i ii iiia iiib iiic 3a 3b 3c fetus stage"
)
_SEVENTH = frozenset(_SEVENTH_WORDS.split())
_TERMS = ("inclusion_term", "includes")


class _Shown(NamedTuple):
    """What is shown of an entry whatever the query: `said` are the words of its title with their numbers."""

    code: str
    description: str
    billable: bool
    said: tuple[tuple[str, int], ...]


class Searcher:
    """Searches one book. Open it with `codeward.search.open_searcher`."""

    def __init__(self, book: Book, index: IndexFile) -> None:
        self.book = book
        self.index = index
        self._weigher = Weigher(index)
        self._shown = lru_cache(maxsize=8192)(self._shown_of)
        self._entry = lru_cache(maxsize=4096)(self._entry_of)
        self._heading = lru_cache(maxsize=4096)(self._heading_of)
        self._found = lru_cache(maxsize=512)(self._search)  # as people type, they come back to what they had

    def search(
        self,
        query: str,
        limit: int = 10,
        *,
        billable: bool = False,
        chapter: str | None = None,
        system: str | None = None,
    ) -> list[Hit]:
        """Return at most *limit* hits, best first; none where nothing of the query is in the book.

        With *billable* every hit may stand on a claim; *chapter* ("1" to "22") keeps to one chapter. A code or
        its beginning finds the codes that start so. Where a code wants a 7th character, the expansion that the
        query's words name is given, else the first (initial encounter). Raises QueryError for a query of more
        than 1,000 characters, a limit below 1, a chapter or a system that is not there.
        """
        return list(self._found(query, limit, billable, chapter, system, frozenset()).hits)

    def answer(
        self,
        query: str,
        limit: int = 10,
        *,
        billable: bool = False,
        elsewhere: frozenset[str] = frozenset(),
        on: date | None = None,
    ) -> Found:
        """Return the hits and how many entries there are that answer the whole query.

        Words of *elsewhere* are known to another book: here they are no slips of the pen. Raises QueryError.
        """
        return self._found(query, limit, billable, None, None, elsewhere)

    def _search(
        self, query: str, limit: int, billable: bool, chapter: str | None, system: str | None,
        elsewhere: frozenset[str],
    ) -> Found:  # fmt: skip
        allowed = self._allowed(query, limit, billable, chapter, system)
        asked = query.strip()
        if _CODE.match(asked):
            hits = list(self._by_code(asked, limit, billable, chapter))
            if hits:
                return Found(tuple(hits), len(hits))
        written, told = written_out(query, self.book.system)
        readings = read(self.index, written if written.strip() else query, elsewhere, told=dict(told))
        found: dict[int, Candidate] = {}
        full = 0
        for reading in readings:
            numbers, answers = choose_counted(self.index, reading, allowed)
            if all(group.means for group in reading.groups):
                full |= answers
            for candidate in self._weigher.weigh(reading, numbers):
                if not allowed >> candidate.number & 1:
                    continue
                before = found.get(candidate.number)
                if before is None or candidate.score > before.score:
                    found[candidate.number] = candidate
        best = ranked(found.values())[: limit + _MORE]
        best = self._settled(best, found, allowed)
        meant = {n for reading in readings for group in reading.groups for n in group.means}
        seventh = [part for part in map(stem, words(query)) if part in _SEVENTH]
        hits = self._named(query, billable, chapter)[:limit]
        named = {hit.code for hit in hits}
        rest = (hit for hit in self._told(best, readings, meant, seventh) if hit.code not in named)
        hits += islice(rest, limit - len(hits))
        return Found(tuple(hits), max(full.bit_count(), len(hits)))

    def _allowed(
        self, query: str, limit: int, billable: bool, chapter: str | None, system: str | None
    ) -> int:
        """Check what was asked and return the bit map of the documents that may answer."""
        checked(query, limit)
        if system not in (None, self.book.system):
            raise QueryError(
                f"No search index of the code system {quoted(system)}", f"Search {self.book.system}"
            )
        allowed = self.index.mask(0) if billable else self.index.all
        if chapter is not None:
            number = str(chapter).strip()
            if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= 22:
                raise QueryError(f"There is no chapter {quoted(chapter)}", "Give a number from 1 to 22")
            allowed &= self.index.mask(int(number))
        return allowed

    # -- codes ---------------------------------------------------------------------------------------------

    def _by_code(self, asked: str, limit: int, billable: bool, chapter: str | None) -> Iterator[Hit]:
        """Yield the codes that start with *asked*, the code itself first."""
        key = asked.replace(".", "").upper()
        shown = key[:3] + ("." + key[3:] if len(key) > 3 else "")
        for concept in self._starting(key):
            if chapter is not None and concept.ancestors[-1] != str(int(chapter)):
                return
            if billable and not concept.billable:
                continue
            exact = concept.code.replace(".", "") == key
            yield Hit(
                self.book.system, concept.code, concept.description, concept.billable,
                2.0 if exact else 1.0, (Reason("code" if exact else "code_begins", shown),),
            )  # fmt: skip
            limit -= 1
            if limit == 0:
                return

    def _starting(self, key: str) -> Iterator[Concept]:
        """Yield the concepts whose code starts with *key*, in tabular order, each before those below it."""
        if len(key) == 2:
            for last in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
                concept = self.book.get(key + last)
                if concept is not None and concept.kind != "section":
                    yield concept
            return
        top = None
        for length in range(len(key), 2, -1):
            top = self.book.get(key[:length])
            if top is not None:
                break
        if top is not None and top.kind != "section":
            yield from self._below(top, key)

    def _below(self, concept: Concept, key: str) -> Iterator[Concept]:
        if concept.code.replace(".", "").startswith(key):
            yield concept
        for child in concept.children:
            bare = child.replace(".", "")
            if bare.startswith(key) or key.startswith(bare):
                yield from self._below(self.book[child], key)

    def _named(self, query: str, billable: bool, chapter: str | None) -> list[Hit]:
        """Return the codes that stand in the query beside words, as hits."""
        found = []
        for code in dict.fromkeys(_INSIDE.findall(query)):
            if code.replace(".", "").upper() in _NO_CODES:
                continue
            found += list(self._by_code(code, 1, billable, chapter))
        return found

    # -- hits ----------------------------------------------------------------------------------------------

    def _settled(self, best: list[Candidate], found: dict[int, Candidate], allowed: int) -> list[Candidate]:
        """Put before each heading the code that stands for it when no more is known."""
        scores = {candidate.number: candidate for candidate in best}
        for candidate in best:
            document = self.index.document(candidate.number)
            if not document.heading or document.default is None or not allowed >> document.default & 1:
                continue
            known = scores.get(document.default) or found.get(document.default)
            if known is None:
                scores[document.default] = candidate._replace(
                    score=candidate.score + DEFAULT, number=document.default
                )
            elif known.score < candidate.score:
                scores[document.default] = known._replace(score=candidate.score + DEFAULT)
        return ranked(scores.values())

    def _told(
        self, best: list[Candidate], readings: Sequence[Reading], meant: set[int], seventh: list[str]
    ) -> Iterator[Hit]:
        """Yield the hits of *best* with what is true of them, worked out as they are taken; none led to by chance."""
        whole = bool(best) and best[0].asked.whole(best[0].named)
        for candidate in best:
            entry = self._entry(candidate.number)
            reasons = entry.reasons(candidate, readings[0].typed, self._term(candidate))
            hit = self._hit(candidate, reasons, meant, seventh)
            by_chance = entry.stray(candidate, reasons, whole=whole)
            if (reasons or hit.matched) and not (by_chance and not self._beside(candidate.number, readings)):
                yield hit

    def _hit(
        self, candidate: Candidate, reasons: tuple[Reason, ...], numbers: set[int], seventh: list[str]
    ) -> Hit:
        document = self.index.document(candidate.number)
        shown = self._shown(document.entry + document.expansion)
        if document.extended and seventh:
            known = self._expansion(self.book.file.concept(document.entry), seventh, shown.code)
            shown = self._shown(known.index)
        matched = tuple([word for word, number in shown.said if number in numbers])
        return Hit(
            self.book.system, shown.code, shown.description, shown.billable, round(candidate.score, 4),
            reasons, matched,
        )  # fmt: skip

    def _shown_of(self, entry: int) -> _Shown:
        concept = self.book.file.concept(entry)
        said = numbered(self.index, concept.description)
        return _Shown(concept.code, concept.description, concept.billable, said)

    def _expansion(self, concept: Concept, asked: list[str], shown: str) -> Concept:
        """Return the 7th-character expansion that the words *asked* name best, *shown* where they name none."""
        meanings = self.book.seventh_characters(concept.code) or {}
        best, most = shown, 0.0
        for child in concept.children:
            known = {stem(word) for word in words(meanings.get(child[-1], ""))} & _SEVENTH
            named = known.intersection(asked)
            if named <= {"fetus", "stage"}:  # these stand in titles as well
                continue
            score = len(named) - OTHER_SEVENTH * (len(known) - len(named))
            if score > most:
                best, most = child, score
        return self.book[best]

    def _entry_of(self, number: int) -> Entry:
        """Return what a document says, with the terms that it inherits."""
        fields = self._weigher.fields(number)
        title = self.index.document(number).fields[0]
        return Entry(self.index, title, tuple([field for _, _, field in fields]))

    def _term(self, candidate: Candidate) -> Reason | None:
        """Return the term that won, where one did."""
        if not candidate.won:
            return None
        entry, place = candidate.won
        terms = [i for i in self.book.file.instructions_at(entry) if i.kind in _TERMS]
        term = terms[place - 1]
        kind: ReasonKind = "inclusion_term" if term.kind == "inclusion_term" else "includes"
        return Reason(kind, term.text)

    def _beside(self, number: int, readings: Sequence[Reading]) -> bool:
        """Say whether a document stands near what the lexicon names: below it, its parent or its grandparent."""
        near: set[int | None] = set()
        for target in {target for reading in readings for target in reading.targets}:
            parent = self.index.document(target).parent
            near |= {target, parent, None if parent is None else self.index.document(parent).parent}
        place: int | None = number
        while place is not None:
            if place in near:
                return True
            place = self.index.document(place).parent
        return False

    def knows(self, word: str, last: bool) -> bool:
        """Say whether the book or its lexicon knows a word."""
        return known(self.index, word, last)

    def suggest_words(self, query: str) -> list[str]:
        """Return words of the book near to those of *query* that it does not hold, best first, at most 8."""
        from codeward.search.suggest import suggest_words

        return suggest_words(self.index, query)

    def heading(self, code: str) -> tuple[str, str]:
        """Return code and title of the category that *code* stands under, itself where it is one or above one."""
        return self._heading(code)

    def _heading_of(self, code: str) -> tuple[str, str]:
        concept = self.book[code]
        if concept.kind in ("subcategory", "code"):
            category = self.book.get(concept.code[:3])
            concept = concept if category is None else category
        return concept.code, concept.description
