"""Placements in the log: one under way, once a week, one question at a time, room asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from codeward.bounds import BoundsError
from codeward.practice.mastery import Source
from codeward.web import quotas
from codeward.web.accounts.models import User
from codeward.web.learning import api
from codeward.web.learning.models import Placement, Response
from tests.web.learning.answers import answer

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 9, tzinfo=UTC)


def at(days: float) -> time_machine.travel:
    """So many days after the start."""
    return time_machine.travel(START + timedelta(days=days), tick=False)


def begun(learner: User) -> Placement:
    """One that begins at the start."""
    with at(0):
        return api.start_placement(learner, 5, {"id": "q1"})


def answered(one: Placement, item: str, following: str | None) -> Placement:
    """An answer to an item of it, after which that one follows."""
    given = answer(item, source=Source.PLACEMENT, sitting=one.public_id)
    return api.answer_placement(one, given, lambda _row: {"id": following} if following else None)


def test_one_is_under_way_and_another_begins_a_week_after_it(alice: User, bob: User) -> None:
    one = begun(alice)
    assert begun(alice) == one
    assert begun(bob) != one
    with at(6):
        assert api.may_place_from(alice) == START + timedelta(days=7)
        api.end_placement(one)
        with pytest.raises(api.PlacementRefused, match="less than a week") as told:
            api.start_placement(alice, 6, {"id": "q1"})
        assert "June 8" in told.value.way_out
    with at(7):
        assert api.may_place_from(alice) is None
        assert api.start_placement(alice, 6, {"id": "q1"}) != one
    assert api.open_placement(None) is api.last_placement(None) is api.may_place_from(None) is None


def test_it_asks_one_after_another_and_ends_when_nothing_follows(alice: User) -> None:
    one = begun(alice)
    with at(1):
        now = answered(one, "q1", "q2")
        assert [item["id"] for item in now.items] == ["q1", "q2"]
        # Sent again, and to what was never asked.
        for item in ("q1", "q9"):
            assert answered(one, item, "q3").items == now.items
        assert Response.objects.count() == 1
        assert api.unanswered(now) == {"id": "q2"}
        over = answered(one, "q2", None)
        assert over.ended_at is not None
        assert api.unanswered(over) is None
        assert not api.may_go_on(over)
        with pytest.raises(api.PlacementRefused):
            api.go_on_placement(over)
    # It is no evidence of what was learned.
    assert api.states(alice) == {}


def test_ended_early_it_goes_on_until_a_month_is_over_or_a_newer_one_was_begun(alice: User) -> None:
    one = begun(alice)
    with at(2):
        ended = api.end_placement(one)
        assert api.end_placement(one).ended_at == ended.ended_at
        assert answered(one, "q1", "q2").items == [{"id": "q1"}]
        assert api.may_go_on(ended)
        assert api.go_on_placement(ended).ended_at is None
    with at(29.9):
        assert api.open_placement(alice) == one
    with at(30):
        assert api.open_placement(alice) is None
        one.refresh_from_db()
        assert not api.may_go_on(one)
        newer = api.start_placement(alice, 6, {"id": "q1"})
        api.end_placement(newer)
        assert api.may_go_on(api.end_placement(newer))


def test_it_asks_for_room(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.web.learning.log.RESPONSES", quotas.RESPONSES._replace(account=7_999))
    with pytest.raises(BoundsError):
        api.start_placement(alice, 5, {"id": "q1"})
    assert not Placement.objects.exists()
