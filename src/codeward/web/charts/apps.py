"""The charts app: the list of records, the coding workspace, attempts and their grades."""

from __future__ import annotations

from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """Charts in the browser."""

    name = "codeward.web.charts"
    label = "charts"

    def ready(self) -> None:
        """Register exports, merging, and the loading of charts at the start."""
        from codeward.web.charts import portability, snapshots
        from codeward.web.jobs.api import on_start

        portability.register()
        on_start("charts", snapshots.sync)
