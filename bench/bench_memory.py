"""Memory of a process after 1,000 look-ups of different codes, read from the kernel.

Resident is everything in memory, the book's pages included although processes share them; private is what
this process alone holds (USS: private clean and dirty pages). Beside: simple_icd_10_cm.
"""

from __future__ import annotations

import random
import sys

from codeward.codesets import books
from measure import memory_of, show


def main() -> int:
    book = books.open("icd10cm")
    codes = random.Random(20260401).sample([code for code in book if book[code].billable], 1000)
    ours = memory_of(
        "from codeward.codesets import books\nbook = books.open('icd10cm')\n"
        f"for c in {codes!r}: book[c].description\n"
    )
    theirs = memory_of(
        "import warnings; warnings.simplefilter('ignore')\nimport simple_icd_10_cm as peer\n"
        f"for c in {codes!r}: peer.get_description(c)\n"
    )
    bare = memory_of("")
    rows = [
        (
            f"{what} memory after 1,000 look-ups (bare Python {bare[key] / 1024:.1f} MB)",
            f"{ours[key] / 1024:.1f} MB",
            f"{theirs[key] / 1024:.1f} MB",
            theirs[key] / ours[key],
            4,
        )
        for what, key in (("resident", "rss"), ("private", "private"))
    ]
    return show("Memory", rows)


if __name__ == "__main__":
    sys.exit(main())
