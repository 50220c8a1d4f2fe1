"""Two people: what one asks for comes into force by another, and where one runs the school after a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from codeward.web.accounts.models import User
from codeward.web.audit.api import rows
from codeward.web.grants import moves, second
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.refusals import NotAllowed, NotNow, Unfit
from codeward.web.grants.rights import may
from codeward.web.grants.table import Area, Need, Role
from tests.web.grants.cast import grant, member

pytestmark = pytest.mark.django_db
WHY = "Takes over in spring."


@pytest.fixture
def boss() -> User:
    """The director of a school that one person runs."""
    return member(Role.DIRECTOR)


def asked(by: User, person: User) -> Approval:
    """`by` asks to make the person a director."""
    held = moves.give(by, person, Role.DIRECTOR, reason=WHY)
    assert held.state == "waiting"
    return second.pending().get(key=held.public_id)


def directs(person: User) -> bool:
    """Whether the person is a director in force."""
    return may(person, Area.PEOPLE, Need.DECIDE)


def test_a_new_director_comes_into_force_by_a_second_person(boss: User, alice: User) -> None:
    other = member(Role.DIRECTOR, "second")
    waits = asked(boss, alice)
    assert waits.waits_until is None
    assert not directs(alice)
    assert second.approve(other, waits).state == "approved"
    assert second.approve(other, waits).state == "approved"
    assert directs(alice)
    assert Grant.objects.get(person=alice).way == "approved"
    told = [row.act for row in reversed(rows(about=alice))]
    assert told == ["grants.second_asked", "grants.asked", "grants.second_approved", "grants.approved"]
    assert rows(act=None, about=alice).first().actor == other.public_id  # type: ignore[union-attr]


def test_neither_who_asked_nor_whom_it_is_about_nor_another_role_decides(
    boss: User, alice: User, bob: User
) -> None:
    member(Role.DIRECTOR, "second")
    waits = asked(boss, alice)
    grant(bob, Role.AUDITOR)
    for person in (boss, alice, bob):
        with pytest.raises(NotAllowed):
            second.approve(person, waits)
        with pytest.raises(NotAllowed):
            second.refuse(person, waits, "No.")
    assert not directs(alice)


@pytest.mark.parametrize("who", ["asker", "about"])
def test_the_database_itself_asks_for_a_second_person(who: str, boss: User, alice: User) -> None:
    waits = asked(boss, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=waits.pk).update(
            state="approved", decided_by=getattr(waits, who), decided_at=timezone.now()
        )


def test_a_refusal_needs_a_reason_and_is_final(boss: User, alice: User) -> None:
    other = member(Role.DIRECTOR, "second")
    waits = asked(boss, alice)
    with pytest.raises(Unfit):
        second.refuse(other, waits, " ")
    second.refuse(other, waits, "Not yet.")
    held = Grant.objects.get(person=alice)
    assert (held.state, held.end_reason) == ("refused", "Not yet.")
    with pytest.raises(NotNow) as told:
        second.approve(other, waits)
    assert told.value.thing.state == "refused"  # type: ignore[attr-defined]
    assert asked(boss, alice).pk != waits.pk


def test_whoever_asked_takes_it_back_and_nobody_else(boss: User, alice: User) -> None:
    other = member(Role.DIRECTOR, "second")
    waits = asked(boss, alice)
    with pytest.raises(NotAllowed):
        second.withdraw(other, waits)
    assert second.withdraw(boss, waits).state == "withdrawn"
    assert Grant.objects.get(person=alice).state == "refused"


def test_where_one_person_runs_the_school_it_waits_a_day_with_its_reason(boss: User, alice: User) -> None:
    waits = asked(boss, alice)
    assert waits.waits_until == waits.made_at + timedelta(hours=24)
    assert waits.reason == WHY
    with time_machine.travel(waits.waits_until - timedelta(seconds=5), tick=False):
        assert second.let_waits_pass() == 0
        assert not directs(alice)
    with time_machine.travel(waits.waits_until, tick=False):
        assert second.let_waits_pass() == 1
        assert second.let_waits_pass() == 0
        assert directs(alice)
    assert Grant.objects.get(person=alice).way == "waited"
    row = rows().get(act="grants.second_approved")
    assert (row.actor, row.reason) == ("", WHY)


def test_a_second_person_who_came_in_meanwhile_decides_instead_of_the_clock(
    boss: User, alice: User, bob: User
) -> None:
    waits = asked(boss, alice)
    grant(bob, Role.DIRECTOR)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert second.let_waits_pass() == 0
        assert second.let_waits_pass() == 0
        assert not directs(alice)
        waits.refresh_from_db()
        assert waits.waits_until is None
        second.approve(bob, waits)
        assert directs(alice)


def test_when_the_second_person_leaves_the_wait_begins_then(boss: User, alice: User, bob: User) -> None:
    grant(bob, Role.DIRECTOR)
    waits = asked(boss, alice)
    moves.end(bob, Grant.objects.get(person=bob), "I leave.")
    second.let_waits_pass()
    waits.refresh_from_db()
    assert waits.waits_until is not None
    assert waits.waits_until > timezone.now() + timedelta(hours=23)


def test_a_wait_ends_in_nothing_when_whoever_asked_may_no_longer(boss: User, alice: User) -> None:
    asked(boss, alice)
    Grant.objects.filter(person=boss).update(state="ended", ended_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert second.let_waits_pass() == 0
    assert Grant.objects.get(person=alice).state == "refused"


def test_what_was_asked_for_until_a_moment_before_the_answer_runs_out_and_nothing_breaks(
    boss: User, alice: User
) -> None:
    soon = timezone.now() + timedelta(hours=5)
    moves.give(boss, alice, Role.DIRECTOR, reason=WHY, until=soon)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert second.let_waits_pass() == 1
        assert second.let_waits_pass() == 0
    assert Grant.objects.get(person=alice).state == "expired"
    assert not directs(alice)


def test_a_later_app_asks_for_two_people_by_the_same_helper(boss: User, alice: User) -> None:
    from django.utils.translation import gettext_lazy as _

    paid: list[str] = []
    second.on_second(
        "test.refund",
        _("Refund"),
        Area.MONEY,
        done=lambda one: paid.append(one.key),
        dropped=lambda _one: None,
    )
    try:
        bursar = member(Role.BURSAR)
        with pytest.raises(NotAllowed):
            second.second_person(bursar, "test.refund", "r1", title="Refund", reason=WHY, about=alice)
        one = second.second_person(boss, "test.refund", "r1", title="Refund", reason=WHY, about=alice)
        assert second.second_person(boss, "test.refund", "r1", title="Refund", reason=WHY, about=alice) == one
        other = member(Role.DIRECTOR, "second")
        second.approve(other, one)
        second.approve(other, one)
        assert paid == ["r1"]
    finally:
        del second._kinds["test.refund"]
