"""Whose a row of a queue is: taken by one, let go, handed over; each move once, with its audit row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.office.models import Ownership
from codeward.web.office.ownership import NotYours, hand_over, owner_of, release, settled, take
from tests.web.conftest import make_user
from tests.web.race import at_once

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    """The acts written down, oldest first."""
    return list(
        AuditRow.objects.filter(act__startswith="office.").order_by("id").values_list("act", flat=True)
    )


def test_a_row_is_taken_once_and_a_repeat_changes_nothing(alice: User, bob: User) -> None:
    assert take(alice, "q", "x")
    assert not take(alice, "q", "x")
    with pytest.raises(NotYours, match="Alice has this now"):
        take(bob, "q", "x")
    assert acts() == ["office.row_taken"]
    assert take(bob, "another", "x")


def test_only_its_owner_lets_a_row_go(alice: User, bob: User) -> None:
    take(alice, "q", "x")
    with pytest.raises(NotYours):
        release(bob, "q", "x")
    assert release(alice, "q", "x")
    assert not release(alice, "q", "x")
    assert take(bob, "q", "x")
    assert acts() == ["office.row_taken", "office.row_released", "office.row_taken"]


def test_a_row_is_handed_over_by_its_owner(alice: User, bob: User, staff: User) -> None:
    take(alice, "q", "x")
    with pytest.raises(NotYours):
        hand_over(bob, "q", "x", staff)
    assert hand_over(alice, "q", "x", bob)
    assert not hand_over(alice, "q", "x", bob)
    held = owner_of("q", "x")
    assert held is not None
    assert held.owner == bob
    assert AuditRow.objects.get(act="office.row_handed_over").changed == {
        "owner": [alice.public_id, bob.public_id]
    }


def test_what_is_settled_is_nobodys(alice: User) -> None:
    take(alice, "q", "x")
    settled("q", "x")
    assert owner_of("q", "x") is None


def test_an_account_that_ends_leaves_its_rows_to_nobody(alice: User, bob: User) -> None:
    take(alice, "q", "x")
    alice.delete()
    assert take(bob, "q", "x")


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_take_at_once_one_has_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("races are tried on PostgreSQL")
    people = [make_user(f"p{n}@example.org", f"P{n}") for n in range(8)]

    free = list(people)

    def safe(_pause: Any) -> bool:
        try:
            return take(free.pop(), "q", "x")
        except NotYours:
            return False

    assert sum(at_once(8, safe)) == 1

    def naive(pause: Any) -> bool:
        free = not Ownership.objects.filter(queue="q", thing="y", owner__isnull=False).exists()
        pause()
        if free:
            Ownership.objects.update_or_create(queue="q", thing="y", defaults={"owner": people[0]})
        return free

    assert sum(at_once(8, naive)) > 1  # each believes that it is theirs
