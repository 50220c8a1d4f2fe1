"""Which mails a request may see, and whether it may read them. Never by an address or a Host header.

Whoever looks after the school's mails sees which went out and which did not, and reads none: a mail is its
reader's, and may hold a link that signs them in. On a machine that runs the demo and sends no mail, the page stands in
for one's mailbox: whoever used the one-time sign-in reads all there, and whoever has just signed up, in the same
browser session, the mails to their address; otherwise nobody could, and the way in would end there.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from codeward.web.accounts.api import is_owner, signed_up_here
from codeward.web.grants.api import Area, Need, passes
from codeward.web.mail.models import OutboxMail

__all__ = ["Outbox", "mailbox", "may_read", "readable_mail", "visible"]


@dataclass(frozen=True, slots=True)
class Outbox:
    """The mails that a request may see, newest first, and whether it may read what they say."""

    mails: QuerySet[OutboxMail]
    reads: bool


def mailbox(request: HttpRequest) -> QuerySet[OutboxMail] | None:
    """The mails that this request may read, where the page stands in for a mailbox; else None."""
    if settings.SMTP or not settings.DEMO:
        return None
    mails = OutboxMail.objects.all()
    if is_owner(request):
        return mails
    newcomer = signed_up_here(request)
    if newcomer is None or not newcomer.email:
        return None
    # Written since they signed up: what stood in the outbox before was for somebody else.
    return mails.filter(recipients__contains=f"\n{newcomer.email.lower()}\n", made_at__gte=newcomer.joined_at)


def visible(request: HttpRequest) -> Outbox:
    """What this request may see of the outbox. Whoever may see nothing finds no such page: Http404."""
    readable = mailbox(request)
    if readable is not None:
        return Outbox(readable, reads=True)
    passes(request, Area.MAILS, Need.READ)
    return Outbox(OutboxMail.objects.all(), reads=False)


def readable_mail(request: HttpRequest, public_id: str) -> OutboxMail:
    """The mail of that id, if this request may read it. Else Http404, for whoever looks after the mails too."""
    readable = mailbox(request)
    if readable is None:
        raise Http404
    return get_object_or_404(readable, public_id=public_id)


def may_read(request: HttpRequest) -> bool:
    """Whether this request may read mails here."""
    return mailbox(request) is not None
