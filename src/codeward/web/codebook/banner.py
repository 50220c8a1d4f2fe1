"""The quiet line on a page of a book: whose instructions are shown, and what its codes are checked against.

Two things are called in force, and the line says each in plain words. How to install a release is told to whoever runs
the school, on the command line and in the documentation, never here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from codeward.codesets import Book, Release, books, validity
from codeward.web.codebook.asked import Asked

__all__ = ["Shown", "checked_against", "shown_release", "told_of"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the line says of a book for a date."""

    id: str  # what one's own book marks in: ownbook's tag reads it from a page's context
    title: str
    said: str
    gloss: bool
    titles: bool
    whole: Release | None  # of codes and titles only: the nearest release with instructions


def shown_release(book: Book, asked: Asked) -> Shown:
    """The line for `book` on the date asked."""
    release = book.release
    on = asked.on or books.today()
    titles = release.id.endswith("-titles")
    return Shown(
        id=release.id,
        title=release.title,
        said=told_of(book, on) or checked_against(release, on),
        gloss=release.glosses_only,
        titles=titles,
        whole=_whole(release.system, on) if titles else None,
    )


def _whole(system: str, on: dt.date) -> Release | None:
    """The release with instructions that lies nearest to the day `on`; None where the desk holds none."""
    whole = (one for one in books.releases(system) if not one.titles_only)
    return min(whole, key=lambda one: one.days_from(on), default=None)


def told_of(book: Book, on: dt.date) -> str:
    """What a reader has to know where the book's release does not cover the day `on`; nothing where it does."""
    return (
        ""
        if book.release.covers(on)
        else f"{_shown(book.release)} {checked_against(book.release, on)}".strip()
    )


def _shown(release: Release) -> str:
    """Whose titles, notes or tables are shown; nothing for a book that has none of them."""
    month = {"month": _month(release.in_force_from)}
    if release.system == "icd10pcs":
        return _("The tables shown are from %(month)s.") % month
    if release.system != "icd10cm":
        return ""
    if release.titles_only:
        return _("The titles shown are from %(month)s.") % month
    return _("The instructions shown are from %(month)s.") % month


def checked_against(release: Release, on: dt.date) -> str:
    """What the codes of a release's system are checked against on the day `on`."""
    day = date_format(on)
    if validity.speaking(release.system, on) is not None:
        return _("Codes are checked against the list valid on %(day)s.") % {"day": day}
    edition = _edition(release)
    if release.covers(on):
        return _("Codes are checked against the edition of %(edition)s.") % {"edition": edition}
    return _("Codes are checked against the edition of %(edition)s; %(day)s is outside it.") % {
        "edition": edition, "day": day,
    }  # fmt: skip


def _edition(release: Release) -> str:
    """The months or the year of a release: "April to September 2026", "2026"."""
    first, last = release.in_force_from, release.in_force_to
    if last is None:
        return _month(first)
    if (first.month, last.month, first.year) == (1, 12, last.year):
        return str(first.year)
    begins = date_format(first, "F") if first.year == last.year else _month(first)
    return _("%(first)s to %(last)s") % {"first": begins, "last": _month(last)}


def _month(day: dt.date) -> str:
    return date_format(day, "F Y")
