"""Where somebody is: the steps of a task, a place on a path, a figure with its meaning, a week of study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Day", "DayState", "NodeState", "PathNode", "Stat", "Step", "StepState", "Trend", "steps"]


class StepState(StrEnum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a task. With `href` it leads back to what was done; a step to come has none."""

    label: str
    state: StepState
    href: str = ""


def steps(labels: Sequence[str], now: int) -> tuple[Step, ...]:
    """Return the steps of a task of which number `now`, from 0, is at hand. ``now == len(labels)``: all are done."""
    if not 0 <= now <= len(labels):
        raise ValueError(f"step {now} of {len(labels)}")
    states = (StepState.DONE, StepState.NOW, StepState.LATER)
    return tuple(Step(label, states[(n >= now) + (n > now)]) for n, label in enumerate(labels))


class NodeState(StrEnum):
    """What a learner has done of one place on a path. Nothing on a path is ever locked."""

    NEW = "new"
    NEXT = "next"
    BEGUN = "begun"
    DONE = "done"
    PLANNED = "planned"  # announced, not yet written: no link


@dataclass(frozen=True, slots=True)
class PathNode:
    """One chart, lesson or module on its path.

    `minutes` is the plan's (0: not said), `level` 1 to 3 (0: none), `score` 0 to 100 where one was given. `about` is
    one line of what it is; `note` says what the state alone does not, such as "resume at document 2".
    """

    title: str
    href: str
    state: NodeState = NodeState.NEW
    minutes: int = 0
    level: int = 0
    score: float | None = None
    about: str = ""
    note: str = ""


class Trend(StrEnum):
    """Which way a figure went since it was last told. Whether that is good the words say, never the arrow."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with its meaning. An empty `value` is a figure that is missing: `note` then says why and what next.

    `unit` follows the value ("of 100", "min"); `trend` needs `change`, its words ("4 more than last week").
    """

    label: str
    value: str = ""
    unit: str = ""
    note: str = ""
    trend: Trend | None = None
    change: str = ""
    href: str = ""

    def __post_init__(self) -> None:
        """An arrow without words tells a screen reader nothing."""
        if self.trend and not self.change:
            raise ValueError(f"{self.label}: a trend needs its words")


class DayState(StrEnum):
    """What became of a day of the plan."""

    DONE = "done"
    MISSED = "missed"
    PLANNED = "planned"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week strip. `minutes` were learned on it; `today` marks the day, whatever its state."""

    date: date
    state: DayState
    minutes: int = 0
    today: bool = False
