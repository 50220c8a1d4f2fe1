"""The queue of what waits for a second person: new directors, lost second steps; money out and outcomes later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from codeward.errors import CodewardError
from codeward.web.grants.api import (
    Approval,
    Area,
    Need,
    Pass,
    approval_to_decide,
    approve,
    kind_of,
    may,
    pending,
    refuse,
    withdraw,
)
from codeward.web.office.backs import back, back_with
from codeward.web.office.ownership import settled
from codeward.web.office.registry import Panel, Queue, QueueRow, State, queue
from codeward.web.typed import one_line

__all__ = ["QUEUE", "decide", "register", "rows", "take_back"]

QUEUE = "second-person"
# How soon a second person should have looked.
DUE = timedelta(days=3)
WAITS = State(gettext_lazy("Waits for a second person"), "partial", "partial")
RUNS = State(gettext_lazy("Waits its 24 hours"), "clock", "info")


def _row(one: Approval) -> QueueRow:
    asker = one.asker.shown_name if one.asker else _("the school’s own machine")
    return QueueRow(
        one.public_id,
        one.title,
        asker,
        RUNS if one.waits_until else WAITS,
        one.made_at,
        one.waits_until or one.made_at + DUE,
        one.about,
    )


def rows(passed: Pass, words: str) -> Iterable[QueueRow]:
    """What waits in the areas that the reader reads."""
    for one in pending():
        if words.casefold() in one.title.casefold() and _reads(passed, one):
            yield _row(one)


def _reads(passed: Pass, one: Approval) -> bool:
    return may(passed.user, Area(one.area), Need.READ, scope=one.scope)


def panel(passed: Pass, thing: str) -> Panel | None:
    """One of them whole."""
    one = pending().filter(public_id=thing).first()
    if one is None or not _reads(passed, one):
        return None
    row = _row(one)
    own = passed.user.pk in {one.asker_id, one.about_id}
    decides = not own and may(passed.user, Area(one.area), Need.DECIDE, about=one.about, scope=one.scope)
    context = {
        "one": one,
        "what": kind_of(one).label,
        "decides": decides,
        "asked_myself": one.asker_id == passed.user.pk,
    }
    return Panel(
        one.title, _("asked by %(name)s") % {"name": row.detail}, "office/_approval.html", context, row.state
    )


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say yes, or no with a reason."""
    passed, one = approval_to_decide(request, public_id)
    reason = one_line(request.POST.get("reason", ""))
    yes = request.POST.get("answer") == "approve"
    try:
        approve(passed.user, one, reason, request) if yes else refuse(passed.user, one, reason, request)
    except CodewardError as error:
        return back_with(request, QUEUE, public_id, error)
    settled(QUEUE, public_id)
    return back(
        request, QUEUE, _("Approved. It is in force.") if yes else _("Refused. Whoever asked is told.")
    )


@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what one asked for oneself."""
    passed, one = approval_to_decide(request, public_id)
    try:
        withdraw(passed.user, one, request)
    except CodewardError as error:
        return back_with(request, QUEUE, public_id, error)
    settled(QUEUE, public_id)
    return back(request, QUEUE, _("Taken back."))


def register() -> None:
    """Put the queue into the office."""
    queue(
        Queue(
            name=QUEUE,
            label=gettext_lazy("Approvals"),
            rows=rows,
            panel=panel,
            area=Area.PEOPLE,
            need=Need.READ,
            first=gettext_lazy("What"),
            second=gettext_lazy("Asked by"),
            empty=gettext_lazy(
                "What two people decide waits here for the second: "
                "a new director, or a second step of the sign-in that somebody has lost."
            ),
        )
    )
