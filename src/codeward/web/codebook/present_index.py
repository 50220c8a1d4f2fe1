"""The Alphabetic Index and its tables as a coder reads them: letter by letter, indented, with running heads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.index import BOOKS, COLUMNS, Check, Index, IndexEntry, Intent, intent
from codeward.web.codebook.asked import Asked

__all__ = [
    "BOOK_WORDS",
    "COLUMN_WORDS",
    "Cell",
    "Found",
    "IndexLine",
    "LetterPage",
    "find",
    "intents",
    "letters",
    "place_of",
    "reading",
    "slug",
]

ROWS = 200
TABLE_ROWS = 90
# The book as an address names it, and its title.
BOOK_WORDS: dict[str, Promise] = {
    "index": _("Alphabetic Index"),
    "external_cause": _("Index to External Causes"),
    "neoplasm": _("Neoplasm Table"),
    "drugs": _("Table of Drugs and Chemicals"),
}
COLUMN_WORDS: dict[str, Promise] = {
    "malignant_primary": _("Malignant primary"),
    "malignant_secondary": _("Malignant secondary"),
    "in_situ": _("Ca in situ"),
    "benign": _("Benign"),
    "uncertain": _("Uncertain behavior"),
    "unspecified": _("Unspecified behavior"),
    "accidental": _("Poisoning, accidental"),
    "self_harm": _("Poisoning, self-harm"),
    "assault": _("Poisoning, assault"),
    "undetermined": _("Poisoning, undetermined"),
    "adverse_effect": _("Adverse effect"),
    "underdosing": _("Underdosing"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its column, its code (empty where the table has none), where that opens, its own anchor."""

    word: Promise
    code: str
    href: str
    id: str
    column: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A "see" or "see also": its words and where it leads, if anywhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A printed line of the index."""

    id: str
    term: str
    depth: int
    before: str
    nonessential: str
    after: str
    code: str
    href: str
    manifestation: str
    manifestation_href: str
    see: tuple[Pointer, ...]
    see_also: tuple[Pointer, ...]
    warning: str
    cells: tuple[Cell, ...]
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Main:
    """A main term of the letter, for the thumb index at the side."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of a letter: the lines, preceded by the terms that they continue."""

    letter: str
    number: int
    pages: int
    rows: tuple[IndexLine, ...]
    mains: tuple[Main, ...]
    columns: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of the index to words: its path, what the Tabular says, where both open."""

    book: str
    book_word: Promise
    path: tuple[str, ...]
    href: str
    code: str
    column: Promise | None
    code_href: str
    check: Check | None
    see: tuple[Pointer, ...]
    score: float


def slug(book: str) -> str:
    """The book as an address writes it."""
    return book.replace("_", "-")


def _spans(index: Index, book: str) -> list[tuple[str, int, int]]:
    """(letter, first line, end) of a book. The Neoplasm Table is one main term: its sites are taken by letter."""
    terms = index.volume(book).terms
    spans = terms.letters()
    if len(spans) > 1:
        return spans
    mains = terms.mains(spans[0][0]) if spans else []
    if len(mains) != 1:
        return spans
    made: list[tuple[str, int, int]] = []
    for number in terms.children(mains[0]):
        initial = terms.fields(number).title[:1].upper()
        if not initial.isalpha():
            initial = "0-9"
        end = terms.end(number)
        if made and made[-1][0] == initial:
            made[-1] = (initial, made[-1][1], end)
        elif any(initial == letter for letter, _, _ in made):  # out of order: it stays with its neighbours
            made[-1] = (made[-1][0], made[-1][1], end)
        else:
            made.append((initial, number, end))
    return made


def letters(index: Index, book: str) -> list[str]:
    """The letters of a book."""
    return [letter for letter, _, _ in _spans(index, book)]


def _rows_on(book: str) -> int:
    return TABLE_ROWS if book in COLUMNS else ROWS


def reading(index: Index, book: str, letter: str, page: int, asked: Asked) -> LetterPage | None:
    """Page `page` of a letter; None where the book has no such letter."""
    span = next((row for row in _spans(index, book) if row[0] == letter), None)
    if span is None:
        return None
    _, first, end = span
    size = _rows_on(book)
    pages = max(1, -(-(end - first) // size))
    page = max(1, min(page, pages))
    start = first + (page - 1) * size
    terms = index.volume(book).terms
    base = terms.level(first)
    above = [n for n in terms.path(start)[:-1] if terms.level(n) >= base]
    rows = [_row(index, book, n, base, asked, continued=True) for n in above]
    rows += [_row(index, book, n, base, asked) for n in range(start, min(start + size, end))]
    mains = []
    number = first
    while number < end:
        at = (number - first) // size + 1
        href = asked.url(
            "index-letter",
            slug(book),
            letter,
            page=at if at > 1 else None,
            fragment=_anchor(terms.id_of(number)),
        )
        mains.append(Main(terms.fields(number).title, href))
        number = terms.end(number)
    columns = tuple(COLUMN_WORDS[name] for name in COLUMNS.get(book, {}).values())
    return LetterPage(letter, page, pages, tuple(rows), tuple(mains), columns)


def _anchor(term_id: str) -> str:
    return f"t-{term_id}"


def _row(
    index: Index, book: str, number: int, base: int, asked: Asked, *, continued: bool = False
) -> IndexLine:
    volume = index.volume(book)
    fields, entry = volume.terms.fields(number), volume.entry(number)
    code = entry.code or ""
    direct = entry.see_subcategory or entry.see_category
    see = tuple(_pointer(one, book, asked) for one in entry.see)
    if direct:
        see += (
            Pointer(direct, asked.url("entry", "icd10cm", direct.rstrip("-").rstrip("."), step="verify")),
        )
    anchor = _anchor(entry.id)
    cells = tuple(
        Cell(COLUMN_WORDS[name], cell or "", _tabular(cell or "", entry, asked), f"{anchor}.{name}", name)
        for name, cell in (entry.table or {}).items()
    )
    return IndexLine(
        id=f"{anchor}-continued" if continued else anchor,
        term=entry.id,
        depth=volume.terms.level(number) - base,
        before=fields.before,
        nonessential=fields.nonessential,
        after=fields.after,
        code="" if continued else code,
        href=_tabular(code, entry, asked),
        manifestation=entry.manifestation or "",
        manifestation_href=_tabular(entry.manifestation or "", entry, asked),
        see=() if continued else see,
        see_also=() if continued else tuple(_pointer(one, book, asked) for one in entry.see_also),
        warning=entry.warning or "",
        cells=() if continued else cells,
        continued=continued,
    )


def _tabular(code: str, entry: IndexEntry, asked: Asked) -> str:
    """Where a code of the index is verified: its entry, which says where the reader comes from."""
    bare = code.rstrip("-").rstrip(".")
    return (
        asked.url("entry", "icd10cm", bare, step="verify", term=f"{slug(entry.book)}/{entry.id}")
        if bare
        else ""
    )


def _pointer(reference: object, book: str, asked: Asked) -> Pointer:
    text, target = getattr(reference, "text", ""), getattr(reference, "id", None)
    where = getattr(reference, "book", None) or book
    if target:
        return Pointer(text, asked.url("index-term", slug(where), target))
    return Pointer(text, asked.url("index", slug(where)) if where != book and where in BOOKS else "")


def place_of(index: Index, book: str, term_id: str, asked: Asked) -> str | None:
    """The page and line at which a term is printed; None where the book has none of that id."""
    terms = index.volume(book).terms
    # A cell of a table is its term with the column behind it.
    name = (
        term_id.rpartition(".")[2] if term_id.rpartition(".")[2] in COLUMN_WORDS and book in COLUMNS else ""
    )
    bare = term_id[: -len(name) - 1] if name else term_id
    number = terms.by_id(bare)
    if number is None:
        return None
    for letter, first, end in _spans(index, book):
        if first <= number < end:
            page = (number - first) // _rows_on(book) + 1
            return asked.url(
                "index-letter", slug(book), letter, page=page if page > 1 else None, fragment=_anchor(term_id)
            )
    return asked.url("index", slug(book))


def intents() -> tuple[tuple[Promise, Intent], ...]:
    """(column, why and by which rule) of what a record may say, or leave out, of the intent."""
    said = ("", "undetermined", "adverse effect", "underdosing")
    found = [intent(words) for words in said]
    return tuple((COLUMN_WORDS[one.column], one) for one in found)


def find(index: Index, text: str, book: str | None, asked: Asked, limit: int = 12) -> tuple[Found, ...]:
    """What the index answers to words, best first, each verified in the Tabular. Raises QueryError."""
    rows = []
    for entry in index.find(text, limit, book=book):
        check = index.verify(entry, text)
        code = entry.code or ""
        rows.append(
            Found(
                book=entry.book,
                book_word=BOOK_WORDS[entry.book],
                path=entry.printed,
                href=asked.url("index-term", slug(entry.book), entry.id),
                code=code,
                column=COLUMN_WORDS.get(entry.column or ""),
                code_href=_tabular(check.code if check else code, entry, asked),
                check=check,
                see=tuple(_pointer(one, entry.book, asked) for one in entry.see),
                score=entry.score,
            )
        )
    return tuple(rows)
