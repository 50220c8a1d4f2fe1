"""What the list of valid codes says of a code on a day. Where it speaks, it stands above the dates of any book.

CMS's list has the first and the last day of every ICD-10-CM and ICD-10-PCS code, and a book is of one release only: the
list says whether a code is valid on the day, the book what it means and how it is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import Concept
from codeward.codesets.container.codes import as_key, dotted
from codeward.codesets.container.model import Validation
from codeward.codesets.systems import SYSTEMS
from codeward.codesets.validity import Span, Validity, speaking

if TYPE_CHECKING:
    from pathlib import Path

    from codeward.codesets.icd10pcs.tables import Tables

__all__ = ["by_list", "in_words", "procedure_tables", "successors"]

_MOST = 8
_DAYS = 8  # whose tables are kept; a school asks of today and of its charts' days


def in_words(day: date) -> str:
    """Return a day as Americans write it: "September 30, 2025"."""
    return f"{day:%B} {day.day}, {day.year}"


def by_list(
    valid: Validity, book: Book, asked: str, on: date, by_book: Callable[[], Validation]
) -> Validation:
    """Return whether *asked* is valid on the day *on* by the list, in the words of *book* where it knows the code.

    *by_book* says what the book alone says, whatever the day. The list has to cover the day.
    """
    spans = valid.spans(book.system, asked)
    now = next((span for span in spans if on in span), None)
    if now is not None:
        return _valid(valid, book, asked, on, now)
    told = by_book()
    told = told._replace(list=valid.id, suggestions=_still(valid, book, told.suggestions, on))
    ended = [span for span in spans if span.last < on]
    if ended:
        return _ended(valid, book, told, on, ended[-1])
    if spans:
        return _not_yet(valid, book, told, on, spans[0])
    return _never(valid, book, told, on)


def _valid(valid: Validity, book: Book, asked: str, on: date, span: Span) -> Validation:
    code = _written(book, asked)
    title, where = _title(book, code)
    answer = Validation(
        asked, True, "billable", "", (), valid.id, span.first, _end(valid, span)  # noqa: FBT003
    )  # fmt: skip
    said = f"{code} is billable on {in_words(on)} ({valid.title})"
    if title:
        return answer._replace(message=f"{said}: {title}{where}.")
    above = next(_above(book, code), None)
    called = f" {above.description}" if above and above.description != above.code else ""
    below = f" It stands below {above.code}{called}." if above else ""
    return answer._replace(
        message=f"{said}, since {in_words(span.first)}, but no release at hand has its title.{below}",
        parent=above.code if above else None,
    )


def _ended(valid: Validity, book: Book, told: Validation, on: date, span: Span) -> Validation:
    """Return the answer for a code whose last day is over: the last day, and what replaced it if that is known."""
    code = _written(book, told.asked)
    then = successors(valid, book.system, code, on)
    answer = told._replace(
        valid=False, valid_from=span.first, valid_to=span.last, successors=then, suggestions=then[:_MOST]
    )
    took = f"It was replaced by {_either(then)}." if then else "Search for what replaced it."
    concept = book.get(told.asked)
    if concept is not None and not concept.billable:  # a heading by now, to which its book knows the way on
        return answer._replace(
            message=f"{code} was billable until {in_words(span.last)} ({valid.title}) "
            f"and has been a heading since then. {took if then else told.message}",
            suggestions=then[:_MOST] or told.suggestions,
        )
    return answer._replace(
        reason="not_in_force",
        message=f"{code} ended on {in_words(span.last)} ({valid.title}) and may not be billed for {in_words(on)}. "
        f"{took}",
        suggestions=then[:_MOST] or (told.suggestions if concept is None else ()),
    )


def _either(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]}"


def _not_yet(valid: Validity, book: Book, told: Validation, on: date, span: Span) -> Validation:
    code = _written(book, told.asked)
    before = next((each for each in _shorter(book, code) if valid.span_on(book.system, each, on)), None)
    instead = f" On that day it was {before}." if before else ""
    return told._replace(
        valid=False,
        reason="not_in_force",
        message=f"{code} is billable from {in_words(span.first)} ({valid.title}), not yet on {in_words(on)}.{instead}",
        suggestions=(before,) if before else (),
        valid_from=span.first,
        valid_to=_end(valid, span),
    )


def _never(valid: Validity, book: Book, told: Validation, on: date) -> Validation:
    """Return the answer for what was a code on no day: a heading, a slip, or nothing at all."""
    if told.valid:
        code = _written(book, told.asked)
        return told._replace(
            valid=False,
            reason="not_in_force",
            message=f"{code} stands in {book.release.title}, but on no day in the {valid.title}.",
        )
    key = as_key(told.asked) or ""
    if len(key) < 3:  # half a book lies below
        return told
    below = (code for code, _ in valid.below(book.system, key, on) if book.file.place_of(code) is None)
    new = sorted(islice(below, _MOST))
    if not new:
        return told
    shown = tuple(_written(book, code) for code in new)
    known = told.asked in book
    message = (
        f"{told.message} Valid on {in_words(on)} and not in {book.release.title}: {', '.join(shown)}."
        if known
        else f"{_written(book, told.asked)} is a heading. Valid on {in_words(on)} below it: {', '.join(shown)}."
    )
    return told._replace(
        message=message,
        reason=told.reason if known else "needs_more_characters",
        suggestions=(*(told.suggestions if known else ()), *shown)[:_MOST],
    )


def successors(valid: Validity, system: str, code: str, on: date) -> tuple[str, ...]:
    """Return the codes, valid on the day *on*, that took the place of *code*: none where nobody knows or it stands.

    By CDC's conversion table where it is installed (ICD-10-CM only), else by the list itself: a code that ended the day
    before longer codes began was split into them.
    """
    spans = [span for span in valid.spans(system, code) if span.last < on]
    if not spans or valid.span_on(system, code, on) is not None:
        return ()
    ended = spans[-1].last
    if system != "icd10cm":
        return ()
    from codeward.codesets.lists.conversion import newest

    table = newest()
    rows = table.walk(code, ended, on) if table is not None else ()
    found = [dotted(row.code) for row, _ in rows if valid.span_on(system, row.code, on) is not None]
    if found:
        return tuple(found)
    return tuple(dotted(each) for each in _split(valid, code, ended + timedelta(days=1), on))


def _split(valid: Validity, code: str, began: date, on: date) -> list[str]:
    """Return the codes that began as *code* ended and are longer, or have its 7th character after a longer stem."""
    key = as_key(code) or ""
    stem = key[:6].rstrip("X") if len(key) == 7 else key
    return sorted(
        longer
        for longer, span in valid.below("icd10cm", stem, on)
        if span.first == began and (len(key) < 7 or longer[6:] == key[6:])
    )


_tables: dict[tuple[Path, date], Tables] = {}


def procedure_tables(book: Book) -> Tables:
    """Return the tables of an ICD-10-PCS *book* with the codes that are valid on the day that it was opened for.

    The rows are those of its release; a code of them that the list of valid codes does not have on the day is left
    out. Where no list speaks of the day they are whole.
    """
    from codeward.codesets.icd10pcs.tables import Tables, tables_of

    day = book.asked
    valid = speaking(book.system, day) if day is not None else None
    if day is None or valid is None:
        return tables_of(book)
    key = (book.file.path, day)
    found = _tables.get(key)
    if found is None:
        gone = frozenset(code for code in valid.outside(book.system, day) if code in book)
        found = Tables(book.file, gone) if gone else tables_of(book)
        while len(_tables) >= _DAYS:
            _tables.pop(next(iter(_tables)), None)
        _tables[key] = found
    return found


def _still(valid: Validity, book: Book, codes: tuple[str, ...], on: date) -> tuple[str, ...]:
    """Return the codes that are headings or valid on the day."""
    return tuple(
        code
        for code in codes
        if valid.span_on(book.system, code, on) is not None or _is_heading(valid, book, code)
    )


def _is_heading(valid: Validity, book: Book, code: str) -> bool:
    concept = book.get(code)
    return concept is not None and not concept.billable and not valid.spans(book.system, code)


def _title(book: Book, code: str) -> tuple[str, str]:
    """Return the title of *code* and, where another release than the book's has it, which."""
    concept = book.get(code)
    if concept is not None:
        return concept.description, ""
    from codeward.codesets import books

    for release in books.releases(book.system):
        if release.id != book.release.id:
            concept = books.open_release(release.id).get(code)
            if concept is not None:
                return concept.description, f" (title of {release.title})"
    return "", ""


def _above(book: Book, code: str) -> Iterator[Concept]:
    """Yield the entries of the book that *code* would stand below, nearest first."""
    yield from filter(None, (book.get(each) for each in _shorter(book, code)))


def _shorter(book: Book, code: str) -> Iterator[str]:
    key = as_key(code) or ""
    for length in range(len(key) - 1, 2, -1):
        yield _written(book, key[:length].rstrip("X") if length > 3 else key[:length])


def _written(book: Book, asked: str) -> str:
    """Return a code as its system writes it."""
    key = as_key(asked) or asked.strip().upper()
    return SYSTEMS[book.system].written(key)


def _end(valid: Validity, span: Span) -> date | None:
    """Return the last day of a span; None where it reaches the end of the list, so that no end is known."""
    return None if span.last >= valid.last else span.last
