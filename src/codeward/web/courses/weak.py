"""What somebody should drill now: what they know least, what is due to be checked again, what slipped.

The rules are `practice.session` and `practice.mastery`; here they read what is known of the learner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from codeward.curriculum import program
from codeward.practice import session
from codeward.practice.mastery import Mastery, SkillState
from codeward.web.courses.drilling import able

__all__ = ["slipped", "to_check", "weakest"]

MOST: Final = 4
"""Skills that are checked again in one go: four questions of each at most."""

States = Mapping[str, SkillState]


def weakest(known: States) -> tuple[str, ...]:
    """The skills that are known least, slipped ones first; none before anything is begun."""
    recent = {skill: state.recent for skill, state in known.items()}
    return session.weakest(recent, program().skills, slipped(known), able=able())


def to_check(known: States) -> tuple[str, ...]:
    """The skills whose re-check is due and can be drilled, the longest due first."""
    today = timezone.now().date()
    due = [(str(state.due_on), skill) for skill, state in known.items() if state.is_due(today)]
    served = able()
    return tuple(skill for _day, skill in sorted(due) if skill in served)[:MOST]


def slipped(known: States) -> tuple[str, ...]:
    """The skills that slipped and can be drilled, the longest ago first."""
    found = [
        (str(state.slipped_at), skill) for skill, state in known.items() if state.state is Mastery.SLIPPED
    ]
    served = able()
    return tuple(skill for _at, skill in sorted(found) if skill in served)
