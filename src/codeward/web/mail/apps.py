"""The outbox app."""

from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mails as rows, and the job that sends them."""

    name = "codeward.web.mail"
    label = "mail"

    def ready(self) -> None:
        """Register the kinds of mails, what we export, and sending by the clock."""
        from codeward.web.mail import chores, kinds, portability

        kinds.register()
        portability.register()
        chores.register()
