"""The charts app: the list of records, the coding workspace, attempts and their grades."""

from __future__ import annotations

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Charts in the browser."""

    name = "codeward.web.charts"
    label = "charts"

    def ready(self) -> None:
        """Register exports, merging, cards, whom corrections concern, what needs a book, and loading at the start."""
        from codeward.web.charts import cards, corrections, needs, portability, snapshots, spent
        from codeward.web.jobs.api import on_start
        from codeward.web.office.api import on_removal

        portability.register()
        cards.register()
        corrections.register()
        spent.register()
        on_start("charts", snapshots.sync)
        on_removal("charts", needs.needs)
