"""The guided app: the first chart, coded with a guide at one's side. It is no attempt and never counts."""

from __future__ import annotations

from django.apps import AppConfig


class GuidedConfig(AppConfig):
    """The guided first chart."""

    name = "codeward.web.guided"
    label = "guided"

    def ready(self) -> None:
        """Put the guided chart on the Today page of whoever has not coded yet."""
        from codeward.web.guided import cards

        cards.register()
