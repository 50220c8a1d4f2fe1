"""A result is its learner's; whose role reads the record reads it, changes nothing, and is seen to have opened it."""

from __future__ import annotations

import pytest

from codeward.web.accounts.models import User
from codeward.web.audit.api import Kind, rows
from codeward.web.grants.api import Role
from codeward.web.results.models import Contest
from tests.web.grants.cast import member
from tests.web.results.work import coded, handed_in
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db
READERS = {Role.INSTRUCTOR, Role.ADVISER, Role.REGISTRAR, Role.AUDITOR, Role.DIRECTOR}
STAFF = [role for role in Role if role is not Role.LEARNER]


@pytest.mark.parametrize("role", STAFF)
def test_a_role_reads_a_result_as_the_table_says(role: Role, alice: User) -> None:
    attempt = handed_in(alice, ["J06.9"])
    row = attempt.grade.rows.first()  # type: ignore[union-attr]
    Contest.objects.create(attempt=attempt, row=row.row, code="J06.9", text="The guideline says so.")  # type: ignore[union-attr]
    person = member(role)
    page = signed_in(person).get(f"/attempts/{attempt.public_id}/result")
    if role not in READERS:
        assert page.status_code == 404
        assert not rows(about=alice, kind=Kind.ACCESS).exists()
        return
    text = page.content.decode()
    assert page.status_code == 200
    assert "You see the record of Alice" in text
    assert "The guideline says so." in text
    assert "/again" not in text
    assert "/contest/" not in text
    [told] = rows(about=alice, kind=Kind.ACCESS)
    assert (told.actor, told.role, told.thing) == (person.public_id, role.value, attempt.public_id)


def test_nobody_but_the_learner_changes_it(alice: User, bob: User) -> None:
    attempt = handed_in(alice, ["J06.9"])
    row = attempt.grade.rows.first().row  # type: ignore[union-attr]
    for client in (signed_in(bob), with_second_step(member(Role.DIRECTOR))):
        assert client.post(f"/attempts/{attempt.public_id}/contest/{row}", {"text": "x"}).status_code == 404
        assert client.post(f"/attempts/{attempt.public_id}/again").status_code == 404
    assert not Contest.objects.exists()


def test_work_in_the_making_is_its_learners_alone(alice: User) -> None:
    attempt = coded(alice, ["J06.9"])
    director = with_second_step(member(Role.DIRECTOR))
    assert director.get(f"/attempts/{attempt.public_id}/result").status_code == 404
    assert director.get(f"/attempts/{attempt.public_id}/operations").status_code == 404


def test_ones_own_result_leaves_no_row(alice: User) -> None:
    attempt = handed_in(alice, ["J06.9"])
    assert signed_in(alice).get(f"/attempts/{attempt.public_id}/result").status_code == 200
    assert not rows(kind=Kind.ACCESS).exists()
