"""The text of a PDF, page by page, read with pypdf."""

from __future__ import annotations

import logging
from itertools import islice
from pathlib import Path

from codeward.errors import LoaderError

__all__ = ["MAX_PAGES", "text_of_pdf"]

MAX_PAGES = 1000
"""Pages of a PDF that are read; the largest that we know of, the guidelines, has 121."""


def text_of_pdf(path: Path, pages: int | None = None) -> str:
    """Return the text of the first *pages*, or of all. Raises LoaderError for a damaged, encrypted or too long file."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every oddity of a publisher's PDF
    try:
        reader = PdfReader(path)
        if len(reader.pages) > MAX_PAGES:
            raise LoaderError(
                f"has more than {MAX_PAGES} pages", "Give the publisher's file.", path=path.name
            )
        return "\n".join(page.extract_text() for page in islice(reader.pages, pages))
    except LoaderError:
        raise
    except Exception as e:  # pypdf raises whatever a damaged file leads it to
        raise LoaderError(
            f"cannot be read as a PDF ({type(e).__name__})", "Fetch the file again.", path=path.name
        ) from e
