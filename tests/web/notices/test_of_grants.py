"""Whoever a role concerns is told: who got it, who may be the second, who asked, and every other director."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from codeward.web.accounts.models import User
from codeward.web.grants import moves
from codeward.web.grants.api import Role, approve, end, give, pending, refuse
from codeward.web.grants.second import WAIT, let_waits_pass
from codeward.web.mail.models import OutboxMail
from codeward.web.notices.api import Notice, words_of
from tests.web.grants.cast import member

pytestmark = pytest.mark.django_db
WHY = "Joins the office."


@pytest.fixture
def boss() -> User:
    """A director."""
    return member(Role.DIRECTOR, "boss")


@pytest.fixture
def other(boss: User) -> User:
    """A second director."""
    return member(Role.DIRECTOR, "other")


def told(person: User) -> list[str]:
    """The subjects of what somebody was told, the oldest first."""
    return [words_of(one).subject for one in Notice.objects.filter(person=person).order_by("pk")]


def test_a_role_given_and_ended_is_told_to_its_holder_and_to_nobody_else(
    boss: User, other: User, alice: User
) -> None:
    grant = give(boss, alice, Role.REGISTRAR, reason=WHY)
    give(boss, alice, Role.REGISTRAR, reason=WHY)
    end(boss, grant, "Moves on.")
    assert told(alice) == [
        "You now have the role of registrar",
        "You no longer have the role of registrar",
    ]
    given = words_of(Notice.objects.filter(person=alice).order_by("pk")[0])
    assert given.paragraphs == (
        "It is for the whole school. It was given by Boss.",
        f"The reason given: {WHY}",
    )
    assert Notice.objects.exclude(person=alice).count() == 0


def test_whoever_leaves_a_role_knows(boss: User, alice: User) -> None:
    end(alice, give(boss, alice, Role.MENTOR, reason=WHY), "No time.")
    assert told(alice) == ["You now have the role of mentor"]


def test_a_director_waits_for_the_second_who_is_told_and_then_everybody_is(
    boss: User, other: User, alice: User
) -> None:
    third = member(Role.DIRECTOR, "third")
    give(boss, alice, Role.DIRECTOR, reason=WHY)
    assert told(other) == ["Boss asks for a second person: Alice as a director"]
    assert (told(boss), told(alice)) == ([], [])
    approve(other, pending().get())
    assert told(boss) == ["Alice is a director now, as you asked"]
    assert told(alice) == ["You now have the role of director"]
    assert told(third) == ["Boss asks for a second person: Alice as a director", "Alice is a director now"]
    assert told(other) == ["Boss asks for a second person: Alice as a director"]


def test_a_refusal_is_told_to_whoever_asked(boss: User, other: User, alice: User) -> None:
    give(boss, alice, Role.DIRECTOR, reason=WHY)
    refuse(other, pending().get(), "Too early.")
    assert told(boss) == ["Alice will not become a director"]
    assert told(alice) == []


def test_a_director_made_on_the_machine_is_told_to_the_directors_and_cannot_be_hushed(
    boss: User, alice: User
) -> None:
    moves.give_by_shell(alice, "From the machine.")
    (notice,) = Notice.objects.filter(person=boss)
    said = words_of(notice)
    assert said.subject == "Alice is a director now"
    assert "on the school's own server" in said.paragraphs[0]
    mail = OutboxMail.objects.get(recipients__contains=boss.email)
    assert mail.kind == "notice_safety"
    assert "List-Unsubscribe" not in mail.headers


def test_one_who_runs_the_school_alone_is_told_when_the_day_is_over(boss: User, alice: User) -> None:
    give(boss, alice, Role.DIRECTOR, reason=WHY)
    with time_machine.travel(timezone.now() + WAIT * 2, tick=False):
        assert let_waits_pass() == 1
    assert told(boss) == ["Alice is a director now, as you asked"]
    assert told(alice) == ["You now have the role of director"]
