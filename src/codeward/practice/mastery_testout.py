"""The test-out of a lesson: 12 items never seen, half of them typed, 20 minutes, 10 right, once a week."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

__all__ = ["AGAIN_AFTER", "ITEMS", "MINUTES", "PASSES", "TYPED", "Candidate", "choose", "is_passed"]

ITEMS: Final = 12
TYPED: Final = 6
PASSES: Final = 10
MINUTES: Final = timedelta(minutes=20)
AGAIN_AFTER: Final = timedelta(days=7)


class Candidate(NamedTuple):
    """An item that a test-out may ask."""

    id: str
    skill: str
    typed: bool


def choose(
    pool: Iterable[Candidate], seen: Collection[str], seed: int, skills: Collection[str] = ()
) -> tuple[Candidate, ...]:
    """Return 12 items of the pool that were not seen, 6 of them typed, the skills in turn; nothing where they lack.

    It vouches for all *skills* of its lesson, so each of them is asked: where one cannot be, there is no test-out.

    The same pool, seen items and seed give the same choice, whatever order the pool comes in. A lesson for which
    nothing is returned offers no test-out.
    """
    fresh = sorted({one for one in pool if one.id not in seen})
    draw = random.Random(seed)  # noqa: S311 - a choice that can be made again, no secret
    typed = _in_turn([one for one in fresh if one.typed], TYPED, draw, ())
    chosen = _in_turn([one for one in fresh if not one.typed], ITEMS - TYPED, draw, typed)
    if len(typed) < TYPED or len(chosen) < ITEMS - TYPED:
        return ()
    made = [*typed, *chosen]
    if not {one.skill for one in made}.issuperset(skills):
        return ()
    draw.shuffle(made)
    return tuple(made)


def _in_turn(
    pool: Sequence[Candidate], most: int, draw: random.Random, asked: Sequence[Candidate]
) -> list[Candidate]:
    """Draw from the pool, each time from a skill that was asked least."""
    times = {one.skill: 0 for one in pool}
    for one in asked:
        times[one.skill] = times.get(one.skill, 0) + 1
    left = list(pool)
    made: list[Candidate] = []
    while left and len(made) < most:
        least = min(times[one.skill] for one in left)
        one = draw.choice([each for each in left if times[each.skill] == least])
        left.remove(one)
        times[one.skill] += 1
        made.append(one)
    return made


def is_passed(right: int) -> bool:
    """Return whether so many right answers pass."""
    return right >= PASSES
