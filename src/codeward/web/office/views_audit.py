"""What happened in the school, for whoever checks it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from codeward.web.audit.api import Kind, acts
from codeward.web.grants.api import Area, Need, Pass, passes
from codeward.web.limits import ROWS_OF_A_PAGE
from codeward.web.office.doors import staff_or_404
from codeward.web.office.frame import page
from codeward.web.office.reading import MOST_CSV, asked, found, in_words, lines
from codeward.web.office.sheets import csv_response

__all__ = ["audit", "table"]


def _pass(request: HttpRequest) -> Pass:
    staff_or_404(request)
    return passes(request, Area.AUDIT, Need.READ)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The rows that fit, the newest first."""
    passed = _pass(request)
    wish = asked(request.GET)
    some = Paginator(found(wish), ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "wish": wish,
        "page": some,
        "lines": lines(some.object_list),
        "kinds": Kind.choices,
        "acts": [(kind.label, acts(kind)) for kind in Kind],
        "query": query.urlencode(),
    }
    return page(request, passed.user, "office/audit.html", context, tab="audit")


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same as CSV: at most ten thousand rows."""
    passed = _pass(request)
    head = [
        _("When"),
        _("Who"),
        _("Role"),
        _("Did"),
        _("About"),
        _("Thing"),
        _("Changed"),
        _("Why"),
    ]
    some = lines(found(asked(request.GET))[:MOST_CSV])
    return csv_response(request, passed, "audit", head, (in_words(line) for line in some))
