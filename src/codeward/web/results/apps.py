"""The results app: what was right, what was not, and why; contests of the key."""

from __future__ import annotations

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Result pages, citations, contests."""

    name = "codeward.web.results"
    label = "results"

    def ready(self) -> None:
        """Register the contests with exports and with the office. They follow their attempt when a guest is merged."""
        from codeward.web.results import cards, disputes, of_person, portability

        portability.register()
        cards.register()
        disputes.register()
        of_person.register()
