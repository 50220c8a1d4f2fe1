"""A mail in the outbox, for tests."""

from __future__ import annotations

from django.core.mail import send_mail

from codeward.web.mail.models import OutboxMail

__all__ = ["write"]


def write(subject: str = "Hello") -> OutboxMail:
    """A mail in the outbox."""
    send_mail(subject, "A body with ünïcode", "school@example.org", ["Alice@example.org"])
    return OutboxMail.objects.get(subject=subject)
