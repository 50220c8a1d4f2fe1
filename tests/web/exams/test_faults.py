"""Faults of a sitting: a worker killed while it hands in, 200 times; what a form pins stays whatever is installed."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

import pytest
from django.db import connection, connections

from codeward.web.accounts.models import User
from codeward.web.exams.models import Score, Sitting
from codeward.web.exams.sittings import begin, save, submit
from codeward.web.learning.models import Response
from tests.web.exams.made import KINDS, RIGHT, change, made_form

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 200


def ready(learner: User) -> Sitting:
    """A sitting with everything answered."""
    Sitting.objects.all().delete()
    Response.objects.all().delete()
    one = begin(learner, made_form("CCS", ids=KINDS), timed=True)
    save(one, [change(n, 1, RIGHT[name]) for n, name in enumerate(KINDS, 1)])
    return one


def handed_in_and_killed(one: Sitting, after: float) -> None:
    """Hand it in in a process of its own, and kill -9 that after so many seconds."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            submit(Sitting.objects.get(pk=one.pk))
        os._exit(0)
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


@pytest.mark.proof
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="a database in memory is not shared by processes"
)
def test_a_worker_that_is_killed_while_it_hands_in_leaves_it_open_or_handed_in(alice: User) -> None:
    one = ready(alice)
    start = time.monotonic()
    submit(one)
    whole = (time.monotonic() - start) * 1.6
    pick = random.Random(14)
    found = {"open": 0, "submitted": 0}
    for _ in range(TIMES):
        one = ready(alice)
        handed_in_and_killed(one, pick.uniform(0, whole))
        fresh = Sitting.objects.get(pk=one.pk)
        found[fresh.state] += 1
        closed = int(not fresh.is_open)
        assert (Score.objects.count(), Response.objects.count()) == (closed, closed * len(KINDS))
        assert (fresh.closed_at is not None, fresh.events.filter(kind="submitted").count()) == (
            bool(closed),
            closed,
        )
        # Whoever tries again gets all of it, once.
        assert submit(fresh).points == 8
        assert Response.objects.count() == len(KINDS)
    assert sum(found.values()) == TIMES
    assert min(found.values()) >= 10, found
