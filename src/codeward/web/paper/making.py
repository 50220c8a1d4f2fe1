"""Papers as PDF, tagged for screen readers (PDF/UA-1): a template of ours filled with words and figures.

What is filled in is data and never code: it reaches the template as one JSON text. A template reads files of this
package alone, and fonts are those that the compiler brings along, so that a paper is the same on every machine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.http import HttpResponse

from codeward.errors import CodewardError

__all__ = ["MOST", "PaperError", "pdf", "pdf_response"]

ROOT: Final = Path(__file__).parents[1]
"""What templates may read: the folder of the apps. `/paper/house.typ` is what all papers share."""
MOST: Final = 200_000
"""Characters of what fills one paper."""


class PaperError(CodewardError):
    """A paper could not be made."""


def pdf(template: Path, data: Mapping[str, Any], *, title: str, at: dt.datetime) -> bytes:
    """Return the paper that *template*, a `.typ` file of an app, makes of *data*: plain JSON, all of it words to show.

    `at` is the day on it: the same data and day give the same bytes. Raises PaperError where the data is too long.
    """
    told = json.dumps({**data, "title": title, "lang": settings.LANGUAGE_CODE[:2]}, ensure_ascii=False)
    if len(told) > MOST:
        raise PaperError(f"More than {MOST:,} characters on one paper", "Make it of less")
    made = typst.compile(
        str(template),
        root=str(ROOT),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": told},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def pdf_response(made: bytes, name: str) -> HttpResponse:
    """Return a paper as a download ``name.pdf``, kept by no browser and no proxy."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer
