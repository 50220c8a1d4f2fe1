"""The accounts app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their sessions and their data."""

    name = "codeward.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Connect signing in to the merge of a guest's work, and register what we export."""
        from codeward.web.accounts import exports, guests

        guests.connect()
        exports.register()
