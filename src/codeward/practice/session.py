"""What is drilled next: one skill until five are right, then mixed with what it is confused with; or one's weak spots.

Pure: how far a session is gives what the next question may be of. Blocked first, then mixed: a rule is met alone before
it has to be told from its neighbors. A page carries how far its session is, so that nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Literal

from codeward.curriculum import Skill
from codeward.practice.drills import GENERATORS

__all__ = ["BLOCK", "FIVE_MINUTES", "block", "drillable", "level", "other", "weakest"]

BLOCK = 5
"""Right answers of one skill before it is mixed with its near skills."""
FIVE_MINUTES = 300
"""Seconds after which weak minutes are over."""
_WEAKEST = 4  # skills that a weak session goes round
_UNKNOWN = 0.5  # how often a skill nobody answered is taken to be wrong


def drillable(skills: Mapping[str, Skill]) -> tuple[str, ...]:
    """Return the skills that a written generator serves, in the order of *skills*."""
    return tuple(
        name
        for name, skill in skills.items()
        if any(one in GENERATORS and not GENERATORS[one].planned for one in skill.generators)
    )


def block(
    asked: Sequence[str],
    right: int,
    skills: Mapping[str, Skill],
    *,
    near: int | None = None,
    able: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Return the skills that the next question may be of.

    Those that are *asked* for until five answers were right, then their near ones too: all, or of each the *near* first
    ones. A skill that has no drill is left out: *able* are those that have one, by default those of a generator.
    """
    able = frozenset(drillable(skills)) if able is None else able
    own = [name for name in asked if name in able]
    if right < BLOCK:
        return tuple(dict.fromkeys(own))
    beside = [[other for other in skills[name].near if other in able][:near] for name in own]
    return tuple(dict.fromkeys([*own, *(other for those in beside for other in those)]))


def other(choice: Sequence[str], last: str, seed: int) -> str:
    """Return one of *choice* by chance, and not the one asked *last* where there is another."""
    left = [name for name in choice if name != last] or list(choice)
    return Random(f"{seed}|mix").choice(left)  # noqa: S311 - practice, not secrets


def level(right: int) -> Literal[1, 2, 3]:
    """Return the level of the next question: 1 for two right answers, 2 then, 3 once a block is behind."""
    return 1 if right < 2 else 2 if right < BLOCK else 3


def weakest(
    recent: Mapping[str, tuple[int, int]],
    skills: Mapping[str, Skill],
    slipped: Collection[str] = (),
    *,
    able: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Return the four skills that are known least of those that can be drilled, weakest first; slipped ones before.

    *recent* says of each skill how many of its last answers were right, and how many there are. Nothing is weak that
    was never answered.
    """
    served = drillable(skills) if able is None else [name for name in skills if name in able]
    begun = [name for name in served if recent.get(name, (0, 0))[1]]
    order = sorted(
        begun, key=lambda name: (name not in slipped, -_wrong_share(*recent[name]), begun.index(name))
    )
    return tuple(order[:_WEAKEST])


def _wrong_share(right: int, of: int) -> float:
    """Return how often the last answers were wrong, as if two more had been half so."""
    return (of - right + 2 * _UNKNOWN) / (of + 2)
