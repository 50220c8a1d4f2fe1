"""The desk: one query over every open book, with tabs by system and one order for all of them.

    desk = AllBooks()
    found = desk.search_all("laparoscopic appendectomy")
    found.hits             best first, over all books
    found.tabs             for each system its hits, and how many of its entries answer
    found.groups           the hits by the heading that they stand under
    found.did_you_mean     the query with what nobody knows put right, or None

A word that one book knows is no slip of the pen in another, so "keytruda" is not corrected where only HCPCS has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from codeward.codesets import CODING, Book, books, validity
from codeward.errors import QueryError, quoted
from codeward.search.hit import BookSearcher, Found, Hit, checked
from codeward.search.meaning import corrected
from codeward.search.normal import GENERIC
from codeward.search.opened import open_searcher
from codeward.search.weights import FAINT, FEW, LITTLE, STEP_BACK
from codeward.words import STOP, stem, words

__all__ = ["AllBooks", "HeadingHits", "Results", "Tab"]

_State = tuple[int, date]
_LOOK = 1.0  # seconds
_MOST_WORDS = 24
_LIKE_A_CODE = re.compile(r"[A-Za-z][0-9]|[0-9][A-Za-z]|[0-9]{3}")
_SLIGHT = GENERIC | {"right", "left", "bilateral", "open", "new", "first", "no", "up"}
_NOTHING = Found((), 0)


class HeadingHits(NamedTuple):
    """Hits under one heading: a category, a table, a range."""

    system: str
    code: str
    description: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """What one system answers; `count` is how many of its entries answer the whole query, never below its hits."""

    system: str
    count: int
    hits: tuple[Hit, ...]
    book: Book

    @property
    def release(self) -> str:
        """The release that answered."""
        return self.book.release.id

    @property
    def in_force(self) -> bool:
        """Whether that release covers the date asked for."""
        return self.book.in_force


@dataclass(frozen=True, slots=True)
class Results:
    """The answer of the whole desk."""

    query: str
    hits: tuple[Hit, ...]
    tabs: tuple[Tab, ...]
    groups: tuple[HeadingHits, ...]
    did_you_mean: str | None

    @property
    def count(self) -> int:
        """How many entries of all books answer."""
        return sum(tab.count for tab in self.tabs)

    def tab(self, system: str) -> Tab:
        """Return the tab of one system. Raises QueryError where the desk has no such book."""
        for tab in self.tabs:
            if tab.system == system:
                return tab
        raise QueryError(
            f"No book of {quoted(system)} was searched", f"Searched: {', '.join(t.system for t in self.tabs)}"
        )


class _Place(NamedTuple):
    book: Book
    finder: BookSearcher


class AllBooks:
    """Searches all coding systems of which a book can be opened. Indexes are opened when first asked for."""

    def __init__(self, open_books: Iterable[Book] | None = None) -> None:
        """Take the books that the coding date chooses, or just *open_books*."""
        self._fixed = None if open_books is None else [_Place(b, open_searcher(b)) for b in open_books]
        self._places: dict[tuple[str, date | None, bool], tuple[_State, _Place | None]] = {}
        self._looked: tuple[float, _State] | None = None

    def search_all(
        self,
        query: str,
        limit: int = 10,
        systems: Sequence[str] | None = None,
        on: date | None = None,
        *,
        billable: bool = False,
        strict: bool = False,
    ) -> Results:
        """Return what every book answers: at most *limit* hits of each system, and as many over all.

        *systems* keeps to some; *on* chooses the releases by coding date (NotInForce if *strict* and none covers
        it). Raises QueryError for a query of more than 1,000 characters, a limit below 1, a system that no book is of.
        """
        checked(query, limit)
        places = self._chosen(systems, on, strict=strict)
        elsewhere, suggestion = self._known(query, [place.finder for place in places])
        day = books.today() if on is None else on
        listed = validity.opened()
        valid = listed if listed is not None and listed.covers(day) else None
        tabs = []
        for place, skipped in zip(places, elsewhere, strict=True):
            answer = _NOTHING
            if skipped is not None:
                answer = place.finder.answer(query, limit, billable=billable, elsewhere=skipped, on=day)
                if valid is not None and place.book.system in valid.systems:
                    answer = answer._replace(hits=_by_list(answer.hits, valid, place.book.system, day))
            tabs.append(Tab(place.book.system, answer.total, answer.hits, place.book))
        if len(query.split()) == 1:
            tabs = _codes_alone(tabs)
        hits = _merged(tabs, limit)
        finders = {place.book.system: place.finder for place in places}
        return Results(query, hits, tuple(tabs), _grouped(hits, finders), suggestion)

    def groups(self, hits: Iterable[Hit], on: date | None = None) -> tuple[HeadingHits, ...]:
        """Return *hits* (of one tab, say) by the heading that they stand under, in the order of their best."""
        finders = {place.book.system: place.finder for place in self._chosen(None, on, strict=False)}
        return _grouped(hits, finders)

    # -- books ---------------------------------------------------------------------------------------------

    def _chosen(self, systems: Sequence[str] | None, on: date | None, *, strict: bool) -> list[_Place]:
        wanted = list(CODING) if systems is None else list(dict.fromkeys(systems))
        for name in wanted:
            if name not in CODING:
                raise QueryError(f"No search over {quoted(name)}", f"Search {', '.join(CODING)}")
        if self._fixed is not None:
            return [place for place in self._fixed if place.book.system in wanted]
        found = []
        state = self._state()
        for name in wanted:
            place = self._place(name, on, state, strict=strict, needed=systems is not None)
            if place is not None:
                found.append(place)
        return found

    def _state(self) -> _State:
        """Return what the choice of books hangs on: the last installation, and the day. Looks once a second."""
        now = monotonic()
        if self._looked is None or now - self._looked[0] > _LOOK:
            self._looked = (now, (_installed_at(), books.today()))
        return self._looked[1]

    def _place(
        self, system: str, on: date | None, state: _State, *, strict: bool, needed: bool
    ) -> _Place | None:
        """Return book and searcher of *system*, kept while no release is installed and the day does not change."""
        kept = self._places.get((system, on, strict))
        if kept is not None and kept[0] == state and (kept[1] is not None or not needed):
            return kept[1]
        place: _Place | None = None
        if needed or strict or _available(system):
            book = books.open(system, on, strict=strict)
            place = _Place(book, open_searcher(book))
        if len(self._places) > 256:  # dates asked for by people who play with them
            self._places.clear()
        self._places[system, on, strict] = (state, place)
        return place

    # -- words ---------------------------------------------------------------------------------------------

    @staticmethod
    def _known(query: str, finders: Sequence[BookSearcher]) -> tuple[list[frozenset[str] | None], str | None]:
        """Return for each searcher the words that it need not put right, and the query with slips put right.

        A searcher that has none of the words, or few beside the others, gets None: it need not be asked.
        """
        parts = words(query)
        asked = list(dict.fromkeys(part for part in parts if part not in STOP))[:_MOST_WORDS]
        growing = query[-1:].isalnum()
        skipped: list[set[str]] = [set() for _ in finders]
        better: dict[str, str] = {}
        have, most = [0.0] * len(finders), 0.0
        for place, part in enumerate(asked):
            last = growing and place == len(asked) - 1
            holders = [finder.knows(part, last) for finder in finders]
            if any(holders):
                weight = LITTLE if part in _SLIGHT or part.isdigit() else 1.0
                most += weight
                for number, holds in enumerate(holders):
                    if holds:
                        have[number] += weight
                    else:
                        skipped[number].add(part)
                continue
            slips = [corrected(finder.index, stem(part)) for finder in finders]
            least = min((rows[0][0] for rows in slips if rows), default=None)
            if least is None:
                continue
            best: tuple[bool, int, str] | None = None
            for finder, skip, rows in zip(finders, skipped, slips, strict=True):
                if not rows or rows[0][0] > least:
                    skip.add(part)
                    continue
                _, word, number = rows[0]
                row = (word[0] == part[0], finder.index.count(number), finder.index.shown(word))
                best = row if best is None or row[:2] > best[:2] else best
            if best is not None:
                better[part] = best[2]
        suggestion = " ".join(better.get(part, part) for part in parts) if better else None
        fair = [better or not most or share >= FEW * most for share in have]
        parts_typed = query.split()
        alone = len(parts_typed) == 1 and any(map(str.isdigit, query))
        if alone or any(map(_LIKE_A_CODE.search, parts_typed)):  # a code is found without its being a word
            fair = [True] * len(finders)
        return [frozenset(skip) if ok else None for skip, ok in zip(skipped, fair, strict=True)], suggestion


def _available(system: str) -> bool:
    return any(row.system == system for row in books.releases(system))


def _installed_at() -> int:
    """Return when a release was last installed or removed."""
    from codeward import settings

    try:
        return (settings.home() / settings.RELEASES).stat().st_mtime_ns
    except OSError:
        return 0


def _by_list(hits: tuple[Hit, ...], valid: validity.Validity, system: str, day: date) -> tuple[Hit, ...]:
    """Return *hits* with what the list of *valid* codes says has ended by *day* after what is valid."""
    judged = []
    for hit in hits:
        last = _last_day(valid, system, hit.code) if hit.billable else None
        over = last is not None and last < day
        judged.append(hit._replace(ended=True, last_day=str(last)) if over else hit)
    return tuple(sorted(judged, key=lambda hit: hit.ended))


@lru_cache(maxsize=16384)
def _last_day(valid: validity.Validity, system: str, code: str) -> date | None:
    """Return the last day on which *code* is valid by the list; None for what it does not hold."""
    spans = valid.spans(system, code)
    return spans[-1].last if spans else None


def _codes_alone(tabs: list[Tab]) -> list[Tab]:
    """Where the query is a code or its beginning in one book, leave out what others take for words."""
    if not any(tab.hits and tab.hits[0].by_code and not tab.hits[0].matched for tab in tabs):
        return tabs
    kept = [tuple(hit for hit in tab.hits if hit.by_code) for tab in tabs]
    return [
        tab if len(hits) == len(tab.hits) else replace(tab, hits=hits, count=len(hits))
        for tab, hits in zip(tabs, kept, strict=True)
    ]


def _merged(tabs: Sequence[Tab], limit: int) -> tuple[Hit, ...]:
    """Return the hits of all tabs in one order; at equal scores the systems take turns."""
    rows = [
        (hit.ended, place * STEP_BACK - hit.score, order, place, hit)
        for order, tab in enumerate(tabs)
        for place, hit in enumerate(tab.hits)
    ]
    rows.sort(key=lambda row: row[:4])
    if not rows:
        return ()
    least = rows[0][-1].score * FAINT
    return tuple(hit for *_, hit in rows[:limit] if hit.score >= least)


def _grouped(hits: Iterable[Hit], finders: dict[str, BookSearcher]) -> tuple[HeadingHits, ...]:
    found: dict[tuple[str, str], tuple[str, list[Hit]]] = {}
    for hit in hits:
        code, title = finders[hit.system].heading(hit.code)
        found.setdefault((hit.system, code), (title, []))[1].append(hit)
    return tuple(
        HeadingHits(system, code, title, tuple(some)) for (system, code), (title, some) in found.items()
    )
