"""Giving and ending roles: by whom, to whom, what is written down, and what a repeat does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from codeward.web.accounts.api import LockRefused, demo_learner, lock
from codeward.web.accounts.models import User
from codeward.web.audit.api import rows
from codeward.web.grants import moves, said, second
from codeward.web.grants.models import Approval, Grant
from codeward.web.grants.refusals import LastDirector, NotAllowed, NotNow, Unfit
from codeward.web.grants.rights import is_staff, may
from codeward.web.grants.scopes import Scope
from codeward.web.grants.table import Area, Need, Preset, Role, table
from tests.web.conftest import PASSWORD
from tests.web.grants.cast import grant, member
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
WHY = "Joins the team."


@pytest.fixture
def boss() -> User:
    """The director of a school that one person runs."""
    return member(Role.DIRECTOR)


@pytest.fixture
def other(boss: User) -> User:
    """A second director."""
    return member(Role.DIRECTOR, "second")


def acts() -> list[str]:
    """The acts of grants that were written down, the oldest first."""
    return [row.act for row in reversed(rows()) if row.act.startswith("grants.")]


def test_a_director_gives_a_role_once_and_a_row_says_so(boss: User, alice: User) -> None:
    told: list[said.GrantMove] = []
    said.on_move(told.append)
    try:
        first = moves.give(boss, alice, Role.REGISTRAR, reason="  Joins\nthe team. ")
        again = moves.give(boss, alice, Role.REGISTRAR, reason="Again.")
    finally:
        said._listeners.remove(told.append)
    assert (first.pk, first.state, first.way, first.reason) == (again.pk, "live", "given", WHY)
    assert may(alice, Area.APPLICATIONS, Need.DECIDE)
    row = rows().get(act="grants.given")
    assert (row.actor, row.about, row.thing) == (boss.public_id, alice.public_id, first.public_id)
    assert row.changed["role"] == [None, "registrar"]
    assert row.reason == WHY
    assert [(move.name, move.grant) for move in told] == [("given", first)]


def test_a_role_that_is_held_with_another_end_is_not_given_over_it(boss: User, alice: User) -> None:
    held = moves.give(boss, alice, Role.REGISTRAR, reason=WHY)
    with pytest.raises(Unfit, match="another end"):
        moves.give(boss, alice, Role.REGISTRAR, reason=WHY, until=timezone.now() + timedelta(days=9))
    assert Grant.objects.get(person=alice) == held


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_gives_its_roles_together(preset: Preset, boss: User, alice: User) -> None:
    given = moves.give_preset(boss, alice, preset, reason=WHY)
    assert [one.role for one in given] == [role.value for role in table().presets[preset]]
    assert {one.state for one in given} == ({"waiting"} if preset is Preset.DIRECTOR else {"live"})


def test_a_preset_that_cannot_be_given_whole_gives_nothing(
    boss: User, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    presets = {Preset.OFFICE: (Role.REGISTRAR, Role.LEARNER)}
    monkeypatch.setattr(moves, "table", lambda: table().model_copy(update={"presets": presets}))
    with pytest.raises(Unfit):
        moves.give_preset(boss, alice, Preset.OFFICE, reason=WHY)
    assert not is_staff(alice)
    assert acts() == []


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.LEARNER, Role.DIRECTOR}])
def test_nobody_but_a_director_gives_or_ends_roles(role: Role, boss: User, alice: User, bob: User) -> None:
    held = moves.give(boss, bob, Role.SUPPORT, reason=WHY)
    for person in (alice, member(role)):
        with pytest.raises(NotAllowed):
            moves.give(person, alice if person != alice else bob, Role.AUDITOR, reason=WHY)
        with pytest.raises(NotAllowed):
            moves.end(person, held, "No.")
    assert Grant.objects.get(pk=held.pk).state == "live"


def test_nobody_gives_themselves_a_role(boss: User) -> None:
    with pytest.raises(NotAllowed):
        moves.give(boss, boss, Role.BURSAR, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        grant(boss, Role.BURSAR, giver=boss)


def test_guests_demo_people_and_locked_accounts_are_given_nothing(boss: User, alice: User) -> None:
    lock(alice, boss, "A test.")
    for person in (User.objects.create_guest(), demo_learner(), alice):
        with pytest.raises(Unfit):
            moves.give(boss, person, Role.SUPPORT, reason=WHY)
        with pytest.raises(Unfit):
            moves.give_by_shell(person, WHY)
    assert set(Grant.objects.values_list("person", flat=True)) == {boss.pk}


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"reason": "x" * 501},
        {"until": timezone.now() - timedelta(days=1)},
        {"scope": Scope("cohort", "none")},
        {"scope": Scope("moon", "1")},
        {"role": Role.LEARNER},
    ],
)
def test_what_does_not_fit_is_refused_with_the_way_out(
    wrong: dict[str, object], boss: User, alice: User
) -> None:
    with pytest.raises(Unfit) as told:
        moves.give(boss, alice, **({"role": Role.MENTOR, "reason": WHY} | wrong))  # type: ignore[arg-type]
    assert told.value.way_out
    assert not Grant.objects.filter(person=alice).exists()


def test_a_role_ends_once_and_counts_no_more(boss: User, alice: User) -> None:
    held = moves.give(boss, alice, Role.BURSAR, reason=WHY)
    assert moves.end(boss, held, "Left.").state == "ended"
    assert moves.end(boss, held, "Left again.").end_reason == "Left."
    assert not is_staff(alice)
    assert acts() == ["grants.given", "grants.ended"]
    fresh = moves.give(boss, alice, Role.BURSAR, reason="Is back.")
    assert fresh.pk != held.pk


def test_whoever_holds_a_role_may_leave_it(boss: User, alice: User) -> None:
    held = moves.give(boss, alice, Role.BURSAR, reason=WHY)
    assert moves.end(alice, held, "I leave.").state == "ended"
    assert rows().get(act="grants.ended").actor == alice.public_id


def test_a_role_runs_out_by_itself_and_can_be_given_again_before_anybody_noted_it(
    boss: User, alice: User
) -> None:
    soon = timezone.now() + timedelta(days=1)
    moves.give(boss, alice, Role.SUPPORT, reason=WHY, until=soon)
    assert is_staff(alice)
    Grant.objects.filter(person=alice).update(
        starts_at=soon - timedelta(days=9), until=soon - timedelta(days=2)
    )
    assert not is_staff(alice)
    assert moves.run_out() == 1
    assert moves.run_out() == 0
    assert acts() == ["grants.given", "grants.ran_out"]
    Grant.objects.filter(person=alice).update(state="live", ended_at=None)
    assert moves.give(boss, alice, Role.SUPPORT, reason=WHY).until is None
    assert sorted(Grant.objects.filter(person=alice).values_list("state", flat=True)) == ["expired", "live"]


def test_the_last_director_neither_leaves_nor_is_locked_nor_deletes_the_account(
    boss: User, alice: User
) -> None:
    moves.give(boss, alice, Role.REGISTRAR, reason=WHY)
    mine = Grant.objects.get(person=boss)
    with pytest.raises(LastDirector) as told:
        moves.end(boss, mine, "I leave.")
    assert "Make someone else a director first" in str(told.value)
    with pytest.raises(LockRefused):
        lock(boss, alice, "A test.")
    page = signed_in(boss).post("/account/delete", {"word": "DELETE", "password": PASSWORD})
    assert page.status_code == 409
    assert "Make someone else a director first" in page.content.decode()
    assert is_staff(User.objects.get(pk=boss.pk))
    assert "grants.ended" not in acts()


def test_a_director_for_a_time_does_not_keep_the_school(boss: User, alice: User) -> None:
    grant(alice, Role.DIRECTOR, until=timezone.now() + timedelta(days=5))
    with pytest.raises(LastDirector):
        moves.end(boss, Grant.objects.get(person=boss), "I leave.")


def test_of_two_directors_one_may_go(boss: User, other: User) -> None:
    assert moves.end(boss, Grant.objects.get(person=other), "Left.").state == "ended"
    with pytest.raises(LastDirector):
        moves.end(boss, Grant.objects.get(person=boss), "I leave.")


def test_the_shell_makes_a_director_at_once_and_is_told_of(boss: User, alice: User) -> None:
    made = moves.give_by_shell(alice, "On the machine.")
    assert (made.state, made.way, made.giver) == ("live", "shell", None)
    assert moves.give_by_shell(alice, "On the machine.").pk == made.pk
    row = rows().get(act="grants.given")
    assert (row.actor, row.about, row.reason) == ("", alice.public_id, "On the machine.")


def test_the_shell_puts_in_force_what_waits(boss: User, alice: User) -> None:
    waits = moves.give(boss, alice, Role.DIRECTOR, reason=WHY)
    assert moves.give_by_shell(alice, "On the machine.").pk == waits.pk
    assert may(alice, Area.PEOPLE, Need.DECIDE)
    assert not second.pending().exists()


def test_ending_what_waits_says_how_it_is(boss: User, alice: User) -> None:
    waits = moves.give(boss, alice, Role.DIRECTOR, reason=WHY)
    with pytest.raises(NotNow) as told:
        moves.end(boss, waits, "No.")
    assert told.value.thing == waits


@pytest.mark.parametrize(
    "bad",
    [
        {"state": "lost"},
        {"role": "learner"},
        {"role": "king"},
        {"scope_kind": "cohort"},
        {"scope_id": "x"},
        {"way": "stolen"},
        {"role": "director", "way": "given"},
        {"state": "ended"},
        {"ended_at": timezone.now()},
        {"until": timezone.now() - timedelta(days=400)},
        {"reason": ""},
    ],
)
def test_the_database_refuses_impossible_grants(bad: dict[str, object], alice: User) -> None:
    held = grant(alice, Role.SUPPORT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=held.pk).update(**bad)


@pytest.mark.parametrize(
    "bad", [{"state": "lost"}, {"state": "refused"}, {"decided_at": timezone.now()}, {"reason": ""}]
)
def test_the_database_refuses_impossible_approvals(bad: dict[str, object], boss: User, alice: User) -> None:
    moves.give(boss, alice, Role.DIRECTOR, reason=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(**bad)


def test_what_waits_goes_with_whom_it_is_about_and_roles_with_their_person(boss: User, alice: User) -> None:
    from codeward.web.accounts import parts

    moves.give(boss, alice, Role.DIRECTOR, reason=WHY)
    moves.give(boss, alice, Role.SUPPORT, reason=WHY)
    held = [part.give(alice) for part in parts.parts() if part.name == "roles"]
    assert sorted(one["role"] for one in held[0]["roles"]) == ["director", "support"]
    assert held[0]["asked_or_decided"][0]["reason"] == WHY
    parts.delete(alice)
    assert not Approval.objects.exists()
    assert Grant.objects.get().person == boss
