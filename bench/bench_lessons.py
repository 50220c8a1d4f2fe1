"""Lessons and the program as a learner of two years reads them: 25 pages a second over 50 connections.

The school is `python -m codeward.web serve` with two web processes, the load an open loop from the same machine, as in
`bench_workspace.py`; the learner has 8,000 drills, the checks of every second lesson and the minutes of 730 days
(`two_years.py`). Beside it the same load in the same run asks the same server for a constant text.

A page alone is measured in the processor time of the server's processes, which other work does not lengthen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench_workspace import PARTS, PEER, free_port, start
from measure import Row, pace, show

# Milliseconds: what the slowest of twenty may take under the load, and the processor's time for a page alone. The first
# is the wish of whoever waits, on any machine; the second is at the pace of the run.
LATE, ALONE = 150.0, 30.0
# What a page may take above a constant answer, at the same load on the same machine. A page asks 8 queries.
WANTED = {"p50": 1 / 60, "p95": 1 / 40, "p99": 1 / 40}
PAGES = ("/program/", "/lessons/d3/", "/lessons/d5/", "/lessons/w0/", "/lessons/c1/")
SECOND = os.sysconf("SC_CLK_TCK")


async def reader(
    port: int, paths: list[str], cookie: str, every: float, until: float, offset: float
) -> list[float]:
    """One connection: a page each `every` seconds; returns milliseconds from when each was due."""
    link, out = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    due = time.perf_counter() + offset
    turn = 0
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        path = paths[turn % len(paths)]
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"
        out.write(asked.encode())
        head = await link.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        if length is None or b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise SystemExit(f"The school answered {head[:80]!r} to {path}")
        await link.readexactly(int(length[1]))
        taken.append((time.perf_counter() - due) * 1000)
        if b"connection: close" in head.lower():
            out.close()
            link, out = await asyncio.open_connection("127.0.0.1", port)
        turn += 1
        due += every
    out.close()
    return taken


async def load(port: int, cookie: str, connections: int, rate: float, seconds: float) -> list[float]:
    """All connections for `seconds`, `rate` pages a second together; the latencies of all, sorted."""
    until, every = time.perf_counter() + seconds, connections / rate
    mixed = random.Random(11)
    found = await asyncio.gather(
        *(
            reader(port, mixed.sample(PAGES, len(PAGES)), cookie, every, until, mixed.random() * every)
            for _ in range(connections)
        )
    )
    return sorted(one for many in found for one in many)


def used(process: subprocess.Popen[bytes]) -> float:
    """Seconds of the processor that a server's processes have used (Linux)."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    times = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children]
    return sum(int(one[11]) + int(one[12]) for one in times) / SECOND


@contextmanager
def serving(command: list[str], *, learner: bool) -> Iterator[tuple[subprocess.Popen[bytes], int, str]]:
    """A server on a free port, with the cookie of a learner of two years where it is a school."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = start([*command, str(port)], Path(folder), port)
        try:
            cookie = "none=1"
            if learner:
                filled = subprocess.run(
                    [sys.executable, str(Path(__file__).with_name("two_years.py"))],
                    env={**os.environ, "CODEWARD_HOME": folder}, check=True, capture_output=True, text=True,
                )  # fmt: skip
                cookie = "=".join(filled.stdout.split()[-2:])
            yield process, port, cookie
        finally:
            process.terminate()
            process.wait(timeout=40)


def measured(command: list[str], given: argparse.Namespace, *, learner: bool) -> dict[str, float]:
    """Milliseconds of one server: the processor's for a page alone, then under the load by percentile."""
    with serving(command, learner=learner) as (process, port, cookie):
        asyncio.run(
            load(port, cookie, given.connections, given.rate, 4)
        )  # both processes have made every page
        before = used(process)
        alone = asyncio.run(load(port, cookie, 1, 5.0, given.seconds))
        each = (used(process) - before) * 1000 / len(alone)
        taken = asyncio.run(load(port, cookie, given.connections, given.rate, given.seconds))
    found = {name: taken[min(len(taken) - 1, int(len(taken) * part))] for name, part in PARTS.items()}
    return {"alone": each, **found, "most": taken[-1]}


def main() -> int:
    """Print the table; 1 where a ratio is below what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=50)
    parser.add_argument("--rate", type=float, default=25.0, help="pages a second of all together")
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    slower = pace()
    ours = measured(["-m", "codeward.web", "serve", "--port"], given, learner=True)
    peer = measured(["-c", PEER], given, learner=False)
    rows: list[Row] = [
        (name, f"{ours[name]:.1f} ms", f"{peer[name]:.1f} ms", peer[name] / ours[name], wanted)
        for name, wanted in WANTED.items()
    ]
    rows += [
        ("p95, for whoever waits", f"{ours['p95']:.1f} ms", f"{LATE:.0f} ms allowed", LATE / ours["p95"], 1),
        (
            "processor time of a page alone",
            f"{ours['alone']:.1f} ms",
            f"{ALONE * slower:.0f} ms allowed",
            ALONE * slower / ours["alone"],
            1,
        ),
    ]
    print(json.dumps({name: round(value, 2) for name, value in ours.items()}))
    print(f"load of the machine over the last minute: {os.getloadavg()[0]:.1f}")
    many = f"{given.rate:g} pages a second over {given.connections} connections, 2 workers"
    return show(f"Lessons and the program beside a constant answer: {many}", rows)


if __name__ == "__main__":
    sys.exit(main())
