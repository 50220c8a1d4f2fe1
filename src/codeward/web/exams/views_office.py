"""More time, for one learner at a time: what is under way and what was given. For whoever decides programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.exams.clock import left, now, still_open
from codeward.web.exams.doors import accommodation_to_end, sitting_to_extend, timed_person, timekeeper
from codeward.web.exams.models import FACTORS, Accommodation, Sitting
from codeward.web.exams.moves import LONGEST_REASON, MOST_MINUTES, end_accommodation, extend, give_time
from codeward.web.office.api import page
from codeward.web.typed import one_line

__all__ = ["TAB", "end", "give", "times", "under_way"]

TAB = "exam-time"


@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """Ask for a learner by their address or number; then what is under way and what was given. They see who looked."""
    passed = timekeeper(request)
    words = one_line(request.GET.get("who", ""), 254)
    person = None
    if words:
        try:
            _passed, person = timed_person(request, public_id=words.lower(), email=words)
        except Http404:
            person = None
    context: dict[str, Any] = {"who": words, "person": person, "factors": FACTORS, "most": MOST_MINUTES}
    if person is not None:
        at = now()
        rows = still_open(Sitting.objects.filter(learner=person, timed=True).select_related("form"))
        context["sittings"] = [(one, (left(one, at) or 0) // 60) for one in rows]
        live = Accommodation.objects.filter(learner=person).filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
        context["given"] = list(live.select_related("given_by"))
    return page(request, passed.user, "exams/office_times.html", context, tab=TAB)


def _back(person: User) -> HttpResponse:
    return redirect(f"{reverse('exams:times')}?who={person.public_id}")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _said(request: HttpRequest, error: CodewardError) -> None:
    messages.warning(request, f"{error.message}. {error.way_out}.")


@require_POST
def under_way(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add minutes to a sitting under way."""
    passed, one = sitting_to_extend(request, public_id)
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    try:
        extend(one, _number(request.POST.get("minutes", "")), by=passed.user, reason=reason)
        messages.success(request, _("The time was added."))
    except CodewardError as error:
        _said(request, error)
    return _back(one.learner)


@require_POST
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give more time from now on."""
    passed, person = timed_person(request, public_id=public_id)
    fields = request.POST
    try:
        day = dt.date.fromisoformat(fields.get("until", "")) if fields.get("until") else None
        until = dt.datetime.combine(day, dt.time.max, dt.UTC) if day else None
    except ValueError:
        messages.warning(request, _("Give the last day as a date."))
        return _back(person)
    try:
        give_time(
            person,
            _number(fields.get("factor", "")),
            _number(fields.get("breaks", "0") or "0"),
            by=passed.user,
            reason=fields.get("reason", "")[:LONGEST_REASON],
            until=until,
        )
        messages.success(request, _("More time was given. It counts at once, in a sitting under way too."))
    except CodewardError as error:
        _said(request, error)
    return _back(person)


@require_POST
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End more time from now on; what is under way keeps it."""
    passed, given = accommodation_to_end(request, public_id)
    try:
        end_accommodation(given, by=passed.user, reason=request.POST.get("reason", "")[:LONGEST_REASON])
    except CodewardError as error:
        _said(request, error)
    return _back(given.learner)
