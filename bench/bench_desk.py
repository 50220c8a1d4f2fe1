"""The desk: 1,000 mixed queries over all books at once, in process, and what the process then holds in memory.

Four tenths of the queries are made from titles of ICD-10-CM, two from ICD-10-PCS, one and a half each from HCPCS and
CPT (words in another order, a slip in a long word, a last word not typed to its end, only some of the words), one from
names of drugs and procedures. No answer is remembered; only the
indexes are open and warm. Look-up: one code
by another of all systems, beside a dict of the same codes.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from pathlib import Path

from bench_search import SEED, mixed, slip
from codeward.codesets import CODING, books
from codeward.search import AllBooks, Searcher, open_searcher
from codeward.search.drugs import load
from codeward.search.plain.said import entries
from measure import pace, show

TURNS = 3  # the best counts: what the machine does when nothing else disturbs it
SHARES = {"icd10cm": 400, "icd10pcs": 200, "hcpcs": 150, "cpt": 150}


def resident() -> float:
    """Return the memory of this process in MB."""
    with Path("/proc/self/status").open(encoding="ascii") as stream:
        return next(int(line.split()[1]) / 1024 for line in stream if line.startswith("VmRSS"))


def from_titles(system: str, count: int, chance: random.Random) -> list[tuple[str, str, str]]:
    """Return (query, system, code of the title that it was made from)."""
    book = books.open(system)
    out: list[tuple[str, str, str]] = []
    while len(out) < count:
        concept = book.file.concept(chance.randrange(book.file.entries))
        words = re.findall(r"[A-Za-z]+|\d+", concept.description)
        long = [i for i, word in enumerate(words) if len(word) >= 6]
        if concept.kind != "code" or not long or not 2 <= len(words) <= 16:
            continue
        sort = len(out) % 4
        if sort == 0:
            chance.shuffle(words)
        elif sort == 1:
            at = chance.choice(long)
            words[at] = slip(words[at].lower(), chance)
        elif sort == 2:
            words = words[: long[-1] + 1]
            words[-1] = words[-1][: chance.randrange(3, len(words[-1]))]
        else:
            words = chance.sample(words, max(2, len(words) // 2))
        out.append((" ".join(words), system, concept.code))
    return out


def queries() -> list[tuple[str, str, str]]:
    """Return the 1,000 queries in a mixed order."""
    chance = random.Random(SEED)
    searcher = open_searcher(books.open("icd10cm"))
    assert isinstance(searcher, Searcher)
    out = [(query, "icd10cm", code) for query, code in mixed(searcher)[: SHARES["icd10cm"]]]
    for system in CODING[1:]:
        out += from_titles(system, SHARES[system], chance)
    names = [name for drug in load() for name in (drug.generic, *drug.brands)]
    said = [phrase for entry in entries(books.open("cpt")) for phrase in entry.phrases if entry.codes]
    out += [(name, "", "") for name in chance.sample(names, 50) + chance.sample(said, 50)]
    chance.shuffle(out)
    return out


def forget(desk: AllBooks) -> None:
    """Make every answer be found again; what stays is what a running process has: open indexes and their maps."""
    for place in desk._chosen(None, None, strict=False):
        place.finder._found.cache_clear()  # type: ignore[attr-defined]


def lookup() -> tuple[float, float]:
    """Return nanoseconds for a code's title by its book and by a dict of the same concepts, the best of the turns."""
    chance = random.Random(SEED)
    pairs = []
    for system in CODING:
        book = books.open(system)
        codes = [code for code in book if book[code].billable]
        pairs += [(book, code) for code in chance.sample(codes, 250)]
    chance.shuffle(pairs)
    plain = {code: book[code] for book, code in pairs}

    def ours() -> None:
        for book, code in pairs:
            book[code].description  # noqa: B018

    def theirs() -> None:
        for _, code in pairs:
            plain[code].description  # noqa: B018

    spent = []
    for run in (ours, theirs):
        run()
        best = float("inf")
        for _ in range(25):
            begin = time.perf_counter_ns()
            run()
            best = min(best, (time.perf_counter_ns() - begin) / len(pairs))
        spent.append(best)
    return spent[0], spent[1]


def main() -> int:
    """Print the table."""
    desk = AllBooks()
    asked = queries()
    for query, _, _ in asked[::10]:
        desk.search_all(query.upper() + " ", 9)
    spent = [float("inf")] * len(asked)
    right = made = 0
    for turn in range(TURNS):
        forget(desk)
        for place, (query, system, code) in enumerate(asked):
            begin = time.perf_counter()
            found = desk.search_all(query)
            spent[place] = min(spent[place], (time.perf_counter() - begin) * 1000)
            if system and not turn:
                made += 1
                right += code in [hit.code for hit in found.tab(system).hits]
    spent.sort()
    median, tail, memory = statistics.median(spent), spent[int(0.99 * len(spent))], resident()
    ours, theirs = lookup()
    slow = pace()
    return show(
        f"Search over {', '.join(tab.release for tab in found.tabs)}: 1,000 mixed queries",
        [
            ("median", f"{median:.2f} ms", f"{2 * slow:.2f} ms allowed", 2 * slow / median, 1),
            ("99th percentile", f"{tail:.2f} ms", f"{10 * slow:.2f} ms allowed", 10 * slow / tail, 1),
            ("resident memory at most 400 MB", f"{memory:.0f} MB", "400 MB", 400 / memory, 1),
            ("in its tab among 10, of those made from a title", f"{right / made:.3f}", "", right / made, 0.8),
            (
                "look-up, any system, beside a dict",
                f"{ours:.0f} ns",
                f"{theirs:.0f} ns",
                theirs / ours,
                1 / 3,
            ),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
