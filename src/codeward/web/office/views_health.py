"""Health and jobs: how the school stands, what it does by the clock, and what failed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from codeward.web.grants.api import Area, Need, may, passes
from codeward.web.jobs.api import chore_runs, failures, waiting, worker_seen
from codeward.web.office.doors import staff_or_404
from codeward.web.office.frame import page
from codeward.web.office.health import SILENT, facts
from codeward.web.office.queue_jobs import CHORE, JOB, rows

__all__ = ["health", "jobs"]

SHOWN = 20


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Each part of the school, and what to do."""
    staff_or_404(request)
    passed = passes(request, Area.SETTINGS, Need.READ)
    told = facts()
    bad = [one for one in told if one.state != "ok"]
    context = {"facts": told, "bad": len(bad), "broken": any(one.state == "broken" for one in bad)}
    return page(request, passed.user, "office/health.html", context, tab="health")


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """The chores with their last and next runs, the queue's length, and the failures."""
    staff_or_404(request)
    passed = passes(request, Area.SETTINGS, Need.READ)
    seen = worker_seen()
    failed = [
        (row, "chore" if row.id.startswith(CHORE) else "job", row.id.removeprefix(CHORE).removeprefix(JOB))
        for row in list(rows(passed, ""))[:SHOWN]
    ]
    context = {
        "chores": chore_runs(),
        "waiting": waiting(),
        "failed": failed,
        "all_failed": failures(),
        "seen": seen,
        "lives": seen is not None and timezone.now() - seen <= SILENT,
        "may_again": may(passed.user, Area.SETTINGS, Need.WRITE),
    }
    return page(request, passed.user, "office/jobs.html", context, tab="jobs")
