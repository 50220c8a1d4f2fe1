"""People with roles, for tests: what a grant is when nobody asks how it came to be."""

from __future__ import annotations

from typing import Any

from codeward.web.accounts.models import User
from codeward.web.grants.models import Grant
from codeward.web.grants.table import Role
from tests.web.conftest import make_user


def grant(person: User, role: Role, **fields: Any) -> Grant:
    """A live grant of a role, as a row; a director's as the school's own machine gives it."""
    way = "shell" if role is Role.DIRECTOR else "given"
    return Grant.objects.create(
        **{"person": person, "role": role, "state": "live", "way": way, "reason": "A test asks for it."}
        | fields
    )


def member(role: Role, name: str = "", **fields: Any) -> User:
    """A person of their own with a role."""
    name = name or role.value
    person = make_user(f"{name}@school.example", name.capitalize())
    grant(person, role, **fields)
    return person
