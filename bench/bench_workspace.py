"""Search in the workspace while a class codes: learners who each search twice a second, at a real school.

The school is `python -m codeward.web serve` with two web processes, and the load is made on the same machine.
The load is an open loop: each request has its due time, and its latency counts from there, so that a slow answer
delays nobody's next question and cannot hide behind it. Each learner keeps one connection, as a browser does.

Beside it the same load in the same run asks the same server, with as many processes and threads, for an application
that returns a constant text: what is left of our tail is ours, the rest is the machine's and the server's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

from measure import Row, show

# What a search may cost above a constant answer, at the same load on the same machine.
WANTED = {"p50": 1 / 4, "p95": 1 / 4, "p99": 1 / 4}
PARTS = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
PEER = """
import socket
import sys
import django
django.setup()
from codeward.web.serving import web
from codeward.web.serving.supervise import Child, supervise
body = b"x" * 4000
def answer(environ, start):
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024)
supervise([Child(f"web {n}", lambda: web.run(listener, answer)) for n in (1, 2)], grace=5)
"""
QUERIES = Path(__file__).parent / "queries"
# Typed as people do: each prefix that a pause of 150 ms would send.
FALLBACK = ["type 2 diabetes with neuropathy", "wrist fracture right", "chest pain", "acute cough", "uti"]


def words(seed: int) -> list[str]:
    """Queries as they are typed: every second prefix of three letters or more of the query sets' questions."""
    asked: list[str] = []
    for file in sorted(QUERIES.glob("*")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text = re.split(r"\t|,(?=[A-Z]\d)", line)[0].strip()
            if text and not text.startswith("#"):
                asked.append(text)
    asked = asked or FALLBACK
    typed = [text[:n] for text in asked for n in range(3, len(text) + 1, 4)] + asked
    random.Random(seed).shuffle(typed)
    return typed


async def learner(port: int, queries: list[str], every: float, until: float, offset: float) -> list[float]:
    """One learner: a search each `every` seconds; returns milliseconds from when each was due."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    taken = []
    due = time.perf_counter() + offset
    turn = 0
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        path = "/codebook/search?q=" + quote(queries[turn % len(queries)])
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        if length is None or b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise SystemExit(f"The school answered {head[:80]!r} to {path}")
        await reader.readexactly(int(length[1]))
        taken.append((time.perf_counter() - due) * 1000)
        if b"connection: close" in head.lower():
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        turn += 1
        due += every
    writer.close()
    return taken


async def load(port: int, learners: int, rate: float, seconds: float) -> list[float]:
    """All learners for `seconds`; the latencies of all, sorted."""
    queries = words(seed=7)
    until = time.perf_counter() + seconds
    share = max(1, len(queries) // learners)
    mixed = random.Random(11)
    found = await asyncio.gather(
        *(
            learner(port, queries[n * share :] + queries, 1 / rate, until, mixed.random() / rate)
            for n in range(learners)
        )
    )
    return sorted(one for many in found for one in many)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(command: list[str], home: Path, port: int) -> subprocess.Popen[bytes]:
    """A server with two workers, ready: the school, or what stands beside it."""
    env = {
        **os.environ,
        "CODEWARD_HOME": str(home),
        "CODEWARD_WEB_WORKERS": "2",
        "CODEWARD_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "codeward.web.conf.django",
    }
    process = subprocess.Popen([sys.executable, *command], env=env, stdout=subprocess.DEVNULL)
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return process
    raise SystemExit("The server did not start within a minute.")


def measured(command: list[str], given: argparse.Namespace) -> dict[str, float]:
    """Milliseconds of one server under the load: at the median, the 95th and 99th percentile, and the most."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = start([*command, str(port)], Path(folder), port)
        try:
            asyncio.run(load(port, given.learners, given.rate, 3))  # both workers have met the book
            taken = asyncio.run(load(port, given.learners, given.rate, given.seconds))
        finally:
            process.terminate()
            process.wait(timeout=40)
    found = {name: taken[min(len(taken) - 1, int(len(taken) * part))] for name, part in PARTS.items()}
    return {**found, "most": taken[-1]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=50)
    parser.add_argument("--rate", type=float, default=2.0, help="searches a second of each")
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args()
    ours = measured(["-m", "codeward.web", "serve", "--port"], given)
    peer = measured(["-c", PEER], given)
    rows: list[Row] = [
        (name, f"{ours[name]:.1f} ms", f"{peer[name]:.1f} ms", peer[name] / ours[name], wanted)
        for name, wanted in WANTED.items()
    ]
    print(json.dumps({name: round(value, 2) for name, value in ours.items()}))
    many = f"{given.learners} learners, {given.rate:g} searches a second each, 2 workers"
    return show(f"Workspace search beside a constant answer: {many}", rows)


if __name__ == "__main__":
    sys.exit(main())
