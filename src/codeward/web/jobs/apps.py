"""The jobs app."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The worker, the chores it does by the clock, and what apps want done when the school starts."""

    name = "codeward.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the jobs' own chores."""
        from codeward.web.jobs import chores

        chores.register()
