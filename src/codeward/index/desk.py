"""The `Index`: all four index books of one date, asked with words or walked letter by letter."""

from __future__ import annotations

from codeward.codesets import Book
from codeward.errors import CodewardError, QueryError, quoted
from codeward.index.check import Check, verify
from codeward.index.find import Candidate
from codeward.index.merge import Merger, Ranked
from codeward.index.model import BOOKS, CrossReference, IndexEntry
from codeward.index.opening import Opening
from codeward.index.tables import drug_column, neoplasm_column
from codeward.index.volume import Volume
from codeward.index.weights import ALONE, CAUSE, CAUSE_ALONE, EXACT_ROW, NAMED, TABLE, WHOLE
from codeward.index.words import stems

__all__ = ["MAX_QUERY", "Index"]

MAX_QUERY = 1000
_TABLE_WORDS = frozenset(stems("neoplasm neoplastic"))


class Index:
    """The index books that answer for one coding date; open it with `open_index`."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._volumes: dict[str, Volume] = {}
        self._mergers: dict[str, Merger] = {}

    @property
    def tabular(self) -> Book:
        """The Tabular to verify against."""
        return self._opening.tabular

    def volume(self, book: str = "index") -> Volume:
        """Return one of the four books, opened at first use. Raises CodewardError for another name."""
        if book not in BOOKS:
            raise CodewardError(f"There is no index book {quoted(book)}", f"There are {', '.join(BOOKS)}")
        if book not in self._volumes:
            self._volumes[book] = self._opening.volume(book)
        return self._volumes[book]

    # -- words ---------------------------------------------------------------------------------------------

    def find(self, text: str, limit: int = 10, *, book: str | None = None) -> list[IndexEntry]:
        """Return at most *limit* entries that answer *text*, best first.

        Without a *book* the Alphabetic Index answers, and beside it the others where the words ask for them: the
        Neoplasm Table for "neoplasm lung", the Table of Drugs for "poisoning aspirin" and for "aspirin". Raises
        QueryError for a query of more than 1,000 characters or a limit below 1.
        """
        if len(text) > MAX_QUERY:
            raise QueryError(f"The query has {len(text)} characters", f"Ask with at most {MAX_QUERY}")
        if limit < 1:
            raise QueryError(f"The limit is {limit}", "Ask for at least 1 entry")
        rows = self.ranked(text, book, limit)[:limit]
        return [
            self._whole(self.volume(row.book).entry(row.number, column=row.column, score=row.score))
            for row in rows
        ]

    def ranked(self, text: str, book: str | None = None, limit: int = 10) -> list[Ranked]:
        """Return what `find` returns, as numbers: best first, at least *limit* where there are so many."""
        if book is not None:
            self.volume(book)  # says so where there is no such book
        rows: list[Ranked] = []
        if book in (None, "index"):
            rows += self._merger("index").ranked(text, limit)
        if book in (None, "external_cause"):
            known = max((row.covered for row in rows), default=0.0)
            rows += self._causes(text, limit, known, asked=book is not None)
        if book in (None, "neoplasm"):
            rows += self._table("neoplasm", text, asked=book is not None)
        if book in (None, "drugs"):
            rows += self._table("drugs", text, asked=book is not None)
        return sorted(rows, key=lambda row: (not row.exact, -row.score, BOOKS.index(row.book), row.number))

    def _merger(self, book: str) -> Merger:
        if book not in self._mergers:
            self._mergers[book] = Merger(self.volume(book), self._opening.searcher)
        return self._mergers[book]

    def _causes(self, text: str, limit: int, known: float, *, asked: bool) -> list[Ranked]:
        """Return causes that answer nearly all, or more than the Index, which answers the share *known*."""
        finder = self.volume("external_cause").finder
        if not asked and not finder.knows(text):
            return []
        found = finder.find(text)[: limit * 2]
        if not asked:
            least = min(CAUSE_ALONE, known + 0.1)
            found = [c for c in found if c.covered >= least]
        return [Ranked(c.score - CAUSE, "external_cause", c.number, None) for c in found]

    def _table(self, book: str, text: str, *, asked: bool) -> list[Ranked]:
        want = neoplasm_column(text) if book == "neoplasm" else drug_column(text)
        if book == "neoplasm" and not (want.named or asked):
            return []
        volume = self.volume(book)
        if not (want.named or asked or volume.finder.knows(want.row)):
            return []
        row = want.row or ("neoplasm" if book == "neoplasm" else "")
        found = volume.finder.find(row)[:12]
        least = 0.5 if want.named or asked else ALONE
        # "aspirin" alone names a substance and nothing else: the table knows it best.
        whole = bool(found) and found[0].covered > WHOLE
        bonus = (NAMED if whole else 0.1) if want.named else EXACT_ROW if whole else -TABLE
        rows = []
        for c in found:
            if c.covered >= least:
                exact = want.named and self._is_row(volume, c, want.row)
                rows.append(Ranked(c.score + bonus, book, c.number, want.column, c.covered, exact))
        return rows

    @staticmethod
    def _is_row(volume: Volume, candidate: Candidate, asked: str) -> bool:
        """Say whether the words *asked* are a row of a table and nothing more: such a row is what was looked up."""
        said = set(stems(" ".join(volume.entry(candidate.number).path))) - _TABLE_WORDS
        return candidate.covered > WHOLE and bool(said) and said == set(stems(asked))

    # -- pages ---------------------------------------------------------------------------------------------

    def letters(self, book: str = "index") -> list[str]:
        """Return the letters of a book, in its order."""
        return [title for title, _, _ in self.volume(book).terms.letters()]

    def mains(self, letter: str, book: str = "index") -> list[IndexEntry]:
        """Return the main terms under a letter, in the book's order; none where it has no such letter."""
        volume = self.volume(book)
        return [volume.entry(number) for number in volume.terms.mains(letter)]

    def titles(self, letter: str, book: str = "index") -> list[tuple[str, str]]:
        """Return (id, printed title) of the main terms under a letter: all that a page of links needs."""
        terms = self.volume(book).terms
        return [(terms.id_of(n), terms.fields(n).printed) for n in terms.mains(letter)]

    def entry(self, term_id: str, book: str = "index", *, column: str | None = None) -> IndexEntry:
        """Return the entry with this id. Raises CodewardError where there is none."""
        return self._whole(self.volume(book).entry(self._number(term_id, book), column=column))

    def children(self, term_id: str, book: str = "index") -> list[IndexEntry]:
        """Return the entries right under one. Raises CodewardError where there is no such entry."""
        volume = self.volume(book)
        return [volume.entry(number) for number in volume.terms.children(self._number(term_id, book))]

    def below(self, term_id: str, book: str = "index") -> list[tuple[int, IndexEntry]]:
        """Return (depth, entry) of everything under one, in the book's order, as a page prints it."""
        volume = self.volume(book)
        start = self._number(term_id, book)
        level = volume.terms.level(start)
        return [
            (volume.terms.level(number) - level, volume.entry(number))
            for number in range(start + 1, volume.terms.end(start))
        ]

    def leading_to(self, code: str, book: str = "index") -> list[IndexEntry]:
        """Return the entries of a book that name *code*."""
        volume = self.volume(book)
        return [volume.entry(number) for number in volume.terms.leading_to(code.rstrip("-"))]

    def verify(self, entry: IndexEntry, asked: str = "") -> Check | None:
        """Take the second step for *entry*: what the Tabular says of the code that it leads to."""
        code = entry.leads_to
        return None if code is None else verify(self.tabular, code, asked, self._opening.on)

    def _number(self, term_id: str, book: str) -> int:
        number = self.volume(book).terms.by_id(term_id)
        if number is None:
            raise CodewardError(
                f"The index has no entry {quoted(term_id)}", "Find it by words", command="codeward index …"
            )
        return number

    # -- references to another book ------------------------------------------------------------------------

    def _whole(self, entry: IndexEntry) -> IndexEntry:
        """Follow the references of *entry* that lead into another index book."""
        if not entry.see and not entry.see_also:
            return entry
        return entry._replace(
            see=tuple(map(self._followed, entry.see)), see_also=tuple(map(self._followed, entry.see_also))
        )

    def _followed(self, reference: CrossReference) -> CrossReference:
        if reference.outcome not in BOOKS:
            return reference
        book = reference.outcome
        text = reference.text.replace(", by site", "").replace("by site", "")
        column = None
        if book == "neoplasm":
            want = neoplasm_column(text)
            column, text = want.column, want.row or "neoplasm"
        elif book == "drugs":
            text = text.partition("Chemicals")[2].replace("by substance", "").strip(" ,")
        else:
            text = text.partition("Injuries,")[2] or text
        found = self.volume(book).finder.find(text) if text else []
        if not found or found[0].covered < 0.9:
            return reference._replace(book=book, id=None, path=(), code=None)
        target = self.volume(book).entry(found[0].number, column=column)
        return reference._replace(book=book, id=target.id, path=target.path, code=target.code)
