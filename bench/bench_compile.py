"""Compile the ICD-10-CM book from the official XML, without and with the search index.

Beside: the import of simple_icd_10_cm, which parses the same XML into memory every time.
"""

from __future__ import annotations

import os
import sys
import tempfile

from measure import alternate, process_seconds, show

PEER = [sys.executable, "-W", "ignore", "-c", "import simple_icd_10_cm"]
OURS = [sys.executable, "-c", "from codeward.codesets import books; books.open('icd10cm')"]
WITH_INDEX = [sys.executable, "-c", "from codeward.search import open_searcher; open_searcher()"]


def into_a_fresh_cache(command: list[str]) -> float:
    """Return the seconds of a process that finds nothing, compiles, writes and opens."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODEWARD_CACHE"] = folder
        return process_seconds(command)


def main() -> int:
    (ours, ours_median), (whole, whole_median), (theirs, theirs_median) = alternate(
        [
            lambda: into_a_fresh_cache(OURS),
            lambda: into_a_fresh_cache(WITH_INDEX),
            lambda: process_seconds(PEER),
        ],
        turns=5,
    )
    peer = f"{theirs:.2f} s; {theirs_median:.2f}"
    rows = [
        (
            "XML to a book on disk (best; median)",
            f"{ours:.2f} s; {ours_median:.2f}",
            peer,
            theirs / ours,
            1.0,
        ),
        (
            "the same with the search index (at most 1.5 times the peer)",
            f"{whole:.2f} s; {whole_median:.2f}",
            peer,
            theirs / whole,
            round(1 / 1.5, 2),
        ),
    ]
    return show("Compile the book, whole process", rows)


if __name__ == "__main__":
    sys.exit(main())
