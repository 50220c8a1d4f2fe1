"""The table of a lesson: its own rows, or rows that the book gives."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.codesets import Book, Concept
from codeward.curriculum import FromBook, Table
from codeward.web.courses.prose import Pen

__all__ = ["table_of"]

HEADS: Final = {
    "code": gettext_lazy("Code"),
    "title": gettext_lazy("Title"),
    "billable": gettext_lazy("Billable"),
    "inclusion_term": gettext_lazy("The book’s own words"),
    "includes": gettext_lazy("Includes"),
    "excludes1": gettext_lazy("Excludes1"),
    "excludes2": gettext_lazy("Excludes2"),
    "code_first": gettext_lazy("Code first"),
    "use_additional": gettext_lazy("Use additional code"),
    "code_also": gettext_lazy("Code also"),
    "seventh": gettext_lazy("7th character"),
}
MOST_ROWS: Final = 120


def table_of(block: Table, pen: Pen) -> dict[str, Any]:
    """The heads and rows of a table as HTML."""
    if block.source is None:
        heads, *rows = block.rows
        return {
            "heads": [pen.line(one) for one in heads],
            "rows": [[pen.line(one) for one in row] for row in rows],
        }
    columns, book = block.source.columns, pen.shelf.book(block.source.book)
    return {
        "heads": [HEADS[one] for one in columns],
        "rows": [
            [_cell(book, one, column, pen) for column in columns] for one in _concepts(book, block.source)
        ],
    }


def _concepts(book: Book, source: FromBook) -> list[Concept]:
    """The codes below a code that go on a claim; a code with nothing below it, itself."""
    top = book[source.below.rstrip(".-")]
    found: list[Concept] = []
    _walk(book, top, found)
    return found[:MOST_ROWS] or [top]


def _walk(book: Book, at: Concept, found: list[Concept]) -> None:
    for code in at.children:
        below = book[code]
        if below.billable:
            found.append(below)
        _walk(book, below, found)


def _cell(book: Book, concept: Concept, column: str, pen: Pen) -> SafeString | str:
    if column == "code":
        return pen.code(concept.code)
    if column == "title":
        return concept.description
    if column == "billable":
        return _("yes") if concept.billable else _("no")
    if column == "seventh":
        return format_html_join("; ", "{} {}", sorted((book.seventh_characters(concept.code) or {}).items()))
    texts = [one.text for one in concept.instructions if one.kind == column]
    return "; ".join(texts)
