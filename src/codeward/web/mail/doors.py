"""Which mails a request may read. Mails hold links that sign people in, so never by an address or a Host header.

Staff may read all. On a machine that runs the demo and sends no mail, whoever used the one-time sign-in may too; and
whoever has just signed up there, in the same browser session, may read the mail that confirms their address: otherwise
nobody could, and the way in would end there.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from codeward.web.accounts.api import is_owner, signed_up_here
from codeward.web.mail.models import OutboxMail

__all__ = ["may_read", "readable"]


def readable(request: HttpRequest) -> QuerySet[OutboxMail] | None:
    """The mails that this request may read, newest first; None where there is no outbox for it."""
    mails = OutboxMail.objects.all()
    if request.user.is_authenticated and request.user.is_staff:
        return mails
    if settings.SMTP:
        return None
    if is_owner(request):
        return mails
    newcomer = signed_up_here(request) if settings.DEMO else None
    if newcomer is None or not newcomer.email:
        return None
    # Written since they signed up: what stood in the outbox before was for somebody else.
    return mails.filter(recipients__contains=f"\n{newcomer.email.lower()}\n", made_at__gte=newcomer.joined_at)


def may_read(request: HttpRequest) -> bool:
    """Whether this request may see an outbox."""
    return readable(request) is not None
