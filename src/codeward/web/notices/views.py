"""The page of notices."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from codeward.web.accounts.api import current_learner
from codeward.web.notices.doors import own_notice
from codeward.web.notices.present import shown
from codeward.web.notices.reading import mark_all_read, mark_read, notices_of

__all__ = ["notices", "open_notice", "read", "read_all"]

PAGE = 25


@never_cache
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What whoever works here was told, the newest first. Looking makes nobody and marks nothing."""
    learner = current_learner(request)
    if learner is None:
        return render(request, "notices/list.html", {"told": []})
    page = Paginator(notices_of(learner), PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/list.html", {"page": page, "told": shown(page)})


@never_cache
@require_safe
def open_notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """To what the notice is about; whoever opens it has read it. Mails link here: a stranger signs in first."""
    if current_learner(request) is None:
        return redirect_to_login(request.get_full_path())
    notice = own_notice(request, public_id)
    if request.method == "GET":
        mark_read(notice)
    return redirect(notice.url or "notices:list")


@require_POST
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mark one as read, and back to the page it stood on."""
    mark_read(own_notice(request, public_id))
    return _back(request)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    learner = current_learner(request)
    if learner is not None and mark_all_read(learner):
        messages.success(request, _("All notices are marked as read."))
    return redirect("notices:list")


def _back(request: HttpRequest) -> HttpResponse:
    page = request.POST.get("page", "")
    answer = redirect("notices:list")
    if page.isascii() and page.isdecimal() and len(page) < 6:
        answer["Location"] += f"?page={page}"
    return answer
