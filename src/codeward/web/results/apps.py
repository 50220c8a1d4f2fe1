"""The results app: what was right, what was not, and why; contests of the key."""

from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Result pages, citations, contests."""

    name = "codeward.web.results"
    label = "results"

    def ready(self) -> None:
        """Register the contests with exports. They follow their attempt when a guest is merged."""
        from codeward.web.results import portability

        portability.register()
