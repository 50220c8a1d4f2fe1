"""A page that is read without the second step keeps back what asks for it: roles, locks, invitations."""

from __future__ import annotations

import pytest

from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from tests.web.grants.cast import grant, member
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db
HINT = "once you signed in with the second step"


def test_roles_and_locks_are_kept_back_until_the_second_step(alice: User) -> None:
    grant(alice, Role.MENTOR, reason="Knows the field.")
    director = member(Role.DIRECTOR)
    page = f"/office/people/{alice.public_id}/"
    before = signed_in(director).get(page).content.decode()
    assert HINT in before
    assert "Knows the field." not in before
    assert "/lock" not in before
    after = with_second_step(director).get(page).content.decode()
    assert HINT not in after
    assert "Knows the field." in after
    assert "/lock" in after


def test_who_works_here_is_kept_back_until_the_second_step(alice: User) -> None:
    grant(alice, Role.MENTOR)
    director = member(Role.DIRECTOR)
    assert "Alice" not in signed_in(director).get("/office/people/").content.decode()
    assert "Alice" in with_second_step(director).get("/office/people/").content.decode()


def test_whoever_has_no_door_to_people_gets_no_hint(alice: User) -> None:
    adviser = signed_in(member(Role.ADVISER))
    page = adviser.get(f"/office/people/{alice.public_id}/").content.decode()
    assert "Alice" in page
    assert HINT not in page


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.AUDITOR])
@pytest.mark.parametrize("path", ["/office/audit/", "/office/audit/table.csv"])
def test_the_audit_tells_of_everybody_and_asks_for_the_second_step(role: Role, path: str) -> None:
    person = member(role)
    assert signed_in(person).get(path).status_code == 403
    assert with_second_step(person).get(path).status_code == 200
