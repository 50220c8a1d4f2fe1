"""Somebody of one cohort: finds its learners, opens their pages, decides their contests, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.grants import scopes
from codeward.web.grants.api import Role
from codeward.web.results.models import Contest
from tests.web.conftest import make_user
from tests.web.grants.cast import member
from tests.web.results.test_disputes import STANDS, contested
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(alice: User) -> Iterator[Client]:
    """Somebody who teaches Alice's cohort."""
    held = dict(scopes._kinds)
    scopes.on_scope("cohort", lambda _id, person: person.pk == alice.pk, choices=lambda: [("day", "Day")])
    yield with_second_step(member(Role.INSTRUCTOR, "ruth", scope_kind="cohort", scope_id="day"))
    scopes._kinds.clear()
    scopes._kinds.update(held)


def test_a_search_finds_ones_own_learners(teacher: Client, alice: User, bob: User) -> None:
    page = teacher.get("/office/people/?q=example.org").content.decode()
    assert alice.public_id in page
    assert bob.public_id not in page
    assert "Who works here" not in page


def test_only_their_pages_open(teacher: Client, alice: User, bob: User) -> None:
    assert teacher.get(f"/office/people/{alice.public_id}/").status_code == 200
    assert teacher.get(f"/office/people/{bob.public_id}/").status_code == 404


def test_only_their_contests_are_seen_and_decided(teacher: Client, alice: User, bob: User) -> None:
    mine, other = contested(alice, "Of my cohort"), contested(bob, "Of another")
    page = teacher.get("/office/queues/disputes/").content.decode()
    assert mine.public_id in page
    assert other.public_id not in page
    assert teacher.get(f"/office/queues/disputes/{other.public_id}/").status_code == 404
    assert teacher.post(f"/office/queues/disputes/{other.public_id}/take").status_code == 404
    assert teacher.post(f"/contests/{other.public_id}/settle", STANDS).status_code == 404
    assert teacher.post(f"/contests/{mine.public_id}/settle", STANDS).status_code == 302
    assert set(Contest.objects.values_list("state", flat=True)) == {"stands", "open"}
    assert "Of another" not in teacher.get("/office/queues/disputes/table.csv").content.decode()


def test_of_many_who_fit_only_those_within_reach_are_shown(teacher: Client, alice: User) -> None:
    for number in range(60):
        make_user(f"alice{number}@example.org", f"Alice {number}")
    assert teacher.get("/office/people/?q=alice").content.decode().count('data-label="Joined"') == 1
