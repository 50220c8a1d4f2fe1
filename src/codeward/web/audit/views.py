"""The page on which a person reads what happened to their account and their record."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from codeward.web.audit.acts import Kind
from codeward.web.audit.doors import own_rows
from codeward.web.audit.present import lines
from codeward.web.limits import ROWS_OF_A_PAGE

__all__ = ["activity"]

TABS = (
    ("", _("Everything")),
    (Kind.ACCESS.value, _("Record opened")),
    (Kind.MOVE.value, _("Decisions")),
    (Kind.SECURITY.value, _("Signing in and the account")),
)


@never_cache
@require_safe
@login_required
def activity(request: HttpRequest) -> HttpResponse:
    """What was done by oneself and by others, the newest first: ways in, decisions, and who opened the record."""
    assert request.user.is_authenticated  # login_required
    kind = request.GET.get("kind", "")
    found = own_rows(request)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    else:
        kind = ""
    page = Paginator(found, ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "lines": lines(page.object_list, request.user),
        "kind": kind,
        "tabs": TABS,
        "query": f"kind={kind}" if kind else "",
    }
    return render(request, "audit/activity.html", shown)
