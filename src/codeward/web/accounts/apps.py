"""The accounts app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their sessions and their data."""

    name = "codeward.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect signing in to the merge of a guest's work; register what is exported and what the clock forgets."""
        from codeward.web.accounts import chores, guests, idle, portability, sessions, tries
        from codeward.web.accounts.days import days_ago
        from codeward.web.audit.api import on_days

        guests.connect()
        tries.connect()
        idle.connect()
        sessions.connect()
        portability.register()
        chores.register()
        on_days(days_ago)
