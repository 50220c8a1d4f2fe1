"""What answers say of items: difficulty, discrimination, distractors, with intervals, and what follows by thresholds.

Of first timed exposures only: whoever calls gives those. From 30 answers there are figures, from 50 flags, from 100 a
difficulty of Rasch's model with its prior. All pure functions of counts.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from codeward.grading import wilson

__all__ = [
    "FIGURES_FROM",
    "FLAGS_FROM",
    "RASCH_FROM",
    "SLOPE",
    "Exposure",
    "ItemFigures",
    "Rate",
    "ability_at",
    "angoff",
    "chance",
    "corrected_r",
    "figures_of",
    "rasch_difficulty",
]

FIGURES_FROM: Final = 30
FLAGS_FROM: Final = 50
RASCH_FROM: Final = 100
SLOPE: Final = 0.92
"""The slope by which difficulties that are only known by level (their spread .7) flatten the curve."""
PRIOR_SPREAD: Final = 0.7
_EASY, _HARD, _LOW_R, _DEAD = 0.95, 0.25, 0.10, 0.05
Flag = Literal["too hard", "too easy", "weak", "distractor above the key", "suspend", "dead distractor"]


class Exposure(NamedTuple):
    """One first timed answer to an item: whether right, the option, the seconds, and the rest of that sitting's points.

    `rest` is the share of the other items that the same person had right: the item itself is left out (corrected r).
    """

    right: bool
    rest: float
    option: int | None = None
    seconds: float | None = None


class Rate(NamedTuple):
    """A proportion with its 95% interval (Wilson)."""

    value: float
    low: float
    high: float


class ItemFigures(NamedTuple):
    """What is known of an item: nothing but `n` below 30 answers, no flags below 50, no difficulty below 100."""

    n: int
    p: Rate | None = None
    r: Rate | None = None
    options: Mapping[int, tuple[int, float | None]] = {}
    seconds: float | None = None
    difficulty: float | None = None
    flags: tuple[Flag, ...] = ()


def figures_of(
    exposures: Sequence[Exposure], prior: float = 0.0, key: int | None = None, choices: int = 4
) -> ItemFigures:
    """Return the figures of an item by its first timed *exposures*; *prior* is its difficulty by level.

    *key* is the place of the right option of so many *choices*, where it has options.
    """
    n = len(exposures)
    if n < FIGURES_FROM:
        return ItemFigures(n)
    right = sum(one.right for one in exposures)
    p = Rate(right / n, *wilson(right, n))
    r = corrected_r([float(one.right) for one in exposures], [one.rest for one in exposures])
    options = _options(exposures)
    times = sorted(one.seconds for one in exposures if one.seconds is not None)
    difficulty = None
    if n >= RASCH_FROM:
        difficulty = rasch_difficulty(
            [one.right for one in exposures], [_logit(one.rest) for one in exposures], prior
        )
    flags = _flags(n, p.value, r, options, key, choices) if n >= FLAGS_FROM else ()
    middle = times[len(times) // 2] if times else None
    return ItemFigures(n, p, r, options, middle, difficulty, flags)


def _options(exposures: Sequence[Exposure]) -> dict[int, tuple[int, float | None]]:
    """Return how often each option was taken, and how taking it goes with the rest of the points."""
    counts = Counter(one.option for one in exposures if one.option is not None)
    found = {}
    for option, count in sorted(counts.items()):
        r = corrected_r([float(one.option == option) for one in exposures], [one.rest for one in exposures])
        found[option] = (count, None if r is None else r.value)
    return found


def _flags(
    n: int,
    p: float,
    r: Rate | None,
    options: Mapping[int, tuple[int, float | None]],
    key: int | None,
    choices: int,
) -> tuple[Flag, ...]:
    found: list[Flag] = []
    if p < _HARD:
        found.append("too hard")
    if p > _EASY:
        found.append("too easy")
    if r is not None and r.value < 0:
        found.append("suspend")
    elif r is not None and r.value < _LOW_R:
        found.append("weak")
    if key is not None:
        own = options.get(key, (0, None))[1]
        others = [value for place, (_, value) in options.items() if place != key and value is not None]
        if own is not None and any(value > own for value in others):
            found.append("distractor above the key")
        if n >= RASCH_FROM and any(
            options.get(place, (0, None))[0] < _DEAD * n for place in range(choices) if place != key
        ):
            found.append("dead distractor")
    return tuple(found)


def corrected_r(item: Sequence[float], rest: Sequence[float]) -> Rate | None:
    """Return the correlation of an item with the rest of the points, with its interval (Fisher's z).

    None where either does not vary, or fewer than 4 answered.
    """
    n = len(item)
    if n < 4:
        return None
    mine, others = math.fsum(item) / n, math.fsum(rest) / n
    xx = math.fsum((x - mine) ** 2 for x in item)
    yy = math.fsum((y - others) ** 2 for y in rest)
    if xx <= 1e-12 or yy <= 1e-12:
        return None
    xy = math.fsum((x - mine) * (y - others) for x, y in zip(item, rest, strict=True))
    r = max(-1.0, min(1.0, xy / math.sqrt(xx * yy)))
    if abs(r) > 1 - 1e-9:
        return Rate(r, r, r)
    z, off = math.atanh(r), 1.959963984540054 / math.sqrt(n - 3)
    return Rate(r, math.tanh(z - off), math.tanh(z + off))


def chance(ability: float, difficulty: float, guess: float = 0.0, slope: float = SLOPE) -> float:
    """Return the chance of a right answer: guess + (1 − guess)·σ(slope·(ability − difficulty))."""
    x = slope * (ability - difficulty)
    sigma = 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
    return guess + (1 - guess) * sigma


def ability_at(points: float, difficulties: Sequence[float], guesses: Sequence[float]) -> float:
    """Return the ability whose expected score on these items is *points*; held between −8 and 8."""
    low, high = -8.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        expected = sum(chance(middle, hard, guess) for hard, guess in zip(difficulties, guesses, strict=True))
        low, high = (middle, high) if expected < points else (low, middle)
    return (low + high) / 2


def rasch_difficulty(
    right: Sequence[bool], abilities: Sequence[float], prior: float = 0.0, spread: float = PRIOR_SPREAD
) -> float:
    """Return the likeliest difficulty in Rasch's model, with a normal prior around that of the level (Newton's way)."""
    found = prior
    for _ in range(50):
        chances = [chance(ability, found, 0.0, 1.0) for ability in abilities]
        slope = (
            math.fsum(p - was for p, was in zip(chances, right, strict=True)) - (found - prior) / spread**2
        )
        curve = math.fsum(p * (1 - p) for p in chances) + 1 / spread**2
        step = max(-1.0, min(1.0, slope / curve))
        found += step
        if abs(step) < 1e-10:
            break
    return found


def _logit(share: float) -> float:
    held = min(0.99, max(0.01, share))
    return math.log(held / (1 - held))


def angoff(ratings: Sequence[Sequence[float]]) -> tuple[float, bool]:
    """Return the cut that raters set, as a share of the points, and whether it is provisional (fewer than five raters).

    *ratings* are, by rater, the chance of each item for somebody who only just passes; about fifteen raters are best
    [Shulruf 2016]. Raises ValueError where there is no rating, raters rated different items, or a rating is no chance.
    """
    if not ratings or not ratings[0] or len({len(one) for one in ratings}) > 1:
        raise ValueError("raters rate the same items")
    if any(not 0 <= value <= 1 for one in ratings for value in one):
        raise ValueError("a rating is a chance from 0 to 1")
    means = [math.fsum(one) / len(one) for one in ratings]
    return math.fsum(means) / len(means), len(ratings) < 5
