"""The codebook app: all the books, their indexes and tables, and the calculators, as pages."""

from __future__ import annotations

from django.apps import AppConfig


class CodebookConfig(AppConfig):
    """The codebook in the browser."""

    name = "codeward.web.codebook"
    label = "codebook"
