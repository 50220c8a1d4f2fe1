"""What is written down of chores and workers, and read by the office. Moves are conditional UPDATEs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from codeward.web.conf.scrub import scrub
from codeward.web.jobs.models import ChoreRun, WorkerSign
from codeward.web.jobs.registry import Chore, chores, job_label

__all__ = [
    "LOST",
    "again",
    "asked",
    "beat",
    "began",
    "chore_again",
    "chore_runs",
    "ended_well",
    "failed",
    "failed_jobs",
    "failures",
    "forget_workers",
    "put_back",
    "reason",
    "take_asked",
    "waiting",
    "worker_seen",
]

# A worker signs every 15 seconds. One that has not for this long is gone, and what it was doing is done again.
SILENT = timedelta(minutes=5)
# A job under which so many workers ended is the reason: it is not tried again by itself.
MOST_WORKERS = 3
# What is kept as the reason of such a job.
LOST = "codeward.web.jobs.WorkerLost"


def reason(error: BaseException) -> str:
    """Return what stopped a chore in one line of at most 300 characters: no traceback, no link that signs in."""
    first = scrub(str(error).strip().partition("\n")[0])
    return (f"{type(error).__name__}: {first}" if first else type(error).__name__).replace("\0", "")[:300]


def began(chore: Chore) -> None:
    """Note that a run of the chore begins, and when the next is due."""
    now = timezone.now()
    ChoreRun.objects.update_or_create(
        name=chore.name, defaults={"started_at": now, "next_at": now + chore.interval}
    )


def ended_well(chore: Chore) -> None:
    """Note that the run ended well: what failed before is over."""
    ChoreRun.objects.filter(name=chore.name).update(
        done_at=timezone.now(), error="", failed_at=None, failures=0
    )


def failed(chore: Chore, error: BaseException) -> None:
    """Note what stopped the run."""
    ChoreRun.objects.filter(name=chore.name).update(
        error=reason(error), failed_at=timezone.now(), failures=F("failures") + 1
    )


def chore_runs() -> list[tuple[Chore, ChoreRun]]:
    """Return every chore with its last run; one that never ran has a row that is not stored."""
    kept = {run.name: run for run in ChoreRun.objects.all()}
    return [(chore, kept.get(chore.name) or ChoreRun(name=chore.name)) for chore in chores()]


def chore_again(name: str) -> bool:
    """Ask for a chore to be done now; False where it is asked for already. The name must be a registered one."""
    ChoreRun.objects.get_or_create(name=name)
    return bool(ChoreRun.objects.filter(name=name, asked_at=None).update(asked_at=timezone.now()))


def asked() -> set[str]:
    """Return the names of the chores that the office wants done now."""
    return set(ChoreRun.objects.filter(asked_at__isnull=False).values_list("name", flat=True))


def take_asked(name: str) -> bool:
    """Take such a wish: of several workers one gets True."""
    return bool(ChoreRun.objects.filter(name=name, asked_at__isnull=False).update(asked_at=None))


def waiting() -> int:
    """Return how many jobs wait to be done or are being done."""
    return DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).count()


def failures() -> int:
    """Return how many jobs failed, and chores whose last run did."""
    return DBTaskResult.objects.failed().count() + ChoreRun.objects.exclude(error="").count()


def failed_jobs() -> list[tuple[DBTaskResult, str, str]]:  # type: ignore[type-arg] # untyped library
    """Return the jobs that failed, the last first and at most 500: the row, what it is called, and why in one line."""
    rows = DBTaskResult.objects.failed().order_by("-finished_at").defer("return_value")[:500]
    return [(row, job_label(row.task_path), _why(row)) for row in rows]


def _why(row: DBTaskResult) -> str:  # type: ignore[type-arg]
    if row.exception_class_path == LOST:
        return ""
    lines = [line for line in row.traceback.splitlines() if line.strip()]
    last = lines[-1].strip() if lines else row.exception_class_path.rpartition(".")[2]
    return scrub(str(last))[:300]


def again(job_id: str) -> bool:
    """Put a failed job back into the queue; False where it is not failed (any more). A repeat has no second effect."""
    return bool(
        DBTaskResult.objects.filter(pk=job_id, status="FAILED").update(
            status="READY",
            run_after=get_date_max(),  # the library's word for "at once"
            worker_ids=[],
            started_at=None,
            finished_at=None,
            exception_class_path="",
            traceback="",
        )
    )


def beat(worker_id: str) -> None:
    """Write the worker's sign of life."""
    WorkerSign.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": timezone.now()})


def worker_seen() -> datetime | None:
    """Return when a worker last gave a sign of life; None where none ever did."""
    return WorkerSign.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()


def forget_workers() -> None:
    """Forget workers that have been silent for a day."""
    WorkerSign.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()


def put_back() -> int:
    """Put back what workers that are gone were doing (jobs are idempotent); return how many.

    A sign from the future is none: after a clock was set back a living worker writes a new one within seconds.
    """
    now = timezone.now()
    living = set(
        WorkerSign.objects.filter(
            seen_at__gt=now - SILENT, seen_at__lt=now + timedelta(minutes=1)
        ).values_list("worker_id", flat=True)
    )
    put = 0
    for row in DBTaskResult.objects.filter(status="RUNNING", started_at__lt=now - SILENT)[:500]:
        if row.worker_ids and row.worker_ids[-1] in living:
            continue
        mine = DBTaskResult.objects.filter(pk=row.pk, status="RUNNING", started_at=row.started_at)
        if len(row.worker_ids) >= MOST_WORKERS:
            mine.update(status="FAILED", finished_at=now, exception_class_path=LOST, traceback="")
        else:
            put += mine.update(status="READY", started_at=None, run_after=get_date_max())
    return put
