"""How often a query over every book finds the code meant: hit@1 and hit@10 in the tab of its system, and in "all".

    python bench/desk_quality.py             the figures
    python bench/desk_quality.py --misses    and what was missed
    python bench/desk_quality.py --queries bench/queries/coder_queries_dev.tsv      the same over other queries

The queries are what people say of procedures, supplies, drugs and services; expected are codes or their beginnings
(one approach or device of a table is as good as another where the query names none). Those of `desk_queries.tsv` were
written by whoever wrote the lexicon, after it and in part in its words, so their figures flatter. Those of
`coder_queries_*.tsv` are 300 queries as working coders type them, written by somebody who does not tune the search and
without running it, and halved by chance: who tunes sees the development half only.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

from codeward.search import AllBooks
from search_quality import table

QUERIES = Path(__file__).parent / "queries" / "desk_queries.tsv"


def rank_of(found: list[str], expected: tuple[str, ...]) -> int:
    """Return the place, from 1, of the first code that begins as one of *expected*; 0 where there is none."""
    return next((place for place, code in enumerate(found, 1) if code.startswith(expected)), 0)


def main() -> int:
    """Print the figures by system."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--queries", type=Path, default=QUERIES)
    asked = parser.parse_args()
    desk = AllBooks()
    tabs: dict[str, list[int]] = defaultdict(list)
    over_all: list[int] = []
    with asked.queries.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            found = desk.search_all(row["query"])
            expected = tuple(row["expected"].split("|"))
            hits = [hit.code for hit in found.tab(row["system"]).hits]
            rank = rank_of(hits, expected)
            tabs[row["system"]].append(rank)
            every = [hit.code if hit.system == row["system"] else "" for hit in found.hits]
            over_all.append(rank_of(every, expected))
            if asked.misses and rank != 1:
                print(f"{rank:3}  {row['query']}  want {row['expected']}  got {hits[:4]}")
    print("Search over every book, quality\n")
    for system, ranks in tabs.items():
        print(table(f"tab {system}", ranks))
    print(table("every tab", [rank for ranks in tabs.values() for rank in ranks]))
    print(table("among the first 10 of all books", over_all))
    return 0


if __name__ == "__main__":
    sys.exit(main())
