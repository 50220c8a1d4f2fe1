"""The worker: does the jobs of the database's queue, and the chores by the clock."""

from __future__ import annotations

import threading
import time

import structlog
from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from codeward.web.jobs import records
from codeward.web.jobs.here import queues
from codeward.web.jobs.registry import Chore, chores

__all__ = ["do_asked", "do_due", "live", "make_worker", "run"]

logger = structlog.get_logger("codeward.web.jobs")
INTERVAL = 1.0  # seconds
BEAT = 15.0  # seconds


def make_worker() -> Worker:
    """A worker whose ``run`` does what waits in the queue and returns."""
    return Worker(
        queue_names=queues(),
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
    threading.Thread(target=live, args=(worker.worker_id, threading.Event()), daemon=True).start()
    due: dict[str, float] = {}
    while worker.running:
        close_old_connections()
        do_asked(due)
        do_due(chores(), due, time.monotonic())
        # The worker takes SQLite's write lock to look; ask first without one.
        if DBTaskResult.objects.ready().filter(queue_name__in=worker.queue_names).exists():
            worker.run()
        if worker.running:
            time.sleep(INTERVAL)


def live(worker_id: str, ended: threading.Event) -> None:
    """Give a sign of life every few seconds, also while a long job runs. A thread of its own; ends with `ended`."""
    while True:
        try:
            close_old_connections()
            records.beat(worker_id)
        except DatabaseError:  # the next beat may do better
            logger.warning("no sign of life could be written")
        if ended.wait(BEAT):
            connection.close()
            return


def do_asked(due: dict[str, float]) -> None:
    """Make due at once what the office wants done."""
    for name in records.asked():
        if records.take_asked(name):
            due[name] = 0.0


def do_due(all_chores: list[Chore], due: dict[str, float], now: float) -> list[str]:
    """Do the chores whose time has come (all of them the first time); returns their names.

    `due`: by name, when each is next due in seconds of the same clock as `now`; it is updated.
    """
    done = []
    for chore in all_chores:
        if now < due.get(chore.name, 0.0):
            continue
        due[chore.name] = now + chore.interval.total_seconds()
        _do(chore)
        done.append(chore.name)
    return done


def _do(chore: Chore) -> None:
    try:
        records.began(chore)
        chore.work()
        records.ended_well(chore)
    except Exception as error:  # one chore that fails must not keep the others from being done
        logger.exception("chore failed", chore=chore.name)
        try:
            records.failed(chore, error)
        except DatabaseError:
            logger.warning("the failure could not be written down", chore=chore.name)
