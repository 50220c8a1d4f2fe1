"""Settings in force with their source, and the first questions to whoever runs the school."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from codeward.errors import CodewardError
from codeward.web.accounts.api import User, second_step, zone_names
from codeward.web.grants.api import Area, Need, may, passes
from codeward.web.office.doors import staff_or_404
from codeward.web.office.frame import page
from codeward.web.office.settling import (
    SIGNUPS,
    AnsweredMeanwhile,
    answer_first_run,
    asks_first,
    change,
    shown_settings,
)
from codeward.web.problems import told
from codeward.web.school.api import NAMES, Source, first_run_done, settings_here

__all__ = ["change_settings", "first_run", "settings"]


def _form(request: HttpRequest, given: dict[str, str] | None = None) -> dict[str, Any]:
    here = {one.name: one for one in settings_here()}
    values = {name: str(one.value) for name, one in here.items()} | (given or {})
    if given is None and here["time_zone"].source == Source.DEFAULT:
        # Whoever sets the school up is most often where it is.
        values["time_zone"] = timezone.get_current_timezone_name()
    if given is None and here["school_name"].source == Source.DEFAULT:
        values["school_name"] = "" if not first_run_done() else values["school_name"]
    return {
        "whence": here,
        "values": values,
        "signups": SIGNUPS,
        "zones": ["UTC", *zone_names()],
        "decided": {name: one.source == Source.ENVIRONMENT for name, one in here.items()},
    }


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name].replace("\0", "")[:400] for name in NAMES if name in request.POST}


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """What is in force, and whence."""
    staff_or_404(request)
    passed = passes(request, Area.SETTINGS, Need.READ)
    return _settings(request, passed.user)


def _settings(
    request: HttpRequest, user: User, given: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    context = _form(request, given) | {
        "lines": shown_settings(),
        "may_change": may(user, Area.SETTINGS, Need.DECIDE),
    }
    return page(request, user, "office/settings.html", context, tab="settings", status=status)


@require_POST
def change_settings(request: HttpRequest) -> HttpResponse:
    """Decide what the office decides."""
    staff_or_404(request)
    passed = passes(request, Area.SETTINGS, Need.DECIDE)
    given = _given(request)
    try:
        changed = change(passed.user, given, role=passed.role, request=request)
    except CodewardError as error:
        messages.error(request, told(error))
        return _settings(request, passed.user, given, status=422)
    if changed:
        messages.success(request, _("Your changes are saved. They count from now on."))
    return redirect("office:settings")


@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """The three questions, until they are answered or passed over; after that there is no such page.

    The second step of the sign-in is not asked for yet: a school that was just installed has nobody who set it up.
    """
    user = staff_or_404(request)
    if not asks_first(user):
        if request.method == "POST" and may(user, Area.SETTINGS, Need.DECIDE):
            return _meanwhile(
                request, user, AnsweredMeanwhile()
            )  # a moment later, or the same form sent twice
        raise Http404
    if request.method != "POST":
        return page(request, user, "office/first_run.html", _form(request), tab="settings")
    if "skip" in request.POST:
        try:
            answer_first_run(user, None, request=request)
        except AnsweredMeanwhile as error:
            return _meanwhile(request, user, error)
        messages.success(request, _("You find these questions under Settings at any time."))
        return redirect("office:home")
    given = _given(request)
    try:
        answer_first_run(user, given, role="director", request=request)
    except AnsweredMeanwhile as error:
        return _meanwhile(request, user, error)
    except CodewardError as error:
        messages.error(request, told(error))
        return page(request, user, "office/first_run.html", _form(request, given), tab="settings", status=422)
    messages.success(request, _("That is all. You can change it under Settings at any time."))
    if not second_step(request):
        messages.info(
            request, _("Next, turn on two-step sign-in on your account page: most of the office asks for it.")
        )
    return redirect("office:home")


def _meanwhile(request: HttpRequest, user: User, error: AnsweredMeanwhile) -> HttpResponse:
    return page(request, user, "office/meanwhile.html", {"said": told(error)}, tab="settings", status=409)
