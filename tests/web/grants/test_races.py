"""Eight at the same instant. The database decides; on PostgreSQL the naive forms are seen to fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from codeward.web.accounts import parts
from codeward.web.accounts.api import LockRefused, lock
from codeward.web.accounts.models import User
from codeward.web.audit.api import rows
from codeward.web.grants import moves, second
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.refusals import LastDirector, NotAllowed, NotNow
from codeward.web.grants.table import Role
from tests.web.grants.cast import member
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8
WHY = "A test asks for it."
ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite writes one after another: the naive form cannot fail"
)


def directors(count: int) -> list[User]:
    """So many directors in force."""
    return [member(Role.DIRECTOR, f"director{n}") for n in range(count)]


def in_force() -> int:
    """How many directors there are."""
    return Grant.objects.filter(role=Role.DIRECTOR, state="live", person__is_active=True).count()


def test_a_role_given_by_eight_at_once_is_one_row_told_once(alice: User) -> None:
    people = iter(directors(MANY))
    made = at_once(
        MANY,
        lambda _pause: moves.give(next(people), User.objects.get(pk=alice.pk), Role.SUPPORT, reason=WHY).pk,
    )
    assert set(made) == {Grant.objects.get(person=alice).pk}
    assert rows().filter(act="grants.given").count() == 1


def naive_give(person: User, pause: Callable[[], object]) -> bool:
    """Look, then write: what the partial unique index is for. True where it wrote."""
    if Grant.objects.filter(person=person, role=Role.SUPPORT, state="live").exists():
        return False
    pause()
    try:
        Grant.objects.create(person=person, role=Role.SUPPORT, state="live", reason=WHY)
    except IntegrityError:
        return False
    return True


@ON_POSTGRESQL
def test_look_then_write_gives_a_role_many_times_where_no_index_stops_it(alice: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX grants_grant_once")
    try:
        assert at_once(MANY, lambda pause: naive_give(alice, pause)).count(True) > 1
    finally:
        Grant.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX grants_grant_once ON grants_grant (person_id, role, scope_kind, scope_id)"
                " WHERE state IN ('waiting', 'live')"
            )
    assert at_once(MANY, lambda pause: naive_give(alice, pause)).count(True) == 1


def test_of_eight_directors_who_leave_at_once_one_stays() -> None:
    people = iter(directors(MANY))

    def leave(_pause: Callable[[], object]) -> bool:
        me = next(people)
        try:
            moves.end(me, Grant.objects.get(person=me), "I leave.")
        except LastDirector:
            return False
        return True

    assert at_once(MANY, leave).count(True) == MANY - 1
    assert in_force() == 1


def test_directors_who_lock_delete_and_end_each_other_at_once_leave_one() -> None:
    people = directors(MANY)
    turns = iter(range(MANY))

    def act(_pause: Callable[[], object]) -> bool:
        n = next(turns)
        me, next_one = people[n], people[(n + 1) % MANY]
        try:
            if n % 3 == 0:
                lock(next_one, me, "A test.")
            elif n % 3 == 1:
                parts.delete(User.objects.get(pk=me.pk))
            else:
                moves.end(me, Grant.objects.get(person=next_one), "A test.")
        except (LastDirector, LockRefused, NotAllowed, NotNow, ObjectDoesNotExist):
            return False
        return True

    at_once(MANY, act)
    assert in_force() >= 1


def naive_leave(me: User, pause: Callable[[], object]) -> bool:
    """Count the others, then go: each sees the other still there."""
    with transaction.atomic():
        if not Grant.objects.filter(role=Role.DIRECTOR, state="live").exclude(person=me).exists():
            return False
        pause()
        return bool(Grant.objects.filter(person=me).update(state="ended", ended_at=timezone.now()))


@ON_POSTGRESQL
def test_counting_the_others_and_then_leaving_empties_the_school() -> None:
    people = iter(directors(MANY))
    at_once(MANY, lambda pause: naive_leave(next(people), pause))
    assert in_force() == 0


def test_what_eight_ask_for_at_once_waits_once(alice: User) -> None:
    people = iter(directors(MANY))
    at_once(
        MANY,
        lambda _pause: moves.give(next(people), User.objects.get(pk=alice.pk), Role.DIRECTOR, reason=WHY).pk,
    )
    assert Grant.objects.filter(person=alice).count() == 1
    assert Approval.objects.count() == 1


def test_of_eight_who_decide_at_once_one_does(alice: User) -> None:
    asker, *deciders = directors(MANY + 1)
    moves.give(asker, alice, Role.DIRECTOR, reason=WHY)
    waits = second.pending().get()
    turns = iter(enumerate(deciders))

    def decide(_pause: Callable[[], object]) -> str:
        n, me = next(turns)
        try:
            return (second.refuse(me, waits, "No.") if n % 2 else second.approve(me, waits)).state
        except NotNow:
            return "too late"

    told = at_once(MANY, decide)
    assert told.count("too late") == MANY - 1
    decided = Approval.objects.get()
    assert Grant.objects.get(person=alice).state == {"approved": "live", "refused": "refused"}[decided.state]
    assert rows().filter(act__startswith="grants.second_", thing=waits.public_id).count() == 2


def naive_decide(pause: Callable[[], object]) -> bool:
    """Look at the state, then write another: of eight, many decide."""
    one = Approval.objects.get()
    if one.state != "waiting":
        return False
    pause()
    one.state, one.decided_at = Approval.State.REFUSED, timezone.now()
    one.save()
    return True


@ON_POSTGRESQL
def test_look_then_decide_decides_many_times(alice: User) -> None:
    moves.give(directors(1)[0], alice, Role.DIRECTOR, reason=WHY)
    assert at_once(MANY, naive_decide).count(True) > 1
