"""More time is given by whoever decides programs, with a reason; the audit and the learner hear of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from codeward.web.audit.models import AuditRow
from codeward.web.exams.models import Accommodation, Sitting
from codeward.web.grants.table import Role
from tests.web.grants.cast import member
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> Client:
    """A director, with the second step."""
    return with_second_step(member(Role.DIRECTOR))


def test_a_director_adds_time_and_gives_more(director: Client, sitting: Sitting) -> None:
    page = director.get("/office/exams/", {"who": "alice@example.org"}).content.decode()
    assert "CPC practice exam" in page
    before = sitting.deadline
    director.post(
        f"/office/exams/sittings/{sitting.public_id}", {"minutes": "15", "reason": "The fire alarm rang"}
    )
    sitting.refresh_from_db()
    assert before is not None
    assert sitting.deadline == before + dt.timedelta(minutes=15)
    learner = sitting.learner.public_id
    director.post(
        f"/office/exams/people/{learner}", {"factor": "150", "breaks": "10", "reason": "As decided"}
    )
    given = Accommodation.objects.get()
    sitting.refresh_from_db()
    assert (sitting.factor, sitting.breaks) == (150, 10)
    page = director.get("/office/exams/", {"who": learner}).content.decode()
    assert "150 % of the time, 10 min of breaks" in page
    director.post(f"/office/exams/given/{given.public_id}", {"reason": "It ended"})
    given.refresh_from_db()
    assert given.ends_at is not None
    acts = set(AuditRow.objects.filter(act__startswith="exams.").values_list("act", flat=True))
    assert acts == {"exams.time_added", "exams.accommodation_given", "exams.accommodation_ended"}


def test_without_a_reason_or_out_of_bounds_nothing_moves(director: Client, sitting: Sitting) -> None:
    before = sitting.deadline
    where = f"/office/exams/sittings/{sitting.public_id}"
    for fields in (
        {"minutes": "15", "reason": " "},
        {"minutes": "0", "reason": "x"},
        {"minutes": "x", "reason": "x"},
    ):
        assert director.post(where, fields).status_code == 302
    person = f"/office/exams/people/{sitting.learner.public_id}"
    for fields in (
        {"factor": "90", "reason": "x"},
        {"factor": "150"},
        {"factor": "150", "until": "x", "reason": "x"},
    ):
        assert director.post(person, fields).status_code == 302
    sitting.refresh_from_db()
    assert sitting.deadline == before
    assert not Accommodation.objects.exists()
    assert "No one has this" in director.get("/office/exams/", {"who": "nobody@example.org"}).content.decode()


def test_nobody_else_finds_the_page(as_alice: Client, sitting: Sitting) -> None:
    assert as_alice.get("/office/exams/").status_code == 404
    answer = as_alice.post(f"/office/exams/sittings/{sitting.public_id}", {"minutes": "5", "reason": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("until", ["0001-01-01", "9999-12-31", "soon"])
def test_more_time_is_given_to_a_day_that_every_zone_can_show(
    director: Client, sitting: Sitting, until: str
) -> None:
    person = f"/office/exams/people/{sitting.learner.public_id}"
    director.post(person, {"factor": "150", "reason": "As decided", "until": until})
    assert not Accommodation.objects.exists()
