"""One step of building an ICD-10-PCS code: which values are lawful beside what is chosen. Wanted: median under 0.2 ms.

Walks that a learner makes: real codes of the book, built from the first character on and in a mixed order. Also: time
to open the tables and take a first step in a fresh process' book, to explain an unlawful code, and to compile.
Run: python bench/bench_pcs.py
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from functools import cache

from codeward.codesets import Book, BookFile, books
from codeward.codesets.icd10pcs import Builder, explain
from codeward.codesets.icd10pcs.from_codes import compile_codes
from codeward.codesets.releases import packaged
from measure import Row, pace, show

WANTED_STEP, WANTED_OPEN, WANTED_EXPLAIN, WANTED_COMPILE = 0.0002, 0.05, 0.05, 6.0


def seconds(call: Callable[[], object]) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def walks(codes: list[str], *, mixed: bool, count: int, seed: int = 4) -> list[tuple[dict[int, str], int]]:
    """Return (what is chosen, position asked) for each step of *count* codes."""
    choose = random.Random(seed)
    steps = []
    for code in choose.sample(codes, count):
        order = list(range(1, 8))
        if mixed:  # the section first, as the page asks for it; then any order
            rest = order[1:]
            choose.shuffle(rest)
            order = [1, *rest]
        chosen: dict[int, str] = {}
        for place in order:
            steps.append((dict(chosen), place))
            chosen[place] = code[place - 1]
    return steps


def step_times(builder: Builder, steps: list[tuple[dict[int, str], int]]) -> list[float]:
    """Return the time of each step."""
    return [seconds(lambda s=step: builder.values(*s)) for step in steps]  # type: ignore[misc]


def main() -> int:
    """Measure, print the table, return 1 where something is slower than wanted."""
    book = books.open("icd10pcs")
    fresh = Book(BookFile(book.file.path), in_force=True)
    opening = seconds(lambda: Builder(fresh).values({1: "0", 2: "D", 3: "T"}, 4))
    codes = [code for code in book if len(code) == 7]
    builder = Builder(book)
    rows: list[Row] = [_row("open the tables and take a first step", [opening], WANTED_OPEN)]
    for name, mixed in (("from the first character on", False), ("in a mixed order", True)):
        times = step_times(builder, walks(codes, mixed=mixed, count=1000))
        rows.append(_row(f"lawful values, {name}", times, WANTED_STEP))
    choose = random.Random(5)
    wrong = [c[:3] + choose.choice("WQK") + c[4:] for c in choose.sample(codes, 100)]
    times = [seconds(lambda c=code: explain(book, c)) for code in wrong if code not in book]  # type: ignore[misc]
    rows.append(_row("explain an unlawful code", times, WANTED_EXPLAIN))
    row = next(row for row in packaged() if row.release.system == "icd10pcs")
    start = time.process_time()
    compile_codes(row.release, row.paths, row.digests)
    rows.append(
        _row("compile the default book (one core's time)", [time.process_time() - start], WANTED_COMPILE)
    )
    return show("ICD-10-PCS builder: median (p99), beside what is wanted", rows)


def _row(what: str, times: list[float], wanted: float) -> Row:
    median = statistics.median(times)
    p99 = sorted(times)[int(len(times) * 0.99)] if len(times) > 1 else times[0]
    shown = f"{1000 * median:.3f} ms ({1000 * p99:.3f})"
    most = wanted * _pace()
    return what, shown, f"{1000 * most:.3g} ms allowed", most / median, 1.0


@cache
def _pace() -> float:
    return pace()


if __name__ == "__main__":
    raise SystemExit(main())
