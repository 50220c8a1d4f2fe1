"""What every page of the codebook is asked with: the coding date, kept in all of its links, and a page number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

from codeward.codesets import books
from codeward.web.accounts.api import coding_date

__all__ = ["Asked", "asked_of", "page_number"]


_SAFE = "!$&'()*+,;=/~:@"  # what `reverse` leaves as it is in a part of an address


@dataclass(frozen=True, slots=True)
class Asked:
    """The coding date `on` of a request (None: the newest release), what was typed for it, and the person's own date.

    Without a date in the address the one that the person `chose` holds, else today. Links carry on only a date of the
    address: everybody who opens one sees the same.
    """

    on: dt.date | None = None
    typed: str = ""
    chose: dt.date | None = None

    @property
    def explicit(self) -> bool:
        """Whether the date stands in the address."""
        return bool(self.typed) and not self.problem

    @property
    def problem(self) -> bool:
        """Whether something was typed that is no date."""
        return bool(self.typed) and _date(self.typed) is None

    @property
    def query(self) -> str:
        """The date as a link carries it on: "?on=2026-05-12", or nothing."""
        return f"?on={self.on.isoformat()}" if self.on and self.explicit else ""

    def url(self, name: str, *args: str, fragment: str = "", **query: Any) -> str:
        """The address of a page of the codebook, with the date kept. `name` is one of this app's."""
        asked = {key: value for key, value in query.items() if value not in (None, "")}
        if self.on and self.explicit:
            asked["on"] = self.on.isoformat()
        path = reverse(f"codebook:{name}", args=args)
        return f"{path}{'?' + urlencode(asked) if asked else ''}{'#' + quote(fragment) if fragment else ''}"

    def entry(self, system: str, code: str, fragment: str = "") -> str:
        """The address of an entry of a book. A dash of the index ("S72.00-") is left out.

        What no address can hold is no code of any book, whoever typed it: it is searched for.
        """
        if "/" in code or not code:
            return self.url("desk", q=code)
        bare = quote(code.rstrip("-").rstrip(".") or code, safe=_SAFE)
        # Put together here: `reverse` costs as much as all the rest of a line, and a page has hundreds.
        return f"{_root(get_script_prefix())}{system}/{bare}{self.query}{'#' + quote(fragment) if fragment else ''}"


@lru_cache(maxsize=4)
def _root(_prefix: str) -> str:
    """The address of the codebook; the prefix under which the school hangs is what it depends on."""
    return reverse("codebook:desk")


def asked_of(request: HttpRequest) -> Asked:
    """What the request asks with ``?on=``. Something that is no date is told on the page, not an error."""
    typed = request.GET.get("on", "").strip()[:20]
    chose = coding_date(request)
    return Asked(_date(typed) or chose or books.today(), typed, chose)


def _date(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None


def page_number(request: HttpRequest, most: int) -> int:
    """The page asked for with ``?page=``, from 1 to `most`; the first where it is no number."""
    typed = request.GET.get("page", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 1
    return max(1, min(number, most))
