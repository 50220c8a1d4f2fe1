"""The table of roles: what each role may in each area, read from ``roles.yaml``. No Django but its words, no rows.

Source of the table: the school's contract, "People and doors"; people, settings, mails: decision 0022.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BeforeValidator, model_validator

from codeward.charts import StrictModel, parse_yaml

__all__ = ["Area", "Cell", "Need", "Preset", "Role", "RoleRow", "Table", "cell", "table"]


class Area(models.TextChoices):
    """What a role is about: the columns of the table."""

    APPLICATIONS = "applications", _("applications and files")
    MONEY = "money", _("money")
    RECORD = "record", _("learning record")
    TICKETS = "tickets", _("tickets and advising")
    FORUM = "forum", _("forum and groups")
    CAREERS = "careers", _("jobs and outcomes")
    PROGRAMS = "programs", _("programs")
    AUDIT = "audit", _("audit")
    PEOPLE = "people", _("people and their roles")
    SETTINGS = "settings", _("settings, books and jobs")
    MAILS = "mails", _("mails of the school")


class Need(models.TextChoices):
    """What somebody is about to do. Each holds the ones before it: who decides may write, who writes may read."""

    READ = "r", _("read")
    WRITE = "w", _("write")
    DECIDE = "d", _("decide")


class Role(models.TextChoices):
    """The rows of the table. A learner's is everybody's who works here and is never given."""

    LEARNER = "learner", _("learner")
    MENTOR = "mentor", _("mentor")
    INSTRUCTOR = "instructor", _("instructor")
    ADVISER = "adviser", _("adviser")
    SUPPORT = "support", _("support")
    REGISTRAR = "registrar", _("registrar")
    BURSAR = "bursar", _("bursar")
    CAREERS = "careers", _("careers adviser")
    MODERATOR = "moderator", _("moderator")
    AUDITOR = "auditor", _("auditor")
    DIRECTOR = "director", _("director")


class Preset(models.TextChoices):
    """Roles that are given together."""

    TEACHER = "teacher", _("teacher")
    OFFICE = "office", _("office")
    MONEY = "money", _("money")
    DIRECTOR = "director", _("director")


ORDER = tuple(Need)
_CELL = re.compile(
    r"(?:(?P<only>[a-z]+): )?(?:(?P<reach>[ocs]) )?(?P<need>[rwd])(?:, no (?P<without>[a-z]+))?"
)


class Cell(NamedTuple):
    """What one role may in one area. ``need`` None: no door.

    `reach`: "" all within the grant's scope, "c" the same and meant for a cohort, "o" one's own, "s" what is shared.
    `only`: the one part of the area that is open; `without`: the part that is not.
    """

    need: Need | None = None
    reach: str = ""
    only: str = ""
    without: str = ""

    def allows(self, need: Need, part: str = "") -> bool:
        """Whether the cell holds `need` for this `part` of the area ("" is the whole of it)."""
        if self.need is None or ORDER.index(need) > ORDER.index(self.need):
            return False
        if self.only:
            return part == self.only
        return not part or part != self.without

    def __str__(self) -> str:
        if self.need is None:
            return "–"
        only = f"{self.only}: " if self.only else ""
        reach = f"{self.reach} " if self.reach else ""
        return f"{only}{reach}{self.need}" + (f", no {self.without}" if self.without else "")


def _cell(text: object) -> Any:
    if text == "–":
        return Cell()
    found = _CELL.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f"{text!r} is no cell: a reach (o, c, s) and one of r, w, d, or –")
    return Cell(Need(found["need"]), found["reach"] or "", found["only"] or "", found["without"] or "")


class RoleRow(StrictModel):
    """One row: for what the role may be given, and its cell in every area."""

    scopes: tuple[str, ...]
    may: dict[Area, Annotated[Cell, BeforeValidator(_cell)]]

    @model_validator(mode="after")
    def _whole(self) -> RoleRow:
        missing = [str(area) for area in Area if area not in self.may]
        if missing:
            raise ValueError(f"no cell for {', '.join(missing)}")
        return self


class Table(StrictModel):
    """The whole file."""

    version: str
    asks_second_step: frozenset[Area]
    two_people: frozenset[Role]
    roles: dict[Role, RoleRow]
    presets: dict[Preset, tuple[Role, ...]]

    @model_validator(mode="after")
    def _whole(self) -> Table:
        if set(self.roles) != set(Role):
            raise ValueError("the table has one row for each role")
        if set(self.presets) != set(Preset):
            raise ValueError("the table has one line for each preset")
        if self.roles[Role.LEARNER].scopes:
            raise ValueError("a learner's role is never given")
        return self


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of roles. Raises pydantic's ValidationError where the file does not fit (a fault of ours)."""
    path = files("codeward.web.grants") / "roles.yaml"
    return Table.model_validate(parse_yaml(path.read_text(encoding="utf-8"), "roles.yaml"))


def cell(role: Role, area: Area) -> Cell:
    """What `role` may in `area`."""
    return table().roles[role].may[area]
