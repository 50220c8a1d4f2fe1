"""How often search finds the code meant: hit@1, hit@10 and MRR on the query set, beside two peers.

    python bench/search_quality.py               the development half
    python bench/search_quality.py --held-out    the half that nobody tunes on
    python bench/search_quality.py --misses      what was missed, development half only

Beside: SQLite FTS5 (porter, any word, bm25) and tantivy (English stemming, any word, bm25) over the same text:
title, own terms, and the terms of the entries above. An answer is right when it is one of the expected codes;
a peer's hit that wants a 7th character is given its first expansion, as ours is.
"""

from __future__ import annotations

import argparse
import csv
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from codeward.search import Searcher, open_searcher

QUERIES = Path(__file__).parent / "queries" / "search_queries.tsv"
Find = Callable[[str], list[str]]


def texts(searcher: Searcher) -> list[tuple[str, str]]:
    """Return (code as shown, searchable text) of every document of the index."""
    index, book = searcher.index, searcher.book
    out = []
    for number in range(index.size):
        document = index.document(number)
        concept = book.file.concept(document.entry)
        parts = [concept.description]
        place: int | None = number
        while place is not None:
            above = index.document(place)
            terms = book.file.instructions_at(above.entry)
            parts += [i.text for i in terms if i.kind in ("includes", "inclusion_term")]
            place = above.parent
        out.append((book.file.code_at(document.entry + document.expansion), " ".join(parts)))
    return out


def fts5(rows: list[tuple[str, str]]) -> Find:
    """Return a search over SQLite FTS5: porter stemming, any of the words, bm25."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(code UNINDEXED, body, tokenize='porter unicode61')")
    db.executemany("INSERT INTO t VALUES (?, ?)", rows)
    db.commit()
    statement = "SELECT code FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 10"

    def find(query: str) -> list[str]:
        words = re.findall(r"\w+", query)
        if not words:
            return []
        return [row[0] for row in db.execute(statement, (" OR ".join(f'"{word}"' for word in words),))]

    return find


def tantivy_(rows: list[tuple[str, str]]) -> Find:
    """Return a search over tantivy: English stemming, any of the words, bm25."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("code", stored=True, tokenizer_name="raw")
    builder.add_text_field("body", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(64_000_000, 1)
    for code, body in rows:
        writer.add_document(tantivy.Document(code=code, body=body))
    writer.commit()
    index.reload()
    reader = index.searcher()

    def find(query: str) -> list[str]:
        words = " ".join(re.findall(r"\w+", query))
        if not words:
            return []
        hits = reader.search(index.parse_query(words.lower(), ["body"]), 10).hits
        return [reader.doc(address)["code"][0] for _, address in hits]

    return find


def rank_of(found: list[str], expected: set[str]) -> int:
    """Return the place, from 1, of the first right answer; 0 where there is none."""
    return next((place for place, code in enumerate(found, 1) if code in expected), 0)


def table(name: str, ranks: list[int]) -> str:
    """Return one line of figures."""
    n = len(ranks)
    first, ten = sum(r == 1 for r in ranks) / n, sum(0 < r <= 10 for r in ranks) / n
    mrr = sum(1 / r for r in ranks if r) / n
    return f"{name:34} n {n:4}   hit@1 {first:.3f}   hit@10 {ten:.3f}   MRR {mrr:.3f}"


def main() -> int:
    """Print the figures of the half that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--no-peers", action="store_true")
    asked = parser.parse_args()
    half = "held_out" if asked.held_out else "dev"
    with QUERIES.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["half"] == half]
    searcher = open_searcher()
    kinds: dict[str, list[int]] = defaultdict(list)
    ranks = []
    for row in rows:
        found = [hit.code for hit in searcher.search(row["query"])]
        expected = set(row["expected"].split("|"))
        rank = rank_of(found, expected)
        ranks.append(rank)
        kinds[row["kind"]].append(rank)
        if asked.misses and not asked.held_out and rank != 1:
            print(f"{rank:3}  {row['query']}  [{row['kind']}]  want {row['expected']}  got {found[:4]}")
    print(f"Search quality, {half} half\n\n{table('Codeward', ranks)}")
    for kind, some in sorted(kinds.items()):
        print(table(f"  {kind}", some))
    if not asked.no_peers:
        documents = texts(searcher)
        for name, peer in (("SQLite FTS5", fts5(documents)), ("tantivy", tantivy_(documents))):
            print(table(name, [rank_of(peer(row["query"]), set(row["expected"].split("|"))) for row in rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
