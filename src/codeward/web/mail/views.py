"""The outbox as a page: where no mail server is, it stands in for one's mailbox."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from codeward.web.mail.doors import readable
from codeward.web.mail.sending import can_send


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails, newest first. Whoever may not read them finds no such page."""
    found = readable(request)
    if found is None:
        raise Http404
    mails = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "mail/outbox.html", {"mails": mails, "can_send": can_send()})


@never_cache
@require_safe
def mail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One mail with its text; links in it can be followed."""
    found = readable(request)
    if found is None:
        raise Http404
    return render(request, "mail/mail.html", {"mail": get_object_or_404(found, public_id=public_id)})
