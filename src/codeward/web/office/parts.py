"""What other apps tell of a person on their page in the office, each for whoever may read its area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from codeward.web.accounts.api import User
from codeward.web.grants.api import Area, Need, may
from codeward.web.registry import Registry

__all__ = ["PersonPart", "parts_of", "person_part"]

Text = str | Promise


@dataclass(frozen=True, slots=True)
class PersonPart:
    """A few facts of one app about a person: ``facts(person)`` gives (label, value) pairs."""

    name: str
    label: Text
    area: Area
    facts: Callable[[User], list[tuple[Text, Text]]]


_parts: Registry[PersonPart] = Registry("parts of a person's page")


def person_part(one: PersonPart) -> PersonPart:
    """Register a part of the page; call it in your AppConfig's ``ready``."""
    _parts.add(one.name, one)
    return one


def parts_of(reader: User, person: User) -> list[PersonPart]:
    """The parts that the reader may read of this person."""
    return [one for one in _parts.values() if may(reader, one.area, Need.READ, about=person)]
