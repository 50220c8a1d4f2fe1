"""The queues: the list, one row read whole beside it, the list as CSV, and whose a row is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from codeward.errors import CodewardError
from codeward.web.audit.api import opened
from codeward.web.grants.api import Need, Pass, may, who_may
from codeward.web.office import listing, ownership
from codeward.web.office.doors import colleague, queue_to_see, row_to_move, staff_or_404
from codeward.web.office.frame import page
from codeward.web.office.reading import trail
from codeward.web.office.registry import Queue, QueueRow, queues_of, tabs_of
from codeward.web.office.settling import asks_first
from codeward.web.office.sheets import csv_response, moment
from codeward.web.problems import told

__all__ = ["hand_over", "home", "release", "row", "rows", "table", "take"]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The office: the first queue that one sees, else the first page."""
    user = staff_or_404(request)
    if asks_first(user):
        return redirect("office:first_run")
    seen = queues_of(user)
    if seen:
        return redirect("office:queue", name=seen[0].name)
    tabs = [one for one in tabs_of(user) if one.name != "queues"]
    if not tabs:
        return page(request, user, "office/nothing.html", {}, tab="")
    return redirect(tabs[0].url_name)


@require_safe
def rows(request: HttpRequest, name: str) -> HttpResponse:
    """A queue."""
    queue, passed = queue_to_see(request, name)
    return shown(request, queue, passed, "")


@require_safe
def row(request: HttpRequest, name: str, thing: str) -> HttpResponse:
    """A queue with one of its rows opened."""
    queue, passed = queue_to_see(request, name)
    return shown(request, queue, passed, thing)


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """The queue as it is filtered, as CSV."""
    queue, passed = queue_to_see(request, name)
    found = listing.listing(queue, passed, listing.asked(request.GET), listing.order_of(queue, request.GET))
    head = [queue.first, queue.second, _("State"), _("Since"), _("Due"), _("Owner")]
    return csv_response(
        request,
        passed,
        name,
        [str(one) for one in head],
        (
            [
                line.row.name,
                line.row.detail,
                str(line.row.state.word),
                moment(line.row.made_at),
                moment(line.row.due_at),
                line.owner.owner.shown_name if line.owner and line.owner.owner else "",
            ]
            for line in found.lines
        ),
    )


@require_POST
def take(request: HttpRequest, name: str, thing: str) -> HttpResponse:
    """Take a row that is nobody's."""
    queue, passed = row_to_move(request, name, thing)
    try:
        ownership.take(passed.user, name, thing, passed.role)
    except CodewardError as error:
        return refused(request, queue, passed, thing, error)
    return redirect("office:row", name=name, thing=thing)


@require_POST
def release(request: HttpRequest, name: str, thing: str) -> HttpResponse:
    """Let one's own row go."""
    queue, passed = row_to_move(request, name, thing)
    try:
        ownership.release(passed.user, name, thing, passed.role)
    except CodewardError as error:
        return refused(request, queue, passed, thing, error)
    return redirect("office:row", name=name, thing=thing)


@require_POST
def hand_over(request: HttpRequest, name: str, thing: str) -> HttpResponse:
    """Give one's own row to a colleague who sees the queue."""
    queue, passed = row_to_move(request, name, thing)
    to = colleague(queue, request.POST.get("to", ""))
    try:
        if ownership.hand_over(passed.user, name, thing, to, passed.role):
            messages.success(request, _("%(name)s has it now.") % {"name": to.shown_name})
    except CodewardError as error:
        return refused(request, queue, passed, thing, error)
    return redirect("office:row", name=name, thing=thing)


def refused(
    request: HttpRequest, queue: Queue, passed: Pass, thing: str, error: CodewardError, status: int = 409
) -> HttpResponse:
    """The row as it stands now, with what went wrong."""
    messages.error(request, told(error))
    return shown(request, queue, passed, thing, status=status)


def shown(request: HttpRequest, queue: Queue, passed: Pass, thing: str, status: int = 200) -> HttpResponse:
    """The page of a queue; `thing` is the row that is opened, or "". One that left the queue is a 404."""
    panel = queue.panel(passed, thing) if thing else None
    if thing and panel is None:
        raise Http404
    if panel is not None and panel.about is not None:
        opened(request, panel.about, panel.thing, passed.role)
    wish = listing.asked(request.GET)
    order = listing.order_of(queue, request.GET)
    found = listing.listing(queue, passed, wish, order)
    line = next((one for one in found.lines if one.row.id == thing), None)
    held = ownership.owner_of(queue.name, thing) if thing else None
    mine = held is not None and held.owner_id == passed.user.pk
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "queue": queue,
        "wish": wish,
        "found": found,
        "order": order,
        "owners": listing.owner_choices(request.GET, wish, found.counts),
        "query": query.urlencode(),
        "thing": thing,
        "panel": panel,
        "line": line,
        "held": held,
        "mine": mine,
        "colleagues": who_may(queue.area, Need.WRITE).exclude(pk=passed.user.pk)[:100] if mine else [],
        "about_me": _about_me(queue, passed, thing, found.rows),
        "trail": trail(thing) if thing else [],
        "works": may(passed.user, queue.area, Need.WRITE),
    }
    return page(request, passed.user, "office/queue.html", context, tab="queues", status=status)


def _about_me(queue: Queue, passed: Pass, thing: str, read: list[QueueRow]) -> bool:
    """Whether the row that is opened is about whoever reads, also where the words hide it in the list."""
    found = next((row for row in read if row.id == thing), None) if thing else None
    if thing and found is None:
        found = next((row for row in queue.rows(passed, "") if row.id == thing), None)
    return found is not None and found.about is not None and found.about.pk == passed.user.pk
