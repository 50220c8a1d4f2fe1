"""Who may what: by live grants of people with accounts, read against the table; never about oneself but reading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from codeward.web.accounts.api import demo_learner, lock
from codeward.web.accounts.models import User
from codeward.web.grants import scopes
from codeward.web.grants.models import Grant
from codeward.web.grants.rights import grants_of, holders, is_staff, may, reach, who_may
from codeward.web.grants.scopes import SCHOOL, Scope
from codeward.web.grants.table import Area, Need, Role, cell
from tests.web.grants.cast import grant, member

pytestmark = pytest.mark.django_db
STAFF = [role for role in Role if role is not Role.LEARNER]


@pytest.fixture
def cohorts(alice: User) -> Iterator[tuple[Scope, Scope]]:
    """Two cohorts of one program; Alice learns in the first."""
    held = dict(scopes._kinds), dict(scopes._shares)
    members = {"first": {alice.pk}, "second": set()}
    scopes.on_scope(
        "cohort",
        lambda id_, person: person.pk in members[id_],
        choices=lambda: [(name, name) for name in members],
        around=lambda _id: [Scope("program", "coding")],
    )
    scopes.on_scope(
        "program", lambda _id, person: person.pk == alice.pk, choices=lambda: [("coding", "Coding")]
    )
    yield Scope("cohort", "first"), Scope("cohort", "second")
    for now, before in zip((scopes._kinds, scopes._shares), held, strict=True):
        now.clear()  # type: ignore[attr-defined]
        now.update(before)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", STAFF)
def test_a_role_for_the_school_may_what_its_row_says_and_no_more(role: Role, alice: User) -> None:
    person = member(role)
    for area in Area:
        given = cell(role, area)
        open_to_all = cell(Role.LEARNER, area)
        for need in Need:
            expected = given.allows(need) and given.reach != "s"
            expected |= open_to_all.allows(need) and not open_to_all.reach
            assert may(person, area, need, about=alice) == expected, (role, area, need)


def test_learners_guests_and_the_demo_learner_reach_their_own_and_nobody_elses(
    alice: User, bob: User
) -> None:
    for person in (alice, User.objects.create_guest(), demo_learner()):
        assert may(person, Area.RECORD, Need.READ, about=person)
        assert not may(person, Area.RECORD, Need.READ, about=bob)
        assert not may(person, Area.RECORD, Need.READ)
        assert not may(person, Area.PEOPLE, Need.READ)
        assert not is_staff(person)
    assert not may(AnonymousUser(), Area.RECORD, Need.READ)
    assert not may(None, Area.FORUM, Need.READ)


def test_nobody_decides_about_themselves_nor_writes_their_own_with_a_role() -> None:
    director, bursar = member(Role.DIRECTOR), member(Role.BURSAR)
    assert may(director, Area.PEOPLE, Need.DECIDE)
    assert may(director, Area.PEOPLE, Need.READ, about=director)
    assert not may(director, Area.PEOPLE, Need.DECIDE, about=director)
    assert not may(bursar, Area.MONEY, Need.WRITE, about=bursar)
    assert may(bursar, Area.MONEY, Need.READ, about=bursar)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "waiting"},
        {"state": "ended", "ended_at": timezone.now()},
        {"until": timezone.now() - timedelta(minutes=1), "starts_at": timezone.now() - timedelta(days=1)},
        {"starts_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_a_grant_counts_in_force_and_in_its_time_alone(fields: dict[str, object], alice: User) -> None:
    grant(alice, Role.REGISTRAR, **fields)
    assert not is_staff(alice)
    assert not may(alice, Area.APPLICATIONS, Need.READ)
    assert not holders(Role.REGISTRAR).exists()


def test_a_locked_account_a_guest_and_a_demo_person_hold_nothing_whatever_a_row_says(alice: User) -> None:
    grant(alice, Role.REGISTRAR)
    assert is_staff(alice)
    assert lock(alice, member(Role.DIRECTOR), "Left without a word.")
    Grant.objects.exclude(person=alice).delete()
    Grant.objects.update(role=Role.DIRECTOR, way="shell")
    for person in (alice, User.objects.create_guest(), demo_learner()):
        if person != alice:
            grant(person, Role.DIRECTOR)
        assert grants_of(person) == []
        assert not may(person, Area.PEOPLE, Need.READ)
    assert not holders(Role.DIRECTOR).exists()
    assert not who_may(Area.PEOPLE, Need.DECIDE).exists()


def test_a_grant_for_a_cohort_reaches_its_own_people_and_things(
    cohorts: tuple[Scope, Scope], alice: User, bob: User
) -> None:
    first, second = cohorts
    teacher = member(Role.INSTRUCTOR, scope_kind="cohort", scope_id="first")
    assert may(teacher, Area.RECORD, Need.READ, about=alice)
    assert not may(teacher, Area.RECORD, Need.READ, about=bob)
    assert may(teacher, Area.FORUM, Need.DECIDE, scope=first)
    assert not may(teacher, Area.FORUM, Need.DECIDE, scope=second)
    assert not may(teacher, Area.FORUM, Need.DECIDE, about=bob, scope=first)
    assert reach(teacher, Area.RECORD, Need.READ).scopes == (first,)
    assert not reach(teacher, Area.RECORD, Need.READ).school
    assert list(holders(Role.INSTRUCTOR, first)) == [teacher]
    assert not holders(Role.INSTRUCTOR, second).exists()


def test_a_grant_for_a_program_reaches_its_cohorts_and_one_for_the_school_all(
    cohorts: tuple[Scope, Scope], alice: User, bob: User
) -> None:
    _first, second = cohorts
    registrar = member(Role.REGISTRAR, scope_kind="program", scope_id="coding")
    assert may(registrar, Area.APPLICATIONS, Need.DECIDE, scope=second)
    assert not may(registrar, Area.APPLICATIONS, Need.DECIDE, scope=Scope("program", "billing"))
    assert not may(registrar, Area.APPLICATIONS, Need.DECIDE, scope=SCHOOL)
    assert not may(registrar, Area.APPLICATIONS, Need.DECIDE, about=bob)
    director = member(Role.DIRECTOR)
    assert may(director, Area.APPLICATIONS, Need.DECIDE, about=bob, scope=second)
    assert set(who_may(Area.APPLICATIONS, Need.DECIDE, scope=second)) == {registrar, director}
    assert list(who_may(Area.APPLICATIONS, Need.DECIDE, scope=SCHOOL)) == [director]


def test_a_mentor_reads_what_is_shared_and_nothing_else(
    cohorts: tuple[Scope, Scope], alice: User, bob: User
) -> None:
    mentor = member(Role.MENTOR)
    assert not may(mentor, Area.RECORD, Need.READ, about=alice)
    scopes.on_share(Area.RECORD, lambda learner, reader: (learner, reader) == (alice, mentor))
    assert may(mentor, Area.RECORD, Need.READ, about=alice)
    assert not may(mentor, Area.RECORD, Need.READ, about=bob)
    assert not may(mentor, Area.RECORD, Need.WRITE, about=alice)
    assert not reach(mentor, Area.RECORD, Need.READ)
