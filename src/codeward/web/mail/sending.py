"""Sending what is in the outbox. A mail is sent at least once and, but for a crash at one instant, once.

waiting → sending: a conditional UPDATE claims the mail, so two workers never send the same one.
sending → sent, or → waiting after a failure (up to five attempts), or → failed.
A worker that dies while sending leaves `sending`; :func:`sweep` puts such mails back after ten minutes. Then a
second copy may go out: both carry the same Message-ID, by which mail programs know a copy.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from codeward.web.mail.models import OutboxMail

logger = structlog.get_logger("codeward.web.mail")
ATTEMPTS = 5
STALE = timedelta(minutes=10)
State = OutboxMail.State


def can_send() -> bool:
    """Whether a mail server is configured."""
    return bool(settings.SMTP)


@task()
def deliver(mail_id: int) -> str:
    """Send one mail of the outbox; returns its state then. Without a server it stays waiting."""
    if not can_send():
        return str(State.WAITING)
    if not claim(mail_id):
        return "not ours"
    mail = OutboxMail.objects.get(pk=mail_id)
    try:
        _message(mail).send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server did, the mail must not be lost
        return _failed(mail, error)
    OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING).update(
        state=State.SENT, sent_at=timezone.now(), error=""
    )
    return str(State.SENT)


def claim(mail_id: int) -> bool:
    """Take a waiting mail for sending. Of several workers one gets True."""
    return bool(
        OutboxMail.objects.filter(pk=mail_id, state=State.WAITING).update(
            state=State.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
    )


def sweep() -> int:
    """Ask again for every mail that waits or hangs; returns how many. Does nothing without a server."""
    if not can_send():
        return 0
    now = timezone.now()
    OutboxMail.objects.filter(state=State.SENDING, claimed_at__lt=now - STALE).update(state=State.WAITING)
    waiting = list(OutboxMail.objects.filter(state=State.WAITING).values_list("pk", flat=True))
    for mail_id in waiting:
        deliver.enqueue(mail_id)
    return len(waiting)


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    connection = get_connection("django.core.mail.backends.smtp.EmailBackend", **settings.SMTP)
    message = EmailMultiAlternatives(
        mail.subject,
        mail.body,
        mail.sender,
        mail.addresses,
        headers={**mail.headers, "Message-ID": mail.message_id},
        connection=connection,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _failed(mail: OutboxMail, error: Exception) -> str:
    state = State.FAILED if mail.attempts >= ATTEMPTS else State.WAITING
    OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING).update(
        state=state, error=f"{type(error).__name__}: {error}"[:2000]
    )
    logger.warning("mail not sent", mail=mail.public_id, attempt=mail.attempts, state=str(state))
    return str(state)
