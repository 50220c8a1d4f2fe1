"""What is drilled next: one skill until five are right, then mixed with what it is confused with; or one's weak spots.

Pure: the answers of a session so far and its seed give the next turn, the same every time. Blocked first, then mixed:
a rule is met alone before it has to be told from its neighbors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from random import Random
from typing import Literal, NamedTuple

from codeward.curriculum import Skill
from codeward.errors import CodewardError, quoted
from codeward.practice.drills import GENERATORS, MAX_SEED, NoDrill

__all__ = ["BLOCK", "FIVE_MINUTES", "Reply", "Turn", "drillable", "mixed", "weak"]

BLOCK = 5
"""Right answers of one skill before it is mixed with its near skills."""
FIVE_MINUTES = 300
_RECENT = 10  # answers of a skill by which it is called weak
_WEAKEST = 4  # skills that a weak session goes round
_UNKNOWN = 0.5  # how often a skill nobody answered is taken to be wrong


class Reply(NamedTuple):
    """One answer to a drill: its skill, whether it was right, the seconds that it took."""

    skill: str
    right: bool
    seconds: float = 0.0


class Turn(NamedTuple):
    """The next drill of a session: what `drills.draw_for` is asked for."""

    skill: str
    seed: int
    level: Literal[1, 2, 3]


def drillable(skills: Mapping[str, Skill]) -> tuple[str, ...]:
    """Return the skills that a written generator serves, in the order of *skills*."""
    return tuple(
        name
        for name, skill in skills.items()
        if any(one in GENERATORS and not GENERATORS[one].planned for one in skill.generators)
    )


def mixed(skill: str, replies: Sequence[Reply], skills: Mapping[str, Skill], seed: int) -> Turn:
    """Return the next turn of a session on *skill*: itself until five are right, then its near skills among it.

    *replies* are those of this session, oldest first. Raises NoDrill where nothing can be drilled of the skill.
    """
    able = frozenset(drillable(skills))
    if skill not in able:
        raise NoDrill(f"The skill {quoted(skill)} has no drill", "Take a skill that has one")
    right = sum(reply.right for reply in replies if reply.skill == skill)
    if right < BLOCK:
        return _turn(skill, replies, seed)
    near = [name for name in skills[skill].near if name in able]
    return _turn(_other(skill, near, replies, seed), replies, seed)


def weak(
    replies: Sequence[Reply], past: Sequence[Reply], skills: Mapping[str, Skill], seed: int
) -> Turn | None:
    """Return the next turn of five minutes on what the *past* answers show to be weakest; None when they are over.

    *past* are the answers before this session, oldest first. The four skills with the most wrong of their last ten
    answers go round; of a skill without an answer nothing is known, and it comes after those that were missed.
    """
    if sum(reply.seconds for reply in replies) >= FIVE_MINUTES:
        return None
    met = {reply.skill for reply in past}
    able = [name for name in drillable(skills) if name in met] or list(drillable(skills))
    if not able:
        raise CodewardError("No skill can be drilled", "Write a generator, or install the skills")
    order = sorted(able, key=lambda name: (-_wrong_share(name, past), able.index(name)))[:_WEAKEST]
    first, *others = order
    return _turn(_other(first, others, replies, seed), replies, seed)


def _wrong_share(skill: str, past: Sequence[Reply]) -> float:
    """Return how often the last ten answers of a skill were wrong, as if two more had been half so."""
    recent = [reply.right for reply in past if reply.skill == skill][-_RECENT:]
    return (len(recent) - sum(recent) + 2 * _UNKNOWN) / (len(recent) + 2)


def _other(skill: str, near: Sequence[str], replies: Sequence[Reply], seed: int) -> str:
    """Return *skill* or one of *near*, and not the one asked last where there is another."""
    last = replies[-1].skill if replies else ""
    choice = [name for name in dict.fromkeys((skill, *near)) if name != last] or [skill]
    return Random(f"{seed}|{len(replies)}|mix").choice(choice)  # noqa: S311 - practice, not secrets


def _turn(skill: str, replies: Sequence[Reply], seed: int) -> Turn:
    """Return the turn: level 1 for a first right answer, 2 then, 3 once a block is behind."""
    right = sum(reply.right for reply in replies if reply.skill == skill)
    level: Literal[1, 2, 3] = 1 if right < 2 else 2 if right < BLOCK else 3
    digest = hashlib.sha256(f"{seed}|{len(replies)}|{skill}".encode()).digest()
    return Turn(skill, int.from_bytes(digest[:8]) % (MAX_SEED + 1), level)
