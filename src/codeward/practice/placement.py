"""Placement: up to 30 questions that say where somebody may begin. Untimed, "I don't know" allowed, seeded.

Twelve questions over the groups that have some, two of each of six; then up to 30, each time one of the five that would
tell most, drawn at random. Who was right in none of the first twelve is asked no more: they begin at the beginning.

What a group's questions say is an ability of that group alone: who knows anatomy may know nothing of sequencing.
Difficulties are fixed by level (-1, 0, 1), the slope is .92, until a forecast has better ones.

A group is known where the chance of a right answer, typed, to a question that asks to apply a rule is at least .85.
Known groups offer their test-outs in order. Nothing is skipped by a placement itself: 30 questions cannot vouch for 72
lessons.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = [
    "AGAIN_AFTER",
    "FIRST",
    "GROUPS",
    "KNOWN",
    "LEFT_AFTER",
    "MOST",
    "Group",
    "Question",
    "Told",
    "abilities",
    "group_of",
    "known_groups",
    "next_question",
]

FIRST: Final = 12
MOST: Final = 30
BEST: Final = 5
KNOWN: Final = 0.85
SOME: Final = 0.5
AGAIN_AFTER: Final = timedelta(days=7)
"""Another placement begins a week after the last one began: as often as a test-out."""
LEFT_AFTER: Final = timedelta(days=30)
"""What was left for so long is over: what somebody knew a month ago says little beside what they know today."""
SLOPE: Final = 0.92
DIFFICULTY: Final = {1: -1.0, 2: 0.0, 3: 1.0}
SPREAD: Final = 2.5
"""The prior's standard deviation in a group. Wide: people who ask to be placed know a group well or not at all."""
_GRID: Final = tuple(n / 8 for n in range(-48, 49))

# The groups by the first letter of a lesson's id, in the order in which they are taught.
GROUPS: Final[Mapping[str, str]] = {
    "work": "wkqbx",
    "words": "t",
    "rules": "d",
    "body": "a",
    "chapters": "c",
    "procedures": "hpensrlmi",
}


class Question(NamedTuple):
    """A question that a placement may ask. `guess` is the chance of a right guess: 1 of the options, 0 where typed."""

    id: str
    group: str
    level: int
    guess: float


class Told(NamedTuple):
    """An answer: to which question, and whether it was right. None is "I don't know", which nobody guesses."""

    question: Question
    right: bool | None


class Group(NamedTuple):
    """What is known of somebody in a group: ability and its spread, and the chance that decides."""

    ability: float
    spread: float
    chance: float
    asked: int

    @property
    def known(self) -> bool:
        """Whether the group's test-outs are offered. Without an answer nothing is known."""
        return self.asked > 0 and self.chance >= KNOWN

    @property
    def partly(self) -> bool:
        """Whether more is known than not, and not enough for a test-out to be likely to be passed."""
        return self.asked > 0 and SOME <= self.chance < KNOWN


def group_of(lesson: str) -> str:
    """Return the group of a lesson by the first letter of its id. Raises KeyError for a letter of none."""
    for group, letters in GROUPS.items():
        if lesson[:1] in letters:
            return group
    raise KeyError(lesson)


def _right(ability: float, difficulty: float, guess: float) -> float:
    return guess + (1 - guess) / (1 + math.exp(-SLOPE * (ability - difficulty)))


@lru_cache(maxsize=64)
def _curve(level: int, guess: float) -> tuple[float, ...]:
    """Return the chance of a right answer at each ability of the grid."""
    return tuple(_right(one, DIFFICULTY[level], guess) for one in _GRID)


_PRIOR: Final = tuple(math.exp(-((one / SPREAD) ** 2) / 2) for one in _GRID)


def _posterior(told: Iterable[Told]) -> list[float]:
    weights = list(_PRIOR)
    for question, right in told:
        # Who says "I don't know" did not guess: what is known then is that they could not have typed it.
        curve = _curve(question.level, question.guess if right is not None else 0.0)
        weights = [
            weight * (chance if right else 1 - chance) for weight, chance in zip(weights, curve, strict=True)
        ]
    whole = sum(weights)
    return [one / whole for one in weights]


def abilities(told: Sequence[Told], groups: Collection[str] = tuple(GROUPS)) -> dict[str, Group]:
    """Return what the answers say of each group."""
    found = {}
    for group in groups:
        mine = [one for one in told if one.question.group == group]
        weights = _posterior(mine)
        mean = sum(w * one for w, one in zip(weights, _GRID, strict=True))
        spread = math.sqrt(sum(w * (one - mean) ** 2 for w, one in zip(weights, _GRID, strict=True)))
        chance = sum(w * p for w, p in zip(weights, _curve(2, 0.0), strict=True))
        found[group] = Group(mean, spread, chance, len(mine))
    return found


def known_groups(told: Sequence[Told]) -> list[str]:
    """Return the groups whose test-outs are offered, in the order in which they are taught."""
    found = abilities(told)
    return [group for group in GROUPS if found[group].known]


def next_question(pool: Iterable[Question], told: Sequence[Told], seed: int) -> Question | None:
    """Return what is asked next; None after 30 answers, where the pool has nothing left, or nothing was known of 12.

    The same answers and seed ask the same, whatever order the pool comes in, so that a placement goes on after a pause.
    """
    asked = {one.question.id for one in told}
    left = sorted(one for one in set(pool) if one.id not in asked)
    if len(told) >= MOST or not left or (len(told) >= FIRST and not any(one.right for one in told)):
        return None
    # Of this question alone, so that it hangs on nothing that was drawn before.
    draw = random.Random(f"{seed}:{len(told)}")  # noqa: S311 - a choice that can be made again, no secret
    found = abilities(told, {one.group for one in left})
    if len(told) < FIRST:
        return draw.choice(_least_asked(left, found))
    return draw.choice(sorted(left, key=lambda one: (-_tells(one, found[one.group]), one.id))[:BEST])


def _least_asked(left: Sequence[Question], found: Mapping[str, Group]) -> list[Question]:
    """Return the questions of the group that was asked least, of the level nearest to what is known of it."""
    least = min(one.asked for one in found.values())
    group = next(name for name in GROUPS if name in found and found[name].asked == least)
    mine = [one for one in left if one.group == group]
    near = min(abs(DIFFICULTY[one.level] - found[group].ability) for one in mine)
    return [one for one in mine if abs(DIFFICULTY[one.level] - found[group].ability) == near]


def _tells(question: Question, group: Group) -> float:
    """Return how much an answer would tell: the information at the ability, times how little is known of it."""
    chance = _right(group.ability, DIFFICULTY[question.level], question.guess)
    sure = (chance - question.guess) / (1 - question.guess)
    information = SLOPE**2 * sure**2 * (1 - chance) / chance
    return information * group.spread**2
