"""The codebook app: all the books, their indexes and tables, and the calculators, as pages."""

from __future__ import annotations

from django.apps import AppConfig


class CodebookConfig(AppConfig):
    """The codebook in the browser."""

    name = "codeward.web.codebook"
    label = "codebook"

    def ready(self) -> None:
        """See to it that no page and no interface ever shows the text of a licensee: it is for nobody else's eyes."""
        from codeward.codesets import books

        books.withhold_licensed()
