"""The own book: highlights, margin notes and tabs that a learner puts into the code books."""

from __future__ import annotations

from django.apps import AppConfig


class OwnBookConfig(AppConfig):
    """Marks in the codebook."""

    name = "codeward.web.ownbook"
    label = "ownbook"

    def ready(self) -> None:
        """Register the marks with exports, with what a guest keeps on signing in, and with what needs a book."""
        from codeward.web.office.api import on_removal
        from codeward.web.ownbook import needs, portability

        portability.register()
        on_removal("ownbook", needs.needs)
