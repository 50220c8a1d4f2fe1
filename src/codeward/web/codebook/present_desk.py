"""One search over all open books: tabs with counts, hits under their headings, a way out where nothing is found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from codeward.codesets import CODING, SYSTEMS, books
from codeward.errors import CodewardError, QueryError
from codeward.index import open_index
from codeward.search import TITLE, AllBooks, HeadingHits, Hit, Results, open_searcher
from codeward.web.codebook import present_index
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.banner import checked_against
from codeward.web.codebook.typed import Way, is_icd9, is_operation, ways, without_modifiers

__all__ = ["BookRow", "LookedUp", "answer", "on_the_desk", "quick"]

MOST_HITS = 24
MOST_IN_TAB = 60
MOST_QUICK = 12
MOST_PATHS = 3
NEAR = 0.85  # of the best path's score: what answers much worse is left to the index's own page


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: a system (empty for all), its name, how many entries answer (or more, with `more`), where it opens."""

    system: str
    word: str
    count: int
    more: bool
    href: str
    present: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """Hits under one heading of a book; `why` is a reason true of all of them, told once."""

    system: str
    display: str
    code: str
    title: str
    href: str
    why: str
    gloss: bool
    hits: tuple[tuple[Hit, str], ...]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What the desk says to a query."""

    query: str
    system: str
    tabs: tuple[Tab, ...]
    headings: tuple[Heading, ...]
    shown: int
    paths: tuple[present_index.Found, ...]
    meant: str
    meant_href: str
    nearest: tuple[tuple[str, str], ...]
    refused: str
    outside: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...] = ()

    @property
    def present(self) -> Tab | None:
        """The tab that is shown."""
        return next((tab for tab in self.tabs if tab.present), None)


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book on the desk."""

    system: str
    display: str
    title: str
    codes: int
    href: str


@lru_cache(maxsize=1)
def _desk() -> AllBooks:
    return AllBooks()


def answer(query: str, system: str, asked: Asked) -> LookedUp:
    """Search the desk; `system` chooses a tab. A query that cannot be run is told, never an error page."""
    text, tab = query.strip(), system if system in CODING else ""
    if not text:
        return _none("", tab, "")
    most = MOST_IN_TAB if tab else MOST_HITS
    try:
        bare, _modifiers = without_modifiers(text, asked)
        found = _desk().search_all(bare, most + 1, on=asked.on)  # one more: are there more?
    except QueryError as error:
        return _none(text[:300], tab, str(error))
    hits = _of_the_code(found.tab(tab).hits if tab else found.hits, text)[:most]
    groups = _desk().groups(hits, asked.on)
    meant = found.did_you_mean or ""
    return LookedUp(
        query=text,
        system=tab,
        tabs=_tabs(found, text, tab, most, asked) if hits else (),
        headings=tuple(_heading(group, asked) for group in groups),
        shown=len(hits),
        paths=_paths(text, asked) if _of_a_diagnosis(hits, text) else (),
        meant=meant,
        meant_href=asked.url("desk", q=meant, system=tab) if meant else "",
        nearest=() if hits else _nearest(text, tab, asked),
        refused="",
        outside=tuple(
            (SYSTEMS[one.system].display, checked_against(one.book.release, one.book.asked or books.today()))
            for one in found.tabs
            if not one.in_force and one.count and one.system in ("hcpcs", "cpt")
        ),
        ways=ways(text, asked),
    )  # fmt: skip


def _tabs(found: Results, text: str, tab: str, most: int, asked: Asked) -> tuple[Tab, ...]:
    """A tab for all books and one for each. A count that stops where the search did says that there are more."""
    rows = []
    for one in found.tabs:
        more = one.count == len(one.hits) > most
        rows.append(
            (one.system, SYSTEMS[one.system].display, min(one.count, most) if more else one.count, more)
        )
    total, more = sum(row[2] for row in rows), any(row[3] for row in rows)
    return tuple(
        Tab(name, word, count, beyond, asked.url("desk", q=text, system=name), name == tab)
        for name, word, count, beyond in [("", "", total, more), *rows]
    )


def _heading(group: HeadingHits, asked: Asked) -> Heading:
    told = [_told(hit) for hit in group.hits]
    (reason, many), *_rest = Counter(hit.reasons for hit in told).most_common(1)
    shared = ""
    # Above all of them it is told of all of them: a code that was typed ("E11") also begins so.
    if reason and many > 1 and all(hit.reasons == reason or hit.by_code for hit in told):
        shared = next(hit.why for hit in told if hit.reasons == reason)
        told = [hit._replace(reasons=()) if hit.reasons == reason else hit for hit in told]
    return Heading(
        group.system, SYSTEMS[group.system].display, group.code, group.description,
        asked.entry(group.system, group.code), shared, any(hit.gloss for hit in told),
        tuple((hit, asked.entry(hit.system, hit.code)) for hit in told),
    )  # fmt: skip


def _of_a_diagnosis(hits: tuple[Hit, ...], text: str) -> bool:
    """Whether what was asked for is most of all a diagnosis: the Index of ICD-10-CM knows no procedures."""
    return bool(hits) and hits[0].system == "icd10cm" and not is_operation(text)


def quick(query: str, system: str, on: dt.date | None, *, billable: bool = False) -> dict[str, Any]:
    """The best hits while somebody types: in one code set, several ("cpt,hcpcs") or "all". Raises QueryError."""
    chosen = [one for one in system.split(",") if one in CODING]
    text, tab = query.strip(), chosen[0] if len(chosen) == 1 else ""
    if not text:
        return {"hits": [], "ways": [], "nearest": []}
    asked = Asked(on or books.today())
    bare, _modifiers = without_modifiers(text, asked)
    found = _desk().search_all(bare, MOST_QUICK, chosen or None, on=asked.on, billable=billable)
    hits = _of_the_code(found.hits, text)
    return {
        "hits": [
            {
                "system": hit.system,
                "display": SYSTEMS[hit.system].display,
                "code": hit.code,
                "description": hit.description,
                "billable": hit.billable,
                "why": _told(hit).why,
                "matched": list(hit.matched),
                "href": asked.entry(hit.system, hit.code),
            }
            for hit in hits
        ],
        "ways": [{"text": way.text, "href": way.href} for way in ways(text, asked)],
        "nearest": [] if hits else [word for word, _href in _nearest(text, tab, asked)],
    }


def _of_the_code(hits: tuple[Hit, ...], text: str) -> tuple[Hit, ...]:
    """The hits without those that only the digits of an ICD-9-CM code found: its figures are no words."""
    return tuple(hit for hit in hits if hit.by_code) if is_icd9(text) else hits


def _told(hit: Hit) -> Hit:
    """A hit without a reason where that is only that its title matches: the bold words show it."""
    return hit._replace(reasons=()) if hit.reasons == (TITLE,) else hit


def _none(query: str, system: str, refused: str) -> LookedUp:
    return LookedUp(query, system, (), (), 0, (), "", "", (), refused, ())


def _paths(text: str, asked: Asked) -> tuple[present_index.Found, ...]:
    """The best paths of the Alphabetic Index and its tables."""
    try:
        found = present_index.find(open_index(asked.on), text, None, asked, MOST_PATHS)
        return tuple(one for one in found if one.score >= NEAR * found[0].score)
    except CodewardError:
        return ()


def _nearest(text: str, system: str, asked: Asked) -> tuple[tuple[str, str], ...]:
    words = open_searcher(books.open(system or "icd10cm", asked.on)).suggest_words(text)
    return tuple((word, asked.url("desk", q=word, system=system)) for word in words)


def on_the_desk(asked: Asked) -> tuple[BookRow, ...]:
    """The books that answer on the date, in the order of the desk."""
    rows = []
    for name in CODING:
        try:
            book = books.open(name, asked.on)
        except CodewardError:  # none of this system is installed
            continue
        counts = book.manifest.get("counts", {})
        rows.append(
            BookRow(
                name, SYSTEMS[name].display, book.release.title, int(counts.get("billable", 0)),
                asked.url("system", name),
            )
        )  # fmt: skip
    return tuple(rows)
