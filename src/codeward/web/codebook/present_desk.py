"""One search over all open books: tabs with counts, hits under their headings, a way out where nothing is found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from codeward.codesets import CODING, SYSTEMS, books
from codeward.errors import CodewardError, QueryError
from codeward.index import open_index
from codeward.search import TITLE, AllBooks, Hit, open_searcher
from codeward.web.codebook import present_index
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.banner import checked_against

__all__ = ["BookRow", "LookedUp", "answer", "on_the_desk"]

MOST_HITS = 24
MOST_IN_TAB = 60
MOST_PATHS = 3
NEAR = 0.85  # of the best path's score: what answers much worse is left to the index's own page


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: a system (empty for all), its name, how many entries answer, where it opens."""

    system: str
    word: str
    count: int
    href: str
    present: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """Hits under one heading of a book."""

    system: str
    display: str
    code: str
    title: str
    href: str
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

    @property
    def count(self) -> int:
        """How many entries answer in the tab that is shown."""
        return next((tab.count for tab in self.tabs if tab.present), 0)


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
    try:
        found = _desk().search_all(text, MOST_IN_TAB if tab else MOST_HITS, on=asked.on)
    except QueryError as error:
        return _none(text[:300], tab, str(error))
    hits = found.tab(tab).hits if tab else found.hits
    groups = _desk().groups(hits, asked.on) if tab else found.groups
    counts = {one.system: one.count for one in found.tabs}
    tabs = [Tab("", "", found.count, asked.url("desk", q=text), not tab)]
    tabs += [
        Tab(name, SYSTEMS[name].display, count, asked.url("desk", q=text, system=name), name == tab)
        for name, count in counts.items()
    ]
    meant = found.did_you_mean or ""
    return LookedUp(
        query=text,
        system=tab,
        tabs=tuple(tabs),
        headings=tuple(
            Heading(
                group.system, SYSTEMS[group.system].display, group.code, group.description,
                asked.entry(group.system, group.code),
                tuple((_told(hit), asked.entry(hit.system, hit.code)) for hit in group.hits),
            )
            for group in groups
        ),
        shown=len(hits),
        paths=_paths(text, asked) if tab in ("", "icd10cm") and hits else (),
        meant=meant,
        meant_href=asked.url("desk", q=meant, system=tab) if meant else "",
        nearest=() if hits else _nearest(text, tab, asked),
        refused="",
        outside=tuple(
            (SYSTEMS[one.system].display, checked_against(one.book.release, one.book.asked or books.today()))
            for one in found.tabs
            if not one.in_force and one.count and one.system in ("hcpcs", "cpt")
        ),
    )  # fmt: skip


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
