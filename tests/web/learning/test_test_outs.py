"""Test-outs: once a week, 20 minutes by the server's clock, 10 of 12 right, and what they vouch for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from codeward.bounds import BoundsError
from codeward.practice.mastery import Mastery, Source, mastery
from codeward.web import quotas
from codeward.web.accounts.models import User
from codeward.web.learning import api, standings
from codeward.web.learning.models import TestOut
from tests.web.learning.answers import SKILL, answer

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 9, tzinfo=UTC)
ITEMS = [{"id": f"i{n}"} for n in range(12)]
SKILLS = [SKILL, "dx.demand"]


def at(minutes: float) -> time_machine.travel:
    """So many minutes after the start."""
    return time_machine.travel(START + timedelta(minutes=minutes), tick=False)


def begun(learner: User, lesson: str = "d3") -> TestOut:
    """A test-out that begins at the start."""
    with at(0):
        return api.start_test_out(learner, lesson, SKILLS, ITEMS)


def answered(learner: User, test: TestOut, right: int, minutes: float = 10) -> None:
    """All twelve are answered, so many of them right."""
    with at(minutes):
        given = [
            answer(f"i{n}", n < right, source=Source.TEST_OUT, sitting=test.public_id, timed=True)
            for n in range(12)
        ]
        api.record_all(learner, given)


@pytest.mark.parametrize(("right", "passed"), [(9, False), (10, True), (12, True)])
def test_ten_right_pass_and_every_skill_of_the_lesson_enters(alice: User, right: int, passed: bool) -> None:
    test = begun(alice)
    answered(alice, test, right)
    with at(15):
        ended = api.end_test_out(test)
    assert (ended.right, ended.passed) == (right, passed)
    assert api.tested_out(alice) == ({"d3"} if passed else set())
    known = api.states(alice)
    assert ("dx.demand" in known) is passed
    if passed:
        assert known["dx.demand"].state is Mastery.PASSED
        assert known["dx.demand"].due_on == (START + timedelta(days=7)).date()
    assert known == mastery(standings.evidence(alice))
    # Ended twice is ended once.
    assert api.end_test_out(test).ended_at == ended.ended_at


def test_what_comes_after_its_time_does_not_count(alice: User) -> None:
    test = begun(alice)
    answered(alice, test, 12, minutes=20.1)
    with at(21):
        assert api.open_test_out(alice, "d3") is None
    assert TestOut.objects.get().right == 0
    assert not TestOut.objects.get().passed
    assert TestOut.objects.get().ended_at is not None


def test_an_item_seen_before_or_another_sittings_does_not_count(alice: User) -> None:
    with at(-5):
        api.record_all(alice, [answer("i0"), answer("i1"), answer("i2")])
    test = begun(alice)
    answered(alice, test, 12)
    other = begun(alice, "d4")
    with at(12):
        assert api.end_test_out(test).right == 9
        assert api.end_test_out(other).right == 0


def test_one_goes_on_with_the_one_under_way_and_may_begin_again_after_a_week(alice: User, bob: User) -> None:
    test = begun(alice)
    with at(5):
        assert api.open_test_out(alice, "d3") == test
        assert api.start_test_out(alice, "d3", SKILLS, ITEMS) == test
        api.end_test_out(test)
        assert api.may_test_out_from(alice, "d3") == START + timedelta(days=7)
        assert api.may_test_out_from(alice, "d4") is None
        assert api.may_test_out_from(bob, "d3") is None
        assert api.may_test_out_from(None, "d3") is None
        with pytest.raises(api.TestOutRefused, match="less than a week") as told:
            api.start_test_out(alice, "d3", SKILLS, ITEMS)
        assert "June 8" in told.value.way_out
    with at(7 * 24 * 60):
        assert api.may_test_out_from(alice, "d3") is None
        assert api.start_test_out(alice, "d3", SKILLS, ITEMS) != test


def test_anything_but_twelve_items_is_none(alice: User) -> None:
    with pytest.raises(api.TestOutRefused, match="12 items"):
        api.start_test_out(alice, "d3", SKILLS, ITEMS[:11])
    assert api.open_test_out(None, "d3") is None
    assert api.tested_out(None) == set()


def test_it_asks_for_room(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.web.learning.log.RESPONSES", quotas.RESPONSES._replace(account=1_999))
    with pytest.raises(BoundsError):
        api.start_test_out(alice, "d3", SKILLS, ITEMS)
    assert not TestOut.objects.exists()
