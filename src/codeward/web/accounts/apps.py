"""The accounts app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their sessions and their data."""

    name = "codeward.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect signing in to the merge of a guest's work; register what is exported and what the clock forgets."""
        from codeward.web.accounts import chores, guests, portability

        guests.connect()
        portability.register()
        chores.register()
