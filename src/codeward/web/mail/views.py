"""The outbox as a page: how mails stand; where the demo has no mail server, it stands in for one's mailbox."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from codeward.web.limits import ROWS_OF_A_PAGE
from codeward.web.mail.doors import readable_mail, visible
from codeward.web.mail.kinds import kind_of
from codeward.web.mail.standing import standing

__all__ = ["mail", "outbox"]


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails, newest first. Whoever may not see them finds no such page."""
    found = visible(request)
    page = Paginator(found.mails.defer("body", "html"), ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    rows = [(mail, kind_of(mail.kind).label) for mail in page]
    return render(
        request,
        "mail/outbox.html",
        {"page": page, "rows": rows, "reads": found.reads, "standing": standing()},
    )


@never_cache
@require_safe
def mail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One mail with its text; links in it can be followed."""
    return render(request, "mail/mail.html", {"mail": readable_mail(request, public_id)})
