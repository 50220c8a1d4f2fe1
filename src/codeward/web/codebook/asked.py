"""What every page of the codebook is asked with: the coding date, kept in all of its links, and a page number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import reverse

from codeward.codesets import Book, books

__all__ = ["Asked", "Shown", "asked_of", "page_number", "shown_release"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The coding date `on` of a request (None: the newest release), and what was typed for it."""

    on: dt.date | None = None
    typed: str = ""

    @property
    def problem(self) -> bool:
        """Whether something was typed that is no date."""
        return bool(self.typed) and self.on is None

    @property
    def query(self) -> str:
        """The date as a link carries it on: "?on=2026-05-12", or nothing."""
        return f"?on={self.on.isoformat()}" if self.on else ""

    def url(self, name: str, *args: str, fragment: str = "", **query: Any) -> str:
        """The address of a page of the codebook, with the date kept. `name` is one of this app's."""
        asked = {key: value for key, value in query.items() if value not in (None, "")}
        if self.on:
            asked["on"] = self.on.isoformat()
        path = reverse(f"codebook:{name}", args=args)
        return f"{path}{'?' + urlencode(asked) if asked else ''}{'#' + quote(fragment) if fragment else ''}"

    def entry(self, system: str, code: str, fragment: str = "") -> str:
        """The address of an entry of a book. A dash of the index ("S72.00-") is left out."""
        return self.url("entry", system, code.rstrip("-").rstrip(".") or code, fragment=fragment)


def asked_of(request: HttpRequest) -> Asked:
    """What the request asks with ``?on=``. Something that is no date is told on the page, not an error."""
    typed = request.GET.get("on", "").strip()[:20]
    try:
        return Asked(dt.date.fromisoformat(typed), typed) if typed else Asked()
    except ValueError:
        return Asked(None, typed)


def page_number(request: HttpRequest, most: int) -> int:
    """The page asked for with ``?page=``, from 1 to `most`; the first where it is no number."""
    typed = request.GET.get("page", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
    return max(1, min(number, most))


@dataclass(frozen=True, slots=True)
class Shown:
    """A release as a page names it, and the command that installs the one in force where this one is not."""

    id: str
    title: str
    start: dt.date
    end: dt.date | None
    in_force: bool
    install: str
    on: dt.date
    gloss: bool
    titles: bool


def shown_release(book: Book, asked: Asked) -> Shown:
    """The release of `book` for the strip on a page that it answers."""
    release = book.release
    on = asked.on or books.today()
    return Shown(
        id=release.id,
        title=release.title,
        start=release.in_force_from,
        end=release.in_force_to,
        in_force=book.in_force,
        install=books.install_command(release.system, on),
        on=on,
        gloss=release.id.endswith("-glosses"),
        titles=release.id.endswith("-titles"),
    )
