"""The notices app."""

from __future__ import annotations

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Who is told: one row per thing, on the page and by mail."""

    name = "codeward.web.notices"
    label = "notices"

    def ready(self) -> None:
        """Register exports, what a guest keeps, what is mailed by the clock, and what concerns safety."""
        from codeward.web.notices import cards, chores, of_grants, portability, safety

        portability.register()
        cards.register()
        chores.register()
        safety.connect()
        of_grants.register()
