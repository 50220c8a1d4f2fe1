"""The progress app: what a learner's first submissions say."""

from __future__ import annotations

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    """My progress. It stores nothing: everything follows from the grades."""

    name = "codeward.web.progress"
    label = "progress"

    def ready(self) -> None:
        """Put one weak rule on the Today page."""
        from codeward.web.progress import cards

        cards.register()
