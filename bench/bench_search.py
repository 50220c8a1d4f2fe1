"""Search: 1,000 mixed queries in process, and one query as a whole process.

The queries are made from the book's own titles with a seed: words in another order, a slip in a long word, a
last word not typed to its end, only some of the words. The title's own code is the answer. Beside: SQLite
FTS5 (porter, any word, bm25) over the same text, each query prepared as an application would.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time

from codeward.search import Searcher, open_searcher
from measure import pace, process_seconds, show
from search_quality import Find, fts5, texts

SEED, QUERIES = 20260401, 1000
COLD = [sys.executable, "-c", "from codeward.cli.main import main; main()", "search", "sugar diabetes"]


def slip(word: str, chance: random.Random) -> str:
    """Return *word* with two letters swapped, one dropped, doubled or changed."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("aeiorst") + word[at + 1 :],
        ]
    )


def mixed(searcher: Searcher) -> list[tuple[str, str]]:
    """Return (query, code of the title that it was made from), a quarter of each sort."""
    chance = random.Random(SEED)
    out = []
    while len(out) < QUERIES:
        document = searcher.index.document(chance.randrange(searcher.index.size))
        concept = searcher.book.file.concept(document.entry)
        words = re.findall(r"[A-Za-z]+|\d+", concept.description)
        if not 2 <= len(words) <= 12:
            continue
        code = searcher.book.file.code_at(document.entry + document.expansion)
        sort = len(out) % 4
        if sort == 0:
            chance.shuffle(words)
        elif sort == 1:
            long = [i for i, word in enumerate(words) if len(word) >= 6]
            if not long:
                continue
            at = chance.choice(long)
            words[at] = slip(words[at].lower(), chance)
        elif sort == 2:
            if len(words[-1]) < 5:
                continue
            words[-1] = words[-1][: chance.randrange(3, len(words[-1]))]
        else:
            words = [word for word in words if word.lower() not in ("of", "with", "and", "the", "or", "in")]
            chance.shuffle(words)
        out.append((" ".join(words), code))
    return out


def run(find: Find, queries: list[tuple[str, str]]) -> tuple[list[float], float]:
    """Return milliseconds a query, and hit@10."""
    spent, right = [], 0
    for query, code in queries:
        begin = time.perf_counter()
        found = find(query)
        spent.append((time.perf_counter() - begin) * 1000)
        right += code in found
    return sorted(spent), right / len(queries)


def main() -> int:
    """Print the table."""
    searcher = open_searcher()
    queries = mixed(searcher)
    peer = fts5(texts(searcher))
    for query, _ in queries[:20]:
        searcher.search(query)
        peer(query)
    searcher._found.cache_clear()
    ours, our_hits = run(lambda query: [hit.code for hit in searcher.search(query)], queries)
    theirs, their_hits = run(peer, queries)
    cold = min(process_seconds(COLD) for _ in range(5)) * 1000
    median, tail = statistics.median(ours), ours[int(0.99 * len(ours))]
    peer_median, peer_tail = statistics.median(theirs), theirs[int(0.99 * len(theirs))]
    slow = pace()
    return show(
        "Search beside SQLite FTS5 (bm25), 1,000 mixed queries",
        [
            ("median", f"{median:.2f} ms", f"{peer_median:.2f} ms", peer_median / median, 3),
            ("99th percentile", f"{tail:.2f} ms", f"{peer_tail:.2f} ms", peer_tail / tail, 1),
            ("hit@10", f"{our_hits:.3f}", f"{their_hits:.3f}", our_hits / their_hits, 1),
            ("median, for the machine", f"{median:.2f} ms", f"{slow:.2f} ms allowed", slow / median, 1),
            (
                "99th percentile, for the machine",
                f"{tail:.2f} ms",
                f"{5 * slow:.2f} ms allowed",
                5 * slow / tail,
                1,
            ),
            (
                "whole process, one query, cold",
                f"{cold:.0f} ms",
                f"{150 * slow:.0f} ms allowed",
                150 * slow / cold,
                1,
            ),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
