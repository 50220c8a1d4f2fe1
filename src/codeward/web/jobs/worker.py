"""The worker: does the jobs of the database's queue, and the chores by the clock."""

from __future__ import annotations

import time

import structlog
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from codeward.web.jobs.registry import Chore, chores

logger = structlog.get_logger("codeward.web.jobs")
INTERVAL = 1.0  # seconds


def make_worker() -> Worker:
    """A worker whose ``run`` does what waits in the queue and returns."""
    return Worker(
        queue_names=["*"],
        interval=INTERVAL,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def run() -> None:
    """Work until SIGTERM: a job under way is finished first. A second SIGTERM ends it at once."""
    worker = make_worker()
    worker.configure_signals()
    due: dict[str, float] = {}
    while worker.running:
        close_old_connections()
        do_due(chores(), due, time.monotonic())
        # The worker takes SQLite's write lock to look; ask first without one.
        if DBTaskResult.objects.ready().exists():
            worker.run()
        if worker.running:
            time.sleep(INTERVAL)


def do_due(all_chores: list[Chore], due: dict[str, float], now: float) -> list[str]:
    """Do the chores whose time has come (all of them the first time); returns their names.

    `due`: by name, when each is next due in seconds of the same clock as `now`; it is updated.
    """
    done = []
    for chore in all_chores:
        if now < due.get(chore.name, 0.0):
            continue
        due[chore.name] = now + chore.interval.total_seconds()
        try:
            chore.work()
        except Exception:  # one chore that fails must not keep the others from being done
            logger.exception("chore failed", chore=chore.name)
        done.append(chore.name)
    return done
