"""Pages that ask nothing of database, session or request, each of which may be what failed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from codeward.web.school.api import name_last_read

__all__ = ["broken", "plain"]


def plain(status: int, said: str, way_out: str, *, home: str = "") -> HttpResponse:
    """Return a page with the school's header that says what was the matter and the way out.

    *home*: the whole address of the school, where the one that was asked is not its own.
    """
    context = {
        "status": status,
        "said": said,
        "way_out": way_out,
        "home": home,
        "school_name": name_last_read(),
    }
    return render(None, "pages/refused.html", context, status=status)


def broken() -> HttpResponse:
    """Return the page of a fault of ours."""
    return render(None, "pages/500.html", {"status": 500, "school_name": name_last_read()}, status=500)
