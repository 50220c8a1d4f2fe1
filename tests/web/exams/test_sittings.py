"""Sittings: begun once, saved as they go, shut by the database's clock."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from codeward.bounds import BoundsError
from codeward.web.accounts.models import User
from codeward.web.exams import sittings
from codeward.web.exams.breaks import pause, resume
from codeward.web.exams.clock import deadline_of, left, now
from codeward.web.exams.models import Accommodation, Answer, Event, Form, Sitting
from codeward.web.exams.moves import extend, give_time
from codeward.web.exams.sittings import (
    SittingClosed,
    SittingRefused,
    begin,
    close_run_out,
    save,
)
from codeward.web.learning.models import ContentVersion
from tests.web.exams.made import change, made_form, with_left

pytestmark = pytest.mark.django_db


def test_beginning_twice_is_one_sitting(alice: User, form: Form) -> None:
    first = begin(alice, form, timed=True)
    assert begin(alice, form, timed=True) == first
    assert Event.objects.filter(kind="begun").count() == 1
    assert first.deadline == first.started_at + dt.timedelta(minutes=60)


def test_another_form_of_the_exam_goes_on_with_the_open_one(alice: User, form: Form) -> None:
    first = begin(alice, form, timed=True)
    assert begin(alice, made_form(seed=2), timed=False) == first
    other = begin(alice, made_form("CCS"), timed=False)
    assert (other.deadline, other.exam) == (None, "CCS")


def test_the_database_holds_one_open_sitting_of_an_exam(sitting: Sitting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(
            form=made_form(seed=3), learner=sitting.learner, exam="CPC", number=1, timed=False
        )


def test_a_guest_is_asked_to_sign_up(form: Form) -> None:
    guest = User.objects.create(state=User.State.GUEST)
    with pytest.raises(SittingRefused, match="needs an account"):
        begin(guest, form, timed=True)


def test_a_day_has_an_end(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sittings, "A_DAY", 1)
    begin(alice, made_form(), timed=True)
    with pytest.raises(BoundsError, match="within a day"):
        begin(alice, made_form("CCS"), timed=True)


def test_a_change_is_kept_and_tells_what_is_left(sitting: Sitting) -> None:
    told = save(sitting, [change(2, given="#1", flagged=True, struck="0,3", note="units?", seconds=40)])
    row = Answer.objects.get()
    assert (row.place, row.given, row.flagged, row.struck, row.note, row.seconds) == (
        2, "#1", True, "0,3", "units?", 40,
    )  # fmt: skip
    assert told.revision == 1
    assert told.left is not None
    assert 3590 < told.left <= 3600
    # What a change does not name stays.
    save(sitting, [change(2, 2, given=None, flagged=False, seconds=5)])
    row.refresh_from_db()
    assert (row.given, row.flagged, row.note, row.seconds) == ("#1", False, "units?", 45)


def test_a_replayed_change_counts_once(sitting: Sitting) -> None:
    one = change(1, given="2", seconds=30)
    save(sitting, [one])
    told = save(sitting, [one, one])
    assert told.taken == (one.key, one.key)
    assert Answer.objects.get().seconds == 30
    assert Event.objects.filter(kind="saved").count() == 1


def test_an_older_change_never_replaces_a_newer_one(sitting: Sitting) -> None:
    save(sitting, [change(1, 5, "3")])
    told = save(sitting, [change(1, 4, "0"), change(1, 5, "1")])
    assert told.older[1].given == "3"
    assert Answer.objects.get().given == "3"
    assert [one.told["given"] for one in Event.objects.filter(kind="older")] == ["0", "1"]


def test_a_place_that_the_form_has_not_is_refused(sitting: Sitting) -> None:
    with pytest.raises(SittingRefused, match="no question of that number"):
        save(sitting, [change(4)])
    assert not Answer.objects.exists()


def test_too_many_changes_at_once_and_too_many_in_all_are_refused(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BoundsError, match="at once"):
        save(sitting, [change(1, n) for n in range(1, 202)])
    monkeypatch.setattr(sittings, "MOST", 500)
    save(sitting, [change(1, 1)])
    with pytest.raises(BoundsError, match="holds as many changes"):
        save(sitting, [change(1, 2, "x" * 400)])
    assert Answer.objects.get().sequence == 1


def test_the_browsers_clock_and_the_hosts_move_no_deadline(sitting: Sitting) -> None:
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=1), tick=True):
        told = save(sitting, [change()])
    assert told.left is not None
    assert told.left > 3500
    assert Answer.objects.get().saved_at - now() < dt.timedelta(seconds=5)


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
def test_a_change_of_the_clocks_moves_no_deadline(alice: User, zone: str) -> None:
    """Four hours from 23:30 before the clocks change are four hours, whatever the wall says."""
    from zoneinfo import ZoneInfo

    form = made_form(minutes=240)
    for day in ((2026, 3, 7), (2026, 3, 28), (2026, 10, 24), (2026, 10, 31)):
        began = dt.datetime(*day, 23, 30, tzinfo=ZoneInfo(zone))
        one = Sitting(form=form, learner=alice, timed=True, started_at=began.astimezone(dt.UTC))
        told = deadline_of(one)
        assert told is not None
        assert (told - began.astimezone(dt.UTC)) == dt.timedelta(hours=4)


def test_an_accommodation_gives_more_time_and_breaks(alice: User, bob: User, form: Form) -> None:
    Accommodation.objects.create(learner=alice, factor=125, given_by=bob, reason="as documented")
    Accommodation.objects.create(learner=alice, factor=150, breaks=10, given_by=bob, reason="as documented")
    one = begin(alice, form, timed=True)
    assert (one.factor, one.breaks) == (150, 10)
    assert one.deadline == one.started_at + dt.timedelta(minutes=90)


def test_time_is_added_while_it_runs_and_not_after(sitting: Sitting, bob: User) -> None:
    before = sitting.deadline
    after = extend(sitting, 15, by=bob, reason="The fire alarm rang")
    assert before is not None
    assert after.deadline == before + dt.timedelta(minutes=15)
    assert after.deadline == deadline_of(after)
    with pytest.raises(SittingRefused):
        extend(sitting, 0, by=bob, reason="x")
    with pytest.raises(SittingRefused):
        extend(sitting, 5, by=bob, reason="  ")
    with_left(sitting, -60)
    with pytest.raises(SittingClosed):
        extend(sitting, 15, by=bob, reason="too late")


def test_more_time_given_during_a_sitting_counts_at_once(sitting: Sitting, bob: User) -> None:
    give_time(sitting.learner, 200, 20, by=bob, reason="as documented")
    sitting.refresh_from_db()
    assert sitting.deadline == sitting.started_at + dt.timedelta(minutes=120)
    assert sitting.breaks == 20


def test_a_break_stops_the_clock_and_ends_by_itself(sitting: Sitting, bob: User) -> None:
    with pytest.raises(SittingRefused, match="No break"):
        pause(sitting)
    give_time(sitting.learner, 100, 10, by=bob, reason="as documented")
    one = with_left(sitting, 1000)
    one = pause(one)
    assert left(one, now()) == pytest.approx(1000, abs=2)
    assert left(one, now() + dt.timedelta(minutes=9)) == pytest.approx(1000, abs=2)
    # Whoever never returns finds it ended: the clock ran on after ten minutes.
    assert left(one, now() + dt.timedelta(minutes=11)) == pytest.approx(940, abs=2)
    with pytest.raises(SittingRefused, match="in a break"):
        save(one, [change()])
    Sitting.objects.filter(pk=one.pk).update(
        break_from=one.break_from - dt.timedelta(minutes=4),  # type: ignore[operator]
        break_until=one.break_until - dt.timedelta(minutes=4),  # type: ignore[operator]
        deadline=one.deadline - dt.timedelta(minutes=4),  # type: ignore[operator]
        started_at=one.started_at - dt.timedelta(minutes=4),
    )
    one = resume(one)
    assert one.paused == pytest.approx(240, abs=2)
    assert left(one, now()) == pytest.approx(1000, abs=3)
    assert one.deadline == deadline_of(one)
    save(one, [change()])
    # What is left of the breaks is six minutes.
    assert pause(one).break_until - now() < dt.timedelta(seconds=361)  # type: ignore[operator]


def test_a_sitting_that_cannot_be_scored_keeps_no_other_open(alice: User, bob: User) -> None:
    broken = with_left(begin(alice, made_form(ids=("made-s1-002",)), timed=True), -120)
    whole = with_left(begin(bob, made_form(), timed=True), -60)
    ContentVersion.objects.filter(digest=broken.form.paper["items"][0]["version"]).delete()
    with pytest.raises(ExceptionGroup):
        close_run_out()
    states = dict(Sitting.objects.values_list("pk", "state"))
    assert states == {broken.pk: "open", whole.pk: "submitted"}
