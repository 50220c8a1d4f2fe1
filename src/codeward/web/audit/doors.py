"""The one door to rows for people themselves: what is about whoever is signed in. Staff's is the office's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from codeward.web.audit.models import AuditRow
from codeward.web.audit.recording import rows

__all__ = ["own_rows"]


def own_rows(request: HttpRequest) -> QuerySet[AuditRow]:
    """The rows about whoever is signed in, the newest first. A 404 where nobody is."""
    if not request.user.is_authenticated:
        raise Http404
    return rows(about=request.user).select_related("origin")
