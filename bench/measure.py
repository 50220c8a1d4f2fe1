"""What the benchmarks share: fair timing of processes and calls, memory of a process, one table.

Two sides are measured turn by turn in the same run, so that a busy machine slows both, and the best of the
turns counts: what a machine does when nothing else disturbs it.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["Row", "alternate", "cpu", "memory_of", "pace", "process_seconds", "show"]

# What `pace` takes on the machine on which limits in milliseconds were set.
REFERENCE = 0.015

Row = tuple[str, str, str, float, float]  # what, ours, the peer's, ratio, ratio wanted


def process_seconds(command: Sequence[str]) -> float:
    """Return how long a whole process takes, in seconds. Fails where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def alternate(sides: Sequence[Callable[[], float]], turns: int) -> list[tuple[float, float]]:
    """Call each side once a turn; return (best, median) for each."""
    results: list[list[float]] = [[] for _ in sides]
    for _ in range(turns):
        for result, side in zip(results, sides, strict=True):
            result.append(side())
    return [(min(result), statistics.median(result)) for result in results]


def pace(turns: int = 30) -> float:
    """Return how much slower this machine is, in this run, than the one on which limits in milliseconds were set.

    A limit is multiplied by it, so that it fails where our code became slower and not where the machine is. The loop
    is of what our code does most: look-ups in a dict, small integers, short texts.
    """
    return min(_turn() for _ in range(turns)) / REFERENCE


def _turn() -> float:
    start = time.perf_counter()
    found: dict[int, int] = {}
    for i in range(200_000):
        found[i & 1023] = found.get(i & 511, 0) + i
    "".join(sorted(map(str, found)))
    return time.perf_counter() - start


_MEMORY = """
import json
lines = [line.split() for line in open("/proc/self/smaps_rollup") if line.endswith("kB\\n")]
rollup = {words[0].rstrip(":"): int(words[1]) for words in lines}
private = rollup["Private_Clean"] + rollup["Private_Dirty"]
print(json.dumps({"rss": rollup["Rss"], "private": private, "dirty": rollup["Private_Dirty"]}))
"""


def memory_of(code: str) -> dict[str, int]:
    """Run *code* in a fresh Python; return its resident, private and dirtied memory at the end, in kB."""
    done = subprocess.run([sys.executable, "-c", code + _MEMORY], check=True, capture_output=True, text=True)
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def show(title: str, rows: Sequence[Row]) -> int:
    """Print the table; return 1 where a ratio is below what is wanted."""
    print(f"{title}\nPython {platform.python_version()}, {platform.machine()}, {cpu()}\n")
    print("| what | Codeward | beside | ratio | wanted |\n|---|---|---|---|---|")
    for what, ours, theirs, ratio, wanted in rows:
        print(f"| {what} | {ours} | {theirs} | {ratio:.2f} | {wanted:g} |")
    missed = [row[0] for row in rows if row[3] < row[4]]
    print(f"\n{'below what is wanted: ' + ', '.join(missed) if missed else 'all as wanted'}")
    return 1 if missed else 0


def cpu() -> str:
    """Return the processor's name and how many of them there are."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0]}" if names else "unknown processor"
