"""What the office knows of chores, jobs and workers; and "Again"."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.web.jobs import api, records, registry, worker
from codeward.web.jobs.models import ChoreRun, WorkerSign
from codeward.web.jobs.registry import Chore
from codeward.web.mail.sending import deliver
from tests.web.race import at_once

pytestmark = pytest.mark.django_db


def failing() -> DBTaskResult[Any, Any]:
    """A job that failed, as the worker leaves it."""
    DBTaskResult.objects.all().delete()
    deliver.enqueue(1)
    DBTaskResult.objects.update(args_kwargs={"args": ["no number"], "kwargs": {}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("codeward.web.mail.sending.can_send", lambda: True)
        worker.make_worker().run()
    row = DBTaskResult.objects.get()
    assert row.status == "FAILED"
    return row


def test_a_chores_run_is_written_down_with_its_next() -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        worker.do_due([Chore("a", timedelta(hours=1), dict)], {}, 0.0)
        run = ChoreRun.objects.get()
        assert run.done_at == run.started_at == timezone.now()
        assert run.next_at == timezone.now() + timedelta(hours=1)


def test_a_failed_chore_keeps_its_reason_in_one_line_until_it_ends_well() -> None:
    def broken() -> None:
        raise RuntimeError("no\x00 room\nTraceback: somewhere")

    for count in (1, 2):
        worker.do_due([Chore("a", timedelta(hours=1), broken)], {}, 0.0)
        run = ChoreRun.objects.get()
        assert (run.error, run.failures, run.done_at) == ("RuntimeError: no room", count, None)
    worker.do_due([Chore("a", timedelta(hours=1), dict)], {}, 0.0)
    run = ChoreRun.objects.get()
    assert (run.error, run.failures, run.failed_at) == ("", 0, None)


def test_a_reason_holds_no_link_that_signs_in() -> None:
    told = records.reason(ValueError("no mail to http://x/start/5b0fSECRETSECRET5b0f"))
    assert "SECRET" not in told
    assert told.startswith("ValueError: no mail to")


def test_a_chore_asked_for_is_done_at_once_and_once() -> None:
    done: list[str] = []
    chore = Chore("a", timedelta(hours=1), lambda: done.append("a"))
    due: dict[str, float] = {}
    worker.do_due([chore], due, 5.0)
    assert api.chore_again("a")
    assert not api.chore_again("a")  # asked for already
    for now in (6.0, 7.0):
        worker.do_asked(due)
        worker.do_due([chore], due, now)
    assert done == ["a", "a"]


def test_each_chore_of_the_school_has_words_for_people() -> None:
    for chore, _run in api.chore_runs():
        assert str(chore.label) != chore.name


def test_a_job_without_a_name_goes_by_its_function() -> None:
    assert registry.job_label("codeward.web.x.tell_all_of_them") == "Tell all of them"
    assert registry.job_label(deliver.module_path) == "Send a mail"


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_is_told_without_a_traceback_and_done_again() -> None:
    row = failing()
    [(told, label, why)] = api.failed_jobs()
    assert (told.pk, label) == (row.pk, "Send a mail")
    assert why.startswith("ValueError")
    assert "Traceback" not in why
    assert api.again(str(row.pk))
    assert not api.again(str(row.pk))
    assert api.waiting() == 1
    worker.make_worker().run()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_again_by_eight_at_once_is_one_job() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("races are tried on PostgreSQL")
    row = failing()
    assert sum(at_once(8, lambda _pause: api.again(str(row.pk)))) == 1
    assert api.waiting() == 1

    def naive(pause: Any) -> None:
        seen = DBTaskResult.objects.filter(status="FAILED").first()
        pause()
        if seen is not None:
            seen.delete()
            deliver.enqueue(1)

    failing()
    at_once(8, naive)
    assert api.waiting() > 1  # the race is one


def test_what_a_dead_worker_left_is_done_again_and_not_for_ever() -> None:
    deliver.enqueue(1)
    long_ago = timezone.now() - timedelta(hours=1)
    WorkerSign.objects.create(worker_id="lives", seen_at=timezone.now())
    rows = DBTaskResult.objects.all()
    rows.update(status="RUNNING", started_at=long_ago, worker_ids=["lives"])
    assert records.put_back() == 0
    WorkerSign.objects.update(seen_at=long_ago)
    assert records.put_back() == 1
    assert rows.get().status == "READY"
    rows.update(status="RUNNING", started_at=long_ago, worker_ids=["a", "b", "c"])
    assert records.put_back() == 0
    assert rows.get().status == "FAILED"
    assert api.failed_jobs()[0][2] == ""


def test_a_sign_from_the_future_is_no_sign_of_life() -> None:
    deliver.enqueue(1)
    WorkerSign.objects.create(worker_id="w", seen_at=timezone.now() + timedelta(days=40))
    DBTaskResult.objects.update(
        status="RUNNING", started_at=timezone.now() - timedelta(hours=1), worker_ids=["w"]
    )
    assert records.put_back() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_gives_signs_of_life_while_it_works(monkeypatch: pytest.MonkeyPatch) -> None:
    assert api.worker_seen() is None
    monkeypatch.setattr(worker, "BEAT", 0.01)
    ended = threading.Event()
    thread = threading.Thread(target=worker.live, args=("w", ended))
    thread.start()
    first = None
    for _ in range(500):
        seen = api.worker_seen()
        first = first or seen
        if seen and first and seen > first:
            break
        ended.wait(0.01)
    ended.set()
    thread.join()
    assert first is not None
    assert seen is not None
    assert seen > first
