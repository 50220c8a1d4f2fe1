"""Django's door for mail: writes the row and asks for the job, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMultiAlternatives, make_msgid
from django.db import transaction

from codeward.web.mail.models import OutboxMail
from codeward.web.mail.sending import deliver


class OutboxBackend(BaseEmailBackend):
    """Keeps each message in the outbox. It is sent once the transaction that wrote it has ended well."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the rows; returns how many."""
        with transaction.atomic():
            for message in email_messages:
                # The task is a row too: both appear together or not at all.
                deliver.enqueue(keep(message).pk)
        return len(email_messages)


def keep(message: EmailMessage) -> OutboxMail:
    """One message as a row of the outbox."""
    html = ""
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
    return OutboxMail.objects.create(
        sender=message.from_email,
        recipients="\n" + "\n".join(address.lower() for address in message.recipients()) + "\n",
        subject=" ".join(str(message.subject).split()),
        body=str(message.body),
        html=html,
        headers={key: str(value) for key, value in message.extra_headers.items()},
        message_id=make_msgid(domain="codeward"),
    )
