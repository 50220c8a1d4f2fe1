"""The queue of jobs that failed, each with its reason and "Again"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from codeward.web.audit.api import Kind, act, record
from codeward.web.grants.api import Area, Need, Pass, may, passes
from codeward.web.jobs.api import again, chore_again, chore_runs, failed_jobs
from codeward.web.office.backs import back
from codeward.web.office.ownership import settled
from codeward.web.office.registry import Panel, Queue, QueueRow, State, queue

__all__ = ["QUEUE", "chore_now", "job_again", "register", "rows"]

QUEUE = "failed-jobs"
CHORE, JOB = "chore-", "job-"
# A failure that nobody looked at for this long is late.
DUE = timedelta(days=1)
FAILED = State(gettext_lazy("Failed"), "warning", "wrong")
AGAIN = act("office.job_again", gettext_lazy("Had a job done again"), Kind.MOVE)
CHORE_NOW = act("office.chore_now", gettext_lazy("Had a chore done at once"), Kind.MOVE)


def rows(passed: Pass, words: str) -> Iterable[QueueRow]:
    """Chores whose last run failed, and jobs that failed."""
    fold = words.casefold()
    for chore, run in chore_runs():
        if run.error and fold in str(chore.label).casefold():
            since = run.failed_at or timezone.now()
            yield QueueRow(f"{CHORE}{chore.name}", str(chore.label), run.error, FAILED, since, since + DUE)
    for job, label, why in failed_jobs():
        if fold in label.casefold():
            since = job.finished_at or job.enqueued_at
            yield QueueRow(f"{JOB}{job.pk}", label, why or lost(), FAILED, since, since + DUE)


def lost() -> str:
    """Why a job ended under which its worker ended again and again."""
    return _("The process that did it ended each time.")


def panel(passed: Pass, thing: str) -> Panel | None:
    """One failure whole."""
    found = next((row for row in rows(passed, "") if row.id == thing), None)
    if found is None:
        return None
    chore = thing.startswith(CHORE)
    name = thing.removeprefix(CHORE).removeprefix(JOB)
    run = next((run for one, run in chore_runs() if one.name == name), None) if chore else None
    action = reverse("office:chore_now" if chore else "office:job_again", args=[name])
    context = {
        "row": found,
        "run": run,
        "action": action,
        "asked": run is not None and run.asked_at is not None,
        "may_again": may(passed.user, Area.SETTINGS, Need.WRITE),
    }
    return Panel(found.name, "", "office/_job.html", context, FAILED)


@require_POST
def job_again(request: HttpRequest, job: UUID) -> HttpResponse:
    """Put a failed job back into the queue. Twice is once."""
    passed = passes(request, Area.SETTINGS, Need.WRITE)
    if again(str(job)):
        record(AGAIN, actor=passed.user, role=passed.role, thing=(QUEUE, f"{JOB}{job}"), request=request)
        settled(QUEUE, f"{JOB}{job}")
        return back(
            request, QUEUE, _("It is done again within seconds. If it fails once more, it comes back here.")
        )
    return back(request, QUEUE, _("It was put back already."))


@require_POST
def chore_now(request: HttpRequest, name: str) -> HttpResponse:
    """Have a chore done at once. Twice is once."""
    passed = passes(request, Area.SETTINGS, Need.WRITE)
    if all(chore.name != name for chore, _run in chore_runs()):
        raise Http404
    if chore_again(name):
        record(
            CHORE_NOW, actor=passed.user, role=passed.role, thing=(QUEUE, f"{CHORE}{name}"), request=request
        )
    return redirect("office:jobs")


def register() -> None:
    """Put the queue into the office."""
    queue(
        Queue(
            name=QUEUE,
            label=gettext_lazy("Failed jobs"),
            rows=rows,
            panel=panel,
            area=Area.SETTINGS,
            need=Need.READ,
            first=gettext_lazy("Job"),
            second=gettext_lazy("Why"),
            empty=gettext_lazy("A job that fails comes here with its reason, and can be done again."),
        )
    )
