"""What a page is on paper: the browser prints it, and its text is read back."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

__all__ = ["printed"]


def printed(page: Any) -> tuple[str, int]:
    """All text of the page as printed on letter paper, without any blanks, and how many sheets it takes.

    Blanks are left out because a PDF knows places and not words.
    """
    read = PdfReader(io.BytesIO(page.pdf(format="Letter")))
    text = "".join(sheet.extract_text() for sheet in read.pages)
    return "".join(text.split()), len(read.pages)
