"""Which containers to open for a dose: the combination that wastes least."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from codeward.calculators.reasons import InputError

__all__ = ["least_waste"]

# Real container sizes share large divisors (15, 30, 60 mg): a handful of cells. The limit is for sizes that do not.
MOST_CELLS = 1_000_000


def least_waste(need: Fraction, sizes: Sequence[Fraction]) -> tuple[tuple[Fraction, int], ...]:
    """Return (size, how many) of the containers to open, largest first: least opened, then fewest containers.

    Any number of each size may be opened. Raises InputError where the sizes are too unlike to be reckoned with.
    """
    scale = lcm(*(size.denominator for size in sizes))
    whole = sorted({int(size * scale) for size in sizes}, reverse=True)
    step = gcd(*whole)
    steps = [size // step for size in whole]
    target = -(-need * scale // step)
    largest = steps[0]
    # Among any `largest` smaller containers some add up to a multiple of the largest, which does it with no more
    # containers; so fewer smaller ones than that are ever needed, and the rest of a big dose is largest ones.
    reach = largest * (steps[1] if len(steps) > 1 else 1)
    bulk = max(0, (target - reach) // largest)
    counts = _fewest(int(target) - int(bulk) * largest, steps)
    counts[0] += int(bulk)
    return tuple((Fraction(size, scale), count) for size, count in zip(whole, counts, strict=True) if count)


def _fewest(target: int, steps: list[int]) -> list[int]:
    """Return how many of each of *steps* make the least sum of at least *target*, with the fewest containers."""
    cells = target + steps[0]
    if cells > MOST_CELLS:
        raise InputError(
            "vial",
            "these container sizes are too different to combine",
            "Give the containers that were opened",
        )
    fewest = [0] + [-1] * cells
    chosen = [-1] * (cells + 1)
    for total in range(1, cells + 1):
        for place, step in enumerate(steps):
            if step <= total and fewest[total - step] >= 0:
                count = fewest[total - step] + 1
                if fewest[total] < 0 or count < fewest[total]:
                    fewest[total], chosen[total] = count, place
    total = next(each for each in range(target, cells + 1) if fewest[each] >= 0)
    counts = [0] * len(steps)
    while total:
        counts[chosen[total]] += 1
        total -= steps[chosen[total]]
    return counts
