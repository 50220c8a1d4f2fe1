"""How far the derived index leads where the official one does: hit@1 and hit@5 on the official FY2017 Index.

    python bench/index_quality.py              both halves, every path
    python bench/index_quality.py --sample N   N paths of each half
    python bench/index_quality.py --misses     what was missed, development half only

Each path of the official Index whose code still stands in the current Tabular is asked with its own words, without
its nonessential modifiers. "Same code": an answer is the code, above it or below it (the official Index often stops
at a dash). "Same category": an answer stands in the same category of three characters. The halves are told apart by
a checksum of the path; whoever tunes looks at the development half only. The shared data is found by
$CODEWARD_SHARED or ../shared.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from codeward.codesets import Book
from codeward.codesets.indexes import Term
from codeward.codesets.indexes.reader import load
from codeward.codesets.indexes.store import walk
from codeward.index import Index, open_index

ON = date(2026, 5, 12)
FILE = "data/icd10cm_fy2017_xml/icd10cm_index_2017.xml.xz"
HALVES = ("development", "held-out")


class Asked(NamedTuple):
    """One path of the official Index: its titles and the key of its code."""

    path: tuple[str, ...]
    code: str


def bare(code: str) -> str:
    """Return a code of an index as a key: "S60.41-" → "S6041"."""
    return code.strip().rstrip("-").replace(".", "")


def asked(file: Path, book: Book) -> tuple[list[Asked], int]:
    """Return the paths whose code stands in *book*, and how many paths have a code at all."""
    rows, coded = [], 0
    above: dict[int, tuple[str, ...]] = {}
    for term, parent, _ in walk(load(file).letters):
        path = (*(above[id(parent)] if isinstance(parent, Term) else ()), term.title)
        above[id(term)] = path
        if term.code:
            coded += 1
            if book.get(term.code.strip().rstrip("-").rstrip(".")) is not None:
                rows.append(Asked(path, bare(term.code)))
    return rows, coded


def half_of(row: Asked) -> str:
    """Return the half that a path belongs to."""
    return HALVES[crc32("|".join(row.path).encode()) & 1]


def answers(index: Index, text: str, most: int = 5) -> list[str]:
    """Return the keys of the codes that the first entries lead to."""
    out = []
    for row in index.ranked(text, limit=most)[:most]:
        entry = index.volume(row.book).entry(row.number, column=row.column)
        table = [code for code in (entry.table or {}).values() if code]
        code = entry.leads_to or (table[0] if table else "")
        out.append(bare(code))
    return out


class Score:
    """Hits of one half."""

    def __init__(self, half: str) -> None:
        self.half = half
        self.size = 0
        self.hits = {"same code": [0, 0], "same category": [0, 0]}
        self.times: list[float] = []

    def add(self, wanted: str, found: list[str]) -> bool:
        """Count one path; return whether its category is among the answers."""
        self.size += 1
        same = [bool(code) and (code.startswith(wanted) or wanted.startswith(code)) for code in found]
        category = [code[:3] == wanted[:3] for code in found]
        for name, right in (("same code", same), ("same category", category)):
            self.hits[name][0] += any(right[:1])
            self.hits[name][1] += any(right[:5])
        return any(category)

    def lines(self) -> list[str]:
        """Return the figures for people."""
        times = sorted(self.times)
        median, slow = times[len(times) // 2], times[int(len(times) * 0.99)]
        rows = [
            f"{self.half:12} {name:14} n {self.size:6}   hit@1 {one / self.size:.3f}   hit@5 {five / self.size:.3f}"
            for name, (one, five) in self.hits.items()
        ]
        return [*rows, f"{self.half:12} find: median {median * 1000:.2f} ms, p99 {slow * 1000:.2f} ms"]


def main() -> int:
    """Print the figures of both halves."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sample", type=int)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--half", choices=HALVES)
    options = parser.parse_args()
    file = Path(os.environ.get("CODEWARD_SHARED", "../shared")) / FILE
    if not file.exists():
        print(f"no shared data at {file}: set CODEWARD_SHARED")
        return 1
    index = open_index(ON)
    rows, coded = asked(file, index.tabular)
    print(f"{coded} paths with a code, {len(rows)} of them still stand in {index.tabular.release.id}")
    for half in HALVES:
        if options.half and half != options.half:
            continue
        some = [row for row in rows if half_of(row) == half]
        if options.sample and options.sample < len(some):
            some = random.Random(5).sample(some, options.sample)
        score, missed = Score(half), []
        for row in some:
            text = " ".join(row.path)[:1000]
            start = time.perf_counter()
            found = answers(index, text)
            score.times.append(time.perf_counter() - start)
            if not score.add(row.code, found):
                missed.append((text, row.code, found))
        print("\n".join(score.lines()))
        if options.misses and half == HALVES[0]:
            for text, wanted, found in missed:
                print(f"{text}  want {wanted}  got {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
