"""The pages app."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Home, health, errors, the design gallery."""

    name = "codeward.web.pages"
    label = "pages"
