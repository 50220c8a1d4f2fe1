"""The learning app: versions of content, the log of answers, what follows from it. Every way of learning shares it."""

from __future__ import annotations

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Versions, responses, states of skills, hours."""

    name = "codeward.web.learning"
    label = "learning"

    def ready(self) -> None:
        """Register exports and what a guest keeps; at the start, what was folded by older rules is folded anew."""
        from codeward.web.jobs.api import on_start
        from codeward.web.learning import portability, standings

        portability.register()
        on_start("learning", standings.refold_outdated)
