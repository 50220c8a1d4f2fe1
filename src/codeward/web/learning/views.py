"""My hours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from codeward.practice.minutes import IDLE, IDLE_AT_CHART, Minutes
from codeward.web.accounts.api import current_learner
from codeward.web.learning.hours import weeks

__all__ = ["my_hours"]


@require_GET
def my_hours(request: HttpRequest) -> HttpResponse:
    """Hours of instruction and of practice, apart: all in all, and by week in the reader's time zone."""
    found = weeks(current_learner(request), timezone.get_current_timezone())
    every = Minutes(
        sum(one.instructional for one in found.values()), sum(one.practice for one in found.values())
    )
    context = {
        "weeks": sorted(found.items(), reverse=True),
        "every": every,
        "idle": IDLE.seconds // 60,
        "idle_at_chart": IDLE_AT_CHART.seconds // 60,
    }
    return render(request, "learning/hours.html", context)
