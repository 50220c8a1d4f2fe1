"""Look up one code: a cold process, repeated in process, and the first uncached time.

Beside: simple_icd_10_cm, by its own documented call.
"""

from __future__ import annotations

import random
import sys
import time
import timeit
import warnings
from pathlib import Path

from codeward.codesets import books
from measure import alternate, pace, process_seconds, show

PEER = [sys.executable, "-W", "ignore", "-c", "import simple_icd_10_cm as c; c.get_description('E11.9')"]
OURS = [str(Path(sys.executable).with_name("codeward")), "lookup", "E11.9"]
CALLS = 200_000


def main() -> int:
    warnings.simplefilter("ignore")
    book = books.open("icd10cm")  # compiled before anything is measured
    import simple_icd_10_cm as peer

    (ours, ours_median), (theirs, theirs_median) = alternate(
        [lambda: process_seconds(OURS), lambda: process_seconds(PEER)], turns=7
    )
    calls = [
        lambda: timeit.timeit(lambda: book["E11.9"].description, number=CALLS) / CALLS,
        lambda: timeit.timeit(lambda: peer.get_description("E11.9"), number=CALLS) / CALLS,
    ]
    (again, _), (peer_again, _) = alternate(calls, turns=7)
    first, most = uncached(), 15e-6 * pace()
    return show(
        "Look up one code",
        [
            (
                "whole process, cold (best; median)",
                f"{ours * 1000:.0f} ms; {ours_median * 1000:.0f}",
                f"{theirs * 1000:.0f} ms; {theirs_median * 1000:.0f}",
                theirs / ours,
                20,
            ),
            (
                "again, in process",
                f"{again * 1e9:.0f} ns",
                f"{peer_again * 1e9:.0f} ns",
                peer_again / again,
                1,
            ),
            (
                "first, uncached (median)",
                f"{first * 1e6:.1f} µs",
                f"{most * 1e6:.1f} µs allowed",
                most / first,
                1,
            ),
        ],
    )


def uncached() -> float:
    """Return the median seconds of the first look-up of 4,000 codes in random order, title included."""
    books.close_all()
    book = books.open("icd10cm")
    codes = random.Random(20260401).sample(list(book), 4000)
    books.close_all()
    book = books.open("icd10cm")
    times = []
    for code in codes:
        start = time.perf_counter()
        book[code].description  # noqa: B018
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


if __name__ == "__main__":
    sys.exit(main())
