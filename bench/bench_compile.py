"""Compile the ICD-10-CM book from the official XML, without the search index.

Beside: the import of simple_icd_10_cm, which parses the same XML into memory every time.
"""

from __future__ import annotations

import os
import sys
import tempfile

from measure import alternate, process_seconds, show

PEER = [sys.executable, "-W", "ignore", "-c", "import simple_icd_10_cm"]
OURS = [sys.executable, "-c", "from codeward.codesets import books; books.open('icd10cm')"]


def compile_into_a_fresh_cache() -> float:
    """Return the seconds of a process that finds no book, compiles one, writes it and opens it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODEWARD_CACHE"] = folder
        return process_seconds(OURS)


def main() -> int:
    (ours, ours_median), (theirs, theirs_median) = alternate(
        [compile_into_a_fresh_cache, lambda: process_seconds(PEER)], turns=5
    )
    return show(
        "Compile the book",
        [
            (
                "whole process: XML to a book on disk (best; median)",
                f"{ours:.2f} s; {ours_median:.2f}",
                f"{theirs:.2f} s; {theirs_median:.2f}",
                theirs / ours,
                1,
            )
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
