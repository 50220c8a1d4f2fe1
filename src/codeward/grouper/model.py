"""What grouping a stay gives: the group before and after hospital-acquired conditions, and what each code did."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from codeward.errors import CodewardError

__all__ = ["CannotGroup", "Drg", "Grouped", "Hac", "Level", "Line", "Role", "Weight", "level_above"]

Level = Literal["none", "CC", "MCC"]
"""Complication or comorbidity, major one, or neither, in rising order."""
_LEVELS: tuple[Level, ...] = ("none", "CC", "MCC")
Role = Literal["principal", "secondary", "procedure"]


class CannotGroup(CodewardError):  # noqa: N818 - said as people say it
    """A claim that has no group: no inpatient stay, a code unknown on the day, a day without logic, no grouper here."""


def level_above(one: Level, other: Level) -> bool:
    """Say whether *one* counts for more than *other*."""
    return _LEVELS.index(one) > _LEVELS.index(other)


class Weight(NamedTuple):
    """A row of Table 5 of the IPPS final rule. Lengths of stay are mean days, None where the table has none."""

    drg: int
    title: str
    mdc: str
    type: Literal["medical", "surgical", "none"]
    uncapped: Decimal | None
    weight: Decimal | None
    """With the 10 percent cap on a yearly fall (42 CFR 412.60(b)): what is paid by."""
    geometric: Decimal | None
    arithmetic: Decimal | None
    post_acute: bool
    special_pay: bool


class Drg(NamedTuple):
    """A group: number, title, major diagnostic category, its row of Table 5 (None without a table for the day)."""

    number: int
    title: str
    mdc: int | None
    mdc_title: str
    weight: Weight | None


class Hac(NamedTuple):
    """A hospital-acquired condition category that a diagnosis belongs to, and whether it took effect."""

    number: int
    title: str
    met: bool


class Line(NamedTuple):
    """What the grouper says of one code of the claim. `level` is that of the code alone, before any exclusion.

    `counted` is the level at which it counted towards the final group.
    """

    code: str
    role: Role
    poa: str | None = None
    level: Level = "none"
    excluded: bool = False
    only_alive: bool = False
    hacs: tuple[Hac, ...] = ()
    operating_room: bool = False
    moves: bool = False
    """Whether the grouper marked it as having decided the initial or the final group."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A stay's group. `initial` is what it would be if nothing were acquired in the hospital, `final` what is paid."""

    version: str
    """Of the Definitions Manual, such as "43.1"."""
    initial: Drg
    final: Drg
    initial_level: Level
    final_level: Level
    lines: tuple[Line, ...]
    reason: str = ""
    """Why there is no group to be paid by (998, 999), in words; empty where there is one."""
    paid_so: bool = True
    """Whether a hospital of this kind is paid by MS-DRG at all; where not, the group is shown for teaching."""
    weights: str | None = None
    """The table that the weights come from, such as "FY2026"; None without one for the day."""

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; weights and days as decimal texts."""
        return {
            "schema": 1,
            "version": self.version,
            "initial": _drg_json(self.initial),
            "final": _drg_json(self.final),
            "initial_level": self.initial_level,
            "final_level": self.final_level,
            "reason": self.reason,
            "paid_so": self.paid_so,
            "weights": self.weights,
            "lines": [
                {
                    "code": line.code,
                    "role": line.role,
                    "poa": line.poa,
                    "level": line.level,
                    "excluded": line.excluded,
                    "only_alive": line.only_alive,
                    "operating_room": line.operating_room,
                    "hacs": [hac._asdict() for hac in line.hacs],
                }
                for line in self.lines
            ],
        }


def _drg_json(drg: Drg) -> dict[str, Any]:
    row = drg.weight
    return {
        "drg": f"{drg.number:03d}",
        "title": drg.title,
        "mdc": drg.mdc,
        "mdc_title": drg.mdc_title,
        "type": row.type if row else None,
        "weight": str(row.weight) if row and row.weight is not None else None,
        "geometric_mean_days": str(row.geometric) if row and row.geometric is not None else None,
    }
