"""The charts app: the list of records, the coding workspace, attempts and their grades."""

from __future__ import annotations

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Charts in the browser."""

    name = "codeward.web.charts"
    label = "charts"

    def ready(self) -> None:
        """Register exports, merging, cards, what cites a rule, whom corrections concern, what needs a book."""
        from codeward.web.charts import cards, citing, corrections, needs, portability, snapshots, spent
        from codeward.web.jobs.api import on_start
        from codeward.web.office.api import on_removal

        portability.register()
        cards.register()
        citing.register()
        corrections.register()
        spent.register()
        on_start("charts", snapshots.sync)
        on_removal("charts", needs.needs)
