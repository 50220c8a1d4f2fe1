"""The log of answers: once each, in one order, bounded; and the states that are folded from it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from codeward.bounds import BoundsError
from codeward.practice.mastery import NEW, Mastery, Source, mastery
from codeward.web import quotas
from codeward.web.accounts.models import User
from codeward.web.learning import api, standings
from codeward.web.learning.models import Log, Response, Standing
from codeward.web.learning.responses import ROW
from tests.web.learning.answers import SKILL, answer

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_an_answer_is_kept_as_it_was_given(alice: User) -> None:
    version = api.keep_version(api.ContentVersion.Kind.LESSON, "d3", "lesson0000000000", {"lesson.md": "x"})
    given = answer(
        "d3-c1",
        right=False,
        source=Source.CHECK,
        version=version,
        generator="",
        seed=None,
        kind="typed",
        option="E11.22",
        credit=0.25,
        level=3,
        hints=2,
        timed=True,
        mixed=True,
        seconds=41,
    )
    row = api.record(alice, given)
    kept = Response.objects.get()
    assert kept == row
    for name in ("item", "right", "kind", "option", "credit", "level", "hints", "timed", "mixed", "seconds"):
        assert getattr(kept, name) == getattr(given, name), name
    assert (kept.version_id, kept.source, kept.first) == ("lesson0000000000", "check", True)


def test_the_same_answer_sent_twice_is_one(alice: User) -> None:
    given = answer()
    assert api.record(alice, given) == api.record(alice, given)
    assert api.record_all(alice, [given, given]) == [Response.objects.get()] * 2
    assert Log.objects.get().stored == ROW
    assert api.states(alice)[SKILL].fresh == 1


def test_a_key_of_another_answer_is_refused(alice: User, bob: User) -> None:
    given = answer()
    api.record(alice, given)
    with pytest.raises(api.ResponseError, match="another answer"):
        api.record(alice, answer("with:2", client_key=given.client_key))
    # Somebody else's keys are their own.
    api.record(bob, given)
    assert Response.objects.count() == 2


def test_the_first_answer_to_an_item_stays_the_first(alice: User, bob: User) -> None:
    api.record(alice, answer(right=False))
    again = api.record(alice, answer(right=True))
    assert not again.first
    assert api.record(bob, answer()).first
    assert api.states(alice)[SKILL].recent == (0, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=again.pk).update(first=True)


@pytest.mark.parametrize(
    "fault",
    [
        {"skill": "no skill"}, {"skill": "a." + "b" * 40}, {"item": ""}, {"item": "i" * 121}, {"option": "o" * 121},
        {"option": "a\0b"}, {"kind": "spoken"}, {"level": 4}, {"credit": 1.01}, {"hints": -1}, {"seconds": 86_401},
        {"seed": -1}, {"seed": 2**63}, {"seed": None}, {"generator": ""}, {"book": "b" * 65}, {"sitting": "s" * 17},
    ],
    ids=lambda fault: next(iter(fault)),
)  # fmt: skip
def test_what_fits_no_column_is_refused_by_name(fault: dict[str, Any]) -> None:
    with pytest.raises(api.ResponseError) as told:
        answer(**fault)
    assert told.value.way_out


def test_too_many_at_once_and_no_room_keep_nothing(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(api.ResponseError, match="at most 200"):
        api.record_all(alice, [answer(f"i{n}") for n in range(201)])
    monkeypatch.setattr("codeward.web.learning.log.RESPONSES", quotas.RESPONSES._replace(account=3 * ROW))
    api.record_all(alice, [answer(f"i{n}") for n in range(3)])
    with pytest.raises(BoundsError, match="answers and study time"):
        api.record(alice, answer("i3"))
    assert Response.objects.count() == 3
    # What a grade says of answers is never refused, and counts for the next.
    api.record_all(alice, [answer("i4")], ask=False)
    assert Log.objects.get().stored == 4 * ROW


def test_a_guests_bytes_are_counted_for_their_network(alice: User) -> None:
    told: list[int] = []
    api.record(alice, answer(option="abc"), count=told.append)
    assert told == [ROW + 3]


def test_what_comes_later_is_later_whatever_the_clock_says(alice: User) -> None:
    with time_machine.travel(START, tick=False):
        first = api.record(alice, answer("i1"))
    with time_machine.travel(START - timedelta(hours=2), tick=False):
        second = api.record(alice, answer("i2"))
    assert second.at > first.at


def some_log(learner: User, seed: int) -> None:
    """Two months of answers of three skills, of every source, with hints, repeats and wrong ones."""
    draw = random.Random(seed)
    now = START
    for _ in range(60):
        now += timedelta(hours=draw.choice([1, 20, 60]))
        given = [
            answer(
                f"i{draw.randrange(200)}",
                draw.random() < 0.85,
                skill=draw.choice(["dx.with", "term.parts", "poa.letter"]),
                source=draw.choice([Source.DRILL, Source.DRILL, Source.RECHECK, Source.PRETEST]),
                level=draw.choice([1, 2, 2, 3]),
                hints=draw.choice([0, 0, 0, 1]),
            )
            for _ in range(draw.randrange(1, 8))
        ]
        with time_machine.travel(now, tick=False):
            api.record_all(learner, given)


@pytest.mark.parametrize("seed", range(3))
def test_the_standings_are_what_a_replay_of_the_log_says(alice: User, seed: int) -> None:
    some_log(alice, seed)
    folded = api.states(alice)
    assert folded == mastery(standings.evidence(alice))
    assert {one.state for one in folded.values()} != {Mastery.LEARNING}
    Log.objects.update(rules=0)
    # Of older rules: the log is read, and at the next start all is folded anew.
    Standing.objects.update(state="kept")
    assert api.states(alice) == folded
    assert standings.refold_outdated() == 1
    assert standings.refold_outdated() == 0
    assert api.states(alice) == folded


def test_nobody_and_somebody_new_know_nothing(alice: User) -> None:
    for learner in (None, alice):
        assert api.states(learner) == {}
        assert api.due(learner, START.date()) == []
        assert api.first_checks(learner) == {}
        assert api.seen(learner, ["i1"]) == set()
    assert NEW.state is Mastery.NEW


def test_a_re_check_is_due_after_a_week(alice: User) -> None:
    with time_machine.travel(START, tick=False):
        api.record_all(alice, [answer(f"i{n}") for n in range(8)])
    assert api.states(alice)[SKILL].state is Mastery.PASSED
    assert api.due(alice, START.date() + timedelta(days=6)) == []
    assert api.due(alice, START.date() + timedelta(days=7)) == [SKILL]
    with time_machine.travel(START + timedelta(days=7), tick=False):
        api.record_all(alice, [answer(f"r{n}", source=Source.RECHECK, mixed=True) for n in range(3)])
    assert api.due(alice, START.date() + timedelta(days=20)) == []
    assert api.due(alice, START.date() + timedelta(days=21)) == [SKILL]


def test_first_tries_at_checks_are_told_by_item(alice: User) -> None:
    version = api.keep_version(api.ContentVersion.Kind.LESSON, "d3", "lesson0000000000", {})
    of = {"source": Source.CHECK, "version": version, "generator": "", "seed": None}
    api.record(alice, answer("d3-c1", False, **of))
    api.record(alice, answer("d3-c1", True, **of))
    api.record(alice, answer("d3-c2", True, **of))
    api.record(alice, answer("drill"))
    assert api.first_checks(alice) == {"d3-c1": False, "d3-c2": True}
    assert api.seen(alice, ["d3-c1", "drill", "d3-c9"]) == {"d3-c1", "drill"}
    assert [row.item for row in api.responses(alice, SKILL)[:2]] == ["drill", "d3-c2"]


def test_keys_are_of_the_learner_who_sent_them(alice: User, bob: User) -> None:
    key = uuid4()
    api.record(alice, answer("i1", client_key=key))
    assert api.record(bob, answer("i2", client_key=key)).item == "i2"
