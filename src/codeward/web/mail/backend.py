"""Django's door for mail: writes the row and asks for the job, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMultiAlternatives, make_msgid
from django.db import transaction
from django.utils import timezone

from codeward.web.accounts.api import MAIL_KIND
from codeward.web.mail.kinds import OTHER, kind_of
from codeward.web.mail.letter import read_text
from codeward.web.mail.models import OutboxMail
from codeward.web.mail.sending import deliver
from codeward.web.school.api import Source, school, setting

__all__ = ["OutboxBackend", "keep", "reply_to", "sender"]


class OutboxBackend(BaseEmailBackend):
    """Keeps each message in the outbox. It is sent once the transaction that wrote it has ended well."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the rows; returns how many."""
        with transaction.atomic():
            for message in email_messages:
                # The task is a row too: both appear together or not at all.
                deliver.enqueue(keep(message).pk)
        return len(email_messages)


def sender(given: str) -> str:
    """From whom the mail comes: the school's own address goes by the name that the school has."""
    if given != settings.DEFAULT_FROM_EMAIL:
        return given
    named = setting("school_name")
    if named.source == Source.DEFAULT:
        return given
    return formataddr((str(named.value), parseaddr(given)[1]))


def reply_to(message: EmailMessage) -> dict[str, str]:
    """Answers go to whoever the message names, else to whoever answers for the school."""
    to = ", ".join(message.reply_to) or school().contact
    return {"Reply-To": to} if to else {}


def keep(message: EmailMessage) -> OutboxMail:
    """One message as a row of the outbox. What comes as text alone gets the school's look as HTML beside it.

    Raises BadHeaderError for an address or a header that holds a line end (ASVS 1.3.11): it would begin another.
    """
    _check_lines(message)
    headers = {key: str(value) for key, value in message.extra_headers.items()}
    kind = kind_of(headers.pop(MAIL_KIND, OTHER))
    subject, body, html, now = " ".join(str(message.subject).split()), str(message.body), "", timezone.now()
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(body) for body, kind in message.alternatives if kind == "text/html"), "")
    return OutboxMail.objects.create(
        kind=kind.name,
        sender=sender(message.from_email),
        recipients="\n" + "\n".join(address.lower() for address in message.recipients()) + "\n",
        subject=subject,
        body=body,
        html=html or read_text(subject, body).html,
        headers={**reply_to(message), **headers},
        message_id=make_msgid(domain="codeward"),
        made_at=now,
        expires_at=now + kind.lasts,
    )


def _check_lines(message: EmailMessage) -> None:
    if any(character.isspace() for address in message.recipients() for character in address):
        raise BadHeaderError("An address holds a space or a line end")
    if any("\n" in str(value) or "\r" in str(value) for value in message.extra_headers.values()):
        raise BadHeaderError("A header holds a line end")
