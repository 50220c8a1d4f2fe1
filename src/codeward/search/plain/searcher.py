"""Searches one list of codes and titles, with the same answers as the searcher of ICD-10-CM gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

from codeward.codesets import Book, undotted
from codeward.errors import QueryError, quoted
from codeward.search.hit import Found, Hit, checked, numbered
from codeward.search.meaning import known
from codeward.search.plain.asks import Ask, asks_of
from codeward.search.plain.names import names_of
from codeward.search.plain.plainfile import PlainFile
from codeward.search.plain.weigh import PlainWeigher, choose
from codeward.search.query import Reading, read
from codeward.search.rank import lowest
from codeward.search.reasons import Reason
from codeward.search.scale import Candidate, ranked
from codeward.search.shorthand import knows, written_out
from codeward.search.structure import structure_of
from codeward.search.told import Entry, spoken
from codeward.search.weights import FIGURE, HALF, UNKNOWN

__all__ = ["PlainSearcher"]

_TOKEN = re.compile(r"[0-9A-Za-z]+")
_CODE = re.compile(r"[0-9A-Z]{2,12}\Z")


class PlainSearcher:
    """Searches one book. Open it with `codeward.search.open_searcher`."""

    def __init__(self, book: Book, index: PlainFile) -> None:
        self.book = book
        self.index = index
        self._weigher = PlainWeigher(index)
        self._gloss = bool(book.manifest.get("gloss"))  # of all codes; else only headings can be ours
        self._found = lru_cache(maxsize=512)(self._search)
        self._heading = lru_cache(maxsize=4096)(self._heading_of)
        self._plain = lru_cache(maxsize=8192)(self._plain_of)
        self._said = lru_cache(maxsize=4096)(
            lambda entry: numbered(index, self.book.file.concept(entry).description)
        )
        self._entry = lru_cache(maxsize=8192)(self._entry_of)
        self._names = lru_cache(maxsize=4096)(
            lambda entry: names_of(self.book.file.concept(entry), book.system)
        )

    def search(
        self,
        query: str,
        limit: int = 10,
        *,
        billable: bool = False,
        chapter: str | None = None,
        system: str | None = None,
    ) -> list[Hit]:
        """Return at most *limit* hits, best first, as `Searcher.search` does. A list has no chapters."""
        if system not in (None, self.book.system):
            raise QueryError(
                f"No search index of the code system {quoted(system)}", f"Search {self.book.system}"
            )
        checked(query, limit)
        return list(self._found(query, limit, billable, frozenset(), chapter, None).hits)

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

        Words of *elsewhere* are known to another book: here they are no slips of the pen. No code that has ended
        on the date *on* (without one, in the release of the book) stands above a valid one. Raises QueryError.
        """
        checked(query, limit)
        return self._found(query, limit, billable, elsewhere, None, on)

    def _search(
        self,
        query: str,
        limit: int,
        billable: bool,
        elsewhere: frozenset[str],
        chapter: str | None,
        on: date | None,
    ) -> Found:
        index = self.index
        allowed = index.mask(0) if billable else index.all
        if chapter is not None:
            allowed &= self._chapter(str(chapter).strip())
        by_code = self._by_code(query.strip(), limit, allowed, on)
        if by_code.hits:
            return by_code
        found: dict[int, Candidate] = {}
        full = 0
        meant: set[int] = set()
        typed: frozenset[int] = frozenset()
        written, told = written_out(query, self.book.system)
        structure = structure_of(written, self.book.system)
        asks = asks_of(index, structure.asked, structure.denied)
        for reading in read(index, structure.rest, elsewhere, structure.said, dict(told), apart=True):
            typed |= reading.typed
            share = self._known(reading)
            if share < HALF and not reading.targets:
                continue
            numbers, answers = choose(index, reading, allowed, asks)
            if share == 1.0:
                full |= answers
            for candidate in self._weigher.weigh(reading, numbers, asks):
                before = found.get(candidate.number)
                if before is None or candidate.score > before.score:
                    found[candidate.number] = candidate
            for group in reading.groups:
                meant.update(group.means)
        best = ranked(found.values())
        hits = self._named(query, allowed)
        named = {hit.code for hit in hits}
        rest = (hit for hit in self._told(best, typed, meant, asks) if hit.code not in named)
        hits += islice(rest, max(limit - len(hits), 0))
        return Found(_ended_last(hits[:limit], on), max(full.bit_count(), len(hits)))

    def _known(self, reading: Reading) -> float:
        """Return how much of what is asked for the book has words for; figures count little."""
        total = known = 0.0
        for group in reading.groups:
            weight = min(group.weight, UNKNOWN)
            if any(self.index.vocab[number].isdigit() for number in group.means):
                weight *= FIGURE
            total += weight
            known += weight if group.means else 0.0
        return known / total if total else 0.0

    @lru_cache(maxsize=64)  # noqa: B019 - searchers live as long as the process
    def _chapter(self, name: str) -> int:
        """Return the bit map of what stands in a chapter, the highest heading of a list."""
        top = self.book.get(name.upper())
        if top is None or top.kind != "chapter":
            raise QueryError(
                f"{self.book.system} has no chapter {quoted(name)}", "Leave the chapter out for this system"
            )
        file = self.book.file
        bits = 0
        for number in range(self.index.size):
            entry = self.index.entry_of(number)
            if entry == top.index or next(iter(reversed(tuple(file.ancestors_of(entry)))), None) == top.index:
                bits |= 1 << number
        return bits

    # -- codes ---------------------------------------------------------------------------------------------

    def _by_code(self, asked: str, limit: int, allowed: int, on: date | None) -> Found:
        """Return the codes that start with *asked*, the code itself first."""
        if "." in asked and self.book.system != "icd10cm":
            return Found((), 0)
        key = undotted(asked.upper())
        if not _CODE.match(key) or not any(char.isdigit() for char in key):
            return Found((), 0)
        first, after = self._place(key), self._place(key + "~")
        bits = ((1 << after - first) - 1) << first if after > first else 0
        bits &= allowed
        hits: list[Hit] = []
        for number in lowest(bits, limit):
            entry = self.index.entry_of(number)
            exact = self.code_of(number) == key
            why = Reason("code" if exact else "code_begins", key)
            hits.append(self._shown(entry, 2.0 if exact else 1.0, (why,), ()))
        return Found(_ended_last(hits, on), bits.bit_count())

    def _place(self, key: str) -> int:
        """Return the place of the first document whose code is not before *key*."""
        return bisect_left(_Codes(self), key)

    def code_of(self, number: int) -> str:
        """Return the code of the document with this number, without its dot."""
        return undotted(self.book.file.code_at(self.index.entry_of(number)))

    def _named(self, query: str, allowed: int) -> list[Hit]:
        """Return the codes that stand in the query beside words, as hits."""
        found = []
        for token in dict.fromkeys(_TOKEN.findall(query.upper())):
            if len(token) >= 5 and any(char.isdigit() for char in token):
                number = self._place(token)
                if number < self.index.size and self.code_of(number) == token and allowed >> number & 1:
                    found.append(self._shown(self.index.entry_of(number), 2.0, (Reason("code", token),), ()))
        return found

    # -- hits ----------------------------------------------------------------------------------------------

    def _told(
        self, best: list[Candidate], typed: frozenset[int], meant: set[int], asks: Sequence[Ask]
    ) -> Iterator[Hit]:
        """Yield the hits of *best* with what is true of them, worked out as they are taken; none led to by chance."""
        index = self.index
        whole = bool(best) and best[0].asked.whole(best[0].named)
        for candidate in best:
            number = index.entry_of(candidate.number)
            held = index.document(candidate.number).facets if asks else ()
            fits = [reason for ask in asks if (reason := ask.reason(index, held)) is not None]
            name = Reason("name", self._names(number)[candidate.won[0]]) if candidate.won else None
            entry = self._entry(candidate.number)
            reasons = entry.reasons(candidate, typed, name, fits)
            hit = self._hit(candidate, number, reasons, meant)
            if (reasons or hit.matched) and not entry.stray(candidate, reasons, whole=whole):
                yield hit

    def _entry_of(self, number: int) -> Entry:
        """Return what a document says, with its names as people say them and the headings above it.

        The index has the shorthand of a name written out ("post op" as "post outpatient"), and that nobody says.
        """
        document = self.index.document(number)
        names = (spoken(self.index, name)[0] for name in self._names(document.entry))
        return Entry(self.index, document.title, (*names, *document.headings))

    def _hit(self, candidate: Candidate, entry: int, reasons: tuple[Reason, ...], numbers: set[int]) -> Hit:
        found = tuple([word for word, number in self._said(entry) if number in numbers])
        return self._shown(entry, round(candidate.score, 4), reasons, found)

    def _shown(self, entry: int, score: float, why: tuple[Reason, ...], matched: tuple[str, ...]) -> Hit:
        plain = self._plain(entry)
        return Hit(*plain[:4], score, why, matched, *plain[7:])

    def _plain_of(self, entry: int) -> Hit:
        """Return an entry as a hit without what a query adds."""
        concept = self.book.file.concept(entry)
        code = concept.kind == "code"
        return Hit(
            self.book.system, concept.code, concept.description, concept.billable, 0.0, (),
            gloss=self._gloss or (not concept.billable and concept.gloss),
            ended=code and not concept.billable,
            last_day=str(concept.facts.get("effective_to") or "") if code else "",
        )  # fmt: skip

    def heading(self, code: str) -> tuple[str, str]:
        """Return code and title of the heading that *code* stands under, itself where it is one."""
        return self._heading(code)

    def _heading_of(self, code: str) -> tuple[str, str]:
        concept = self.book[code]
        above = self.book.file.parent_of(concept.index)
        if concept.kind != "code" or above is None:
            return concept.code, concept.description
        heading = self.book.file.concept(above)
        return heading.code, heading.description

    def knows(self, word: str, last: bool) -> bool:
        """Say whether the book, its lexicon or the shorthand of coders knows a word."""
        return known(self.index, word, last) or knows(word, self.book.system)

    def suggest_words(self, query: str) -> list[str]:
        """Return words of the book near to those of *query* that it does not hold, best first, at most 8."""
        from codeward.search.suggest import suggest_words

        return suggest_words(self.index, query)


def _ended_last(hits: list[Hit], on: date | None) -> tuple[Hit, ...]:
    """Return *hits* with what has ended on the date *on* after what is valid, each in its order."""
    if on is not None:
        day = on.isoformat()
        hits = [hit._replace(ended=True) if hit.last_day and hit.last_day < day else hit for hit in hits]
    return tuple(sorted(hits, key=lambda hit: hit.ended))


class _Codes:
    """The codes of a searcher as a sequence that `bisect` can look into."""

    def __init__(self, searcher: PlainSearcher) -> None:
        self.searcher = searcher

    def __len__(self) -> int:
        return self.searcher.index.size

    def __getitem__(self, place: int) -> str:
        return self.searcher.code_of(place)

    def __iter__(self) -> Iterator[str]:
        return map(self.searcher.code_of, range(len(self)))
