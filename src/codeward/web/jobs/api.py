"""What other apps may use of jobs: work at the start of the school, chores by the clock, and the worker.

A job itself is a function with ``@django_tasks.task()`` in the app's own module; ask for it with
``name.enqueue(…)``. It must be idempotent: the worker may die after its work and before it says so.
"""

from codeward.web.jobs.here import home_id, queue_of
from codeward.web.jobs.records import (
    again,
    chore_again,
    chore_runs,
    failed_jobs,
    failures,
    waiting,
    worker_seen,
)
from codeward.web.jobs.registry import every, name_job, on_start, starters
from codeward.web.jobs.worker import run as run_worker

__all__ = [
    "again",
    "chore_again",
    "chore_runs",
    "every",
    "failed_jobs",
    "failures",
    "home_id",
    "name_job",
    "on_start",
    "queue_of",
    "run_worker",
    "starters",
    "waiting",
    "worker_seen",
]
