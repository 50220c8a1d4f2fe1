"""Drills a second on one core, by generator, beside drawing without tables (each draw reads the book anew).

    python bench/bench_drills.py [--each 1000]

Wanted: 1,000 a second over all generators. The peer is the same code with every table of the book forgotten before a
draw: what a generator without them would cost.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from datetime import date
from types import ModuleType

from codeward.codesets import Shelf
from codeward.practice import drills
from codeward.practice.drills import (
    demand,
    excludes,
    neoplasm,
    path,
    saying,
    scenes,
    seventh,
    side,
    specific,
    tables,
)

WANTED = 1_000  # a second
DAY = date(2026, 6, 1)
WITH_TABLES = (demand, excludes, neoplasm, path, saying, scenes, seventh, side, specific, tables)
NAIVE = 1  # a draw without tables takes seconds


def forget(modules: tuple[ModuleType, ...]) -> None:
    """Empty every cache of these modules."""
    for module in modules:
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def seconds(name: str, shelf: Shelf, count: int, *, tables_kept: bool = True) -> float:
    """Return the processor seconds of *count* draws."""
    begun = time.process_time()
    for seed in range(count):
        if not tables_kept:
            forget(WITH_TABLES)
        drills.draw(name, seed, shelf=shelf, level=seed % 3 + 1)  # type: ignore[arg-type]
    return time.process_time() - begun


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--each", type=int, default=1000)
    each = arguments.parse_args().each
    shelf = Shelf.on(DAY)
    spent = 0.0
    print(f"{'generator':<12} {'first, ms':>10} {'a second':>10} {'without tables':>15} {'ratio':>8}")
    for name in drills.ready():
        begun = time.process_time()
        drills.draw(name, 10**6, shelf=shelf)
        first = time.process_time() - begun
        gc.collect()
        took = seconds(name, shelf, each)
        spent += took
        naive = NAIVE / seconds(name, shelf, NAIVE, tables_kept=False)
        rate = each / took
        print(f"{name:<12} {first * 1000:>10.0f} {rate:>10.0f} {naive:>15.2f} {rate / naive:>7.0f}x")
    total = each * len(drills.ready()) / spent
    print(f"over all {total:.0f} a second, wanted {WANTED}: ratio {total / WANTED:.2f}")
    return 0 if total >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
