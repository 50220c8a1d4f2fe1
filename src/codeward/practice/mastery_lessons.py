"""When a lesson is passed, and what of a certificate is reached. Pure: states, first tries and scores in, a state out.

A lesson is passed when all its skills are passed, at least 80% of its checks were right at the first try, and one of
its charts was coded with 70 points or more, by its first submission. A passed test-out stands for all of it. A lesson
without checks or charts skips that part. It is kept when all its skills are kept; it has slipped while one of them has.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from codeward.practice.mastery import NEW, Mastery, SkillState

__all__ = ["CHART", "CHECKS", "KEPT", "Certificate", "LessonState", "Part", "certificate", "lesson_state"]

CHECKS: Final = 0.8
CHART: Final = 70.0
KEPT: Final = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a lesson is passed by: how much of it is reached, of how much, and whether that is enough."""

    reached: float
    whole: float
    enough: bool


@dataclass(frozen=True, slots=True)
class LessonState:
    """The state of a lesson and of its parts. `checks` counts right first tries, `tried` the checks that were tried."""

    state: Mastery
    skills: Part
    checks: Part
    tried: int
    chart: Part
    tested_out: bool = False
    submitted: bool = False

    @property
    def worked_through(self) -> bool:
        """Whether all that is in it was done once: every check tried, a chart submitted. What is left is practice."""
        return self.tried >= self.checks.whole and (self.chart.enough or self.submitted)


def lesson_state(
    skills: Collection[str],
    states: Mapping[str, SkillState],
    *,
    checks: Collection[str] = (),
    first_tries: Mapping[str, bool] | None = None,
    charts: Collection[str] = (),
    scores: Mapping[str, float] | None = None,
    tested_out: bool = False,
) -> LessonState:
    """Return the state of the lesson that teaches `skills`, with `checks` and `charts` by their ids.

    `first_tries` says of a check whether the first try was right, `scores` of a chart what its first submission got.
    Both may speak of other lessons too.
    """
    mine = [states.get(one, NEW) for one in skills]
    tried = first_tries or {}
    tries = [tried[one] for one in checks if one in tried]
    scored = scores or {}
    best = max((scored[one] for one in charts if one in scored), default=None)
    holding, right = sum(one.state.holds for one in mine), sum(tries)
    parts = (
        Part(holding, len(mine), holding == len(mine)),
        Part(right, len(checks), right >= CHECKS * len(checks)),
        Part(best or 0.0, CHART, not charts or (best is not None and best >= CHART)),
    )
    passed = bool(mine) and parts[0].enough and (tested_out or (parts[1].enough and parts[2].enough))
    begun = bool(tries) or best is not None or any(one.state is not Mastery.NEW for one in mine)
    if any(one.state is Mastery.SLIPPED for one in mine):
        state = Mastery.SLIPPED
    elif passed:
        kept = all(one.state is Mastery.KEPT for one in mine)
        state = Mastery.KEPT if kept else Mastery.PASSED
    else:
        state = Mastery.LEARNING if begun else Mastery.NEW
    return LessonState(state, *parts[:2], len(tries), parts[2], tested_out, best is not None)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What of a certificate is reached: lessons passed, skills kept of all, and the earliest day for the rest."""

    passed: int
    lessons: int
    kept: int
    skills: int
    met: bool
    earliest: date

    @property
    def share_kept(self) -> float:
        """The share of the skills that is kept."""
        return self.kept / self.skills if self.skills else 0.0


def certificate(
    lessons: Collection[Mastery], skills: Collection[str], states: Mapping[str, SkillState], on: date
) -> Certificate:
    """Return what is reached on the day `on`: every lesson passed, and 80% of the skills kept.

    `earliest` is the day on which the certificate can be had were every skill that is not passed yet passed on the day
    `on`, and every re-check met as it falls due: 21 days after the last skill that is needed.
    """
    mine = [states.get(one, NEW) for one in skills]
    passed = sum(one.holds for one in lessons)
    kept = sum(one.state is Mastery.KEPT for one in mine)
    needed = math.ceil(KEPT * len(mine))
    days = sorted(one.kept_from(on) for one in mine)
    met = bool(mine) and passed == len(lessons) and kept >= needed
    earliest = max(on, days[needed - 1]) if days else on
    return Certificate(passed, len(lessons), kept, len(mine), met, earliest)
