"""What a row of the attack says of an endpoint, and the fields that rows of several kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from attack_inputs import WORDS

__all__ = ["MAIL", "NOTHING", "PID", "QUEUE", "RELEASE", "Fields", "Row", "words"]

Fields = Mapping[str, tuple[str, str]]  # name: (kind, a lawful value)
NOTHING: Final[Fields] = MappingProxyType({})


class Row(NamedTuple):
    """What an endpoint takes: the fields of `get` and `post`, batches of `json`, the parts of its `path`."""

    get: Fields | None = NOTHING
    post: Fields | None = None
    json: str = ""
    path: Mapping[str, tuple[str, str]] = NOTHING
    who: str = "learner"
    """Whose request: nobody's, a learner's, a member of staff's."""
    heavy: str = ""
    """Further requests of its own kind, by a function of attack.py."""


def words(name: str = "q", lawful: str = "diabetes") -> Fields:
    """The field of a search."""
    return {name: (WORDS, lawful)}


MAIL: Fields = {"email": (WORDS, "somebody@example.org")}
PID = {"public_id": ("pid", "")}
QUEUE = {"name": ("queue", "jobs")}
RELEASE = {"release": ("slug", "icd10cm-2026-04-01")}
