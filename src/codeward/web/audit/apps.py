"""The audit app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """What happened: acts of people, append-only."""

    name = "codeward.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Listen to people signing in and out; put what is forgotten on the clock."""
        from codeward.web.audit import keeping, signals

        signals.connect()
        keeping.register()
