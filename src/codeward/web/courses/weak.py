"""What somebody should drill now: what they know least of what they have begun, and what is due to be checked again."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from codeward.curriculum import program
from codeward.practice.mastery import Mastery
from codeward.web.accounts.api import User
from codeward.web.courses.drilling import can_drill
from codeward.web.learning.api import due, states

__all__ = ["to_check", "weakest"]

MOST: Final = 6
FIRST: Final = {Mastery.SLIPPED: 0, Mastery.LEARNING: 1, Mastery.PASSED: 2, Mastery.KEPT: 3}


def weakest(learner: User | None) -> tuple[str, ...]:
    """The skills of the lowest share right that can be drilled, slipped ones first; none before anything is begun."""
    known = {
        skill: state
        for skill, state in states(learner).items()
        if skill in program().skills and can_drill(program().skills[skill]) and state.fresh
    }
    order = sorted(known, key=lambda one: (FIRST.get(known[one].state, 1), known[one].share or 0.0, one))
    return tuple(order[:MOST])


def to_check(learner: User | None) -> tuple[str, ...]:
    """The skills whose re-check is due and can be drilled, the longest due first."""
    found = due(learner, timezone.now().date())
    return tuple(one for one in found if one in program().skills and can_drill(program().skills[one]))[:MOST]
