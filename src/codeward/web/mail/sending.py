"""Sending what is in the outbox. A mail is sent at least once and, but for a crash at one instant, once.

waiting → sending: a conditional UPDATE claims the mail, so two workers never send the same one.
sending → sent, or → waiting after a failure (up to five attempts, each later than the one before), or → failed.
waiting → expired when it is too old to be sent (see mail.kinds).
A worker that dies while sending leaves `sending`; :func:`sweep` puts such mails back after ten minutes. Then a
second copy may go out: both carry the same Message-ID, by which mail programs know a copy.

What a mail said is blanked in its row once it is sent or will never be: it may hold a link that signs somebody in.
"""

from __future__ import annotations

import smtplib
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from codeward.web.accounts.api import days_ago
from codeward.web.mail.models import OutboxMail

__all__ = ["again", "can_send", "claim", "deliver", "expire", "prune", "sweep"]

logger = structlog.get_logger("codeward.web.mail")
# How long after each failure but the last it is tried again: a server that is down for an afternoon loses no mail.
AGAIN = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=5))
ATTEMPTS = len(AGAIN) + 1
STALE = timedelta(minutes=10)
# Days of the school for which the list says that a mail was sent.
KEPT = 30
# Mails that one sweep asks for; the next one asks for more.
SWEEP = 500
BLANK: dict[str, object] = {"body": "", "html": "", "headers": {}}
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
        state=State.SENT, sent_at=timezone.now(), error="", **BLANK
    )
    return str(State.SENT)


def claim(mail_id: int) -> bool:
    """Take a waiting mail for sending, if its time has come and not passed. Of several workers one gets True."""
    now = timezone.now()
    return bool(
        OutboxMail.objects.filter(
            Q(next_at=None) | Q(next_at__lte=now), pk=mail_id, state=State.WAITING, expires_at__gt=now
        ).update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    )


def expire() -> int:
    """Give up every waiting mail that is too old to be sent, and blank what failed ones said; returns how many."""
    late = OutboxMail.objects.filter(expires_at__lte=timezone.now())
    late.filter(state=State.FAILED).exclude(body="", html="").update(**BLANK)
    return late.filter(state=State.WAITING).update(state=State.EXPIRED, **BLANK)


def sweep() -> int:
    """Ask again for every mail that waits or hangs and is due; returns how many. Old ones expire, server or none."""
    expire()
    if not can_send():
        return 0
    now = timezone.now()
    OutboxMail.objects.filter(state=State.SENDING, claimed_at__lt=now - STALE).update(
        state=State.WAITING, next_at=None
    )
    due = OutboxMail.objects.filter(Q(next_at=None) | Q(next_at__lte=now), state=State.WAITING)
    waiting = list(due.order_by("made_at").values_list("pk", flat=True)[:SWEEP])
    for mail_id in waiting:
        deliver.enqueue(mail_id)
    return len(waiting)


def prune() -> int:
    """Delete mails that were sent or given up and are old, by days on which the school ran; returns how many."""
    edge = days_ago(KEPT)
    if edge is None:
        return 0
    over = OutboxMail.objects.filter(state__in=[State.SENT, State.FAILED, State.EXPIRED])
    return over.filter(made_at__date__lte=edge).delete()[0]


def again(mail: OutboxMail) -> bool:
    """Put a mail that failed back among those that wait; False where it is no longer failed, or too old."""
    won = OutboxMail.objects.filter(pk=mail.pk, state=State.FAILED, expires_at__gt=timezone.now()).update(
        state=State.WAITING, attempts=0, next_at=None
    )
    if won:
        deliver.enqueue(mail.pk)
    return bool(won)


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
    over = mail.attempts >= ATTEMPTS or _is_final(error)
    state = State.FAILED if over else State.WAITING
    OutboxMail.objects.filter(pk=mail.pk, state=State.SENDING).update(
        state=state,
        next_at=None if over else timezone.now() + AGAIN[mail.attempts - 1],
        error=f"{type(error).__name__}: {error}"[:2000],
    )
    logger.warning("mail not sent", mail=mail.public_id, attempt=mail.attempts, state=str(state))
    return str(state)


def _is_final(error: Exception) -> bool:
    """Whether the server will never take this mail (RFC 5321, 4.2.1: a reply of 5xx is for good)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
