"""A real school in a process of its own, for tests of starting and stopping."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

READY = "Stop with Ctrl+C."
MODULE = (sys.executable, "-m", "codeward.web")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, cache: Path, **more: str) -> dict[str, str]:
    """The variables of a school in `home`; nothing of the test's own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CODEWARD_", "DJANGO_"))}
    return {**kept, "CODEWARD_HOME": str(home), "CODEWARD_CACHE": str(cache), **more}


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A command of the web room, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "codeward.web", *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@dataclass
class School:
    """A running school."""

    process: subprocess.Popen[str]
    port: int
    said: str
    seconds: float

    @property
    def token_path(self) -> str:
        """The path of the printed one-time address."""
        found = re.search(r"/start/\S+", self.said)
        assert found is not None
        return found[0]

    def get(
        self, path: str, method: str = "GET", timeout: float = 20, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """One request; returns status, headers (small letters) and body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        # Closed whatever happens: a reset connection must not leave its socket to the garbage collector.
        with closing(link):
            link.request(method, path, headers=headers)
            answer = link.getresponse()
            body = answer.read().decode("utf-8", "replace")
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, body

    def children(self) -> list[int]:
        """The process ids of the supervisor's children (Linux)."""
        text = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in text.split()]

    def children_once(self, count: int) -> list[int]:
        """`children` as soon as there are `count`: the first that answers makes the school ready, the others follow."""
        for _ in range(150):
            found = self.children()
            if len(found) == count:
                break
            time.sleep(0.1)
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop it; returns its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=40)


@contextmanager
def running(
    env: dict[str, str], *arguments: str, port: int | None = None, command: Sequence[str] = MODULE
) -> Iterator[School]:
    """A school that is ready, and is stopped afterwards if it still runs. `command` is the web room's command line."""
    chosen = port or free_port()
    log = Path(env["CODEWARD_HOME"]).parent / f"school-{chosen}.log"
    start = time.monotonic()
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(chosen), *arguments],
            env=env,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        said = _until_ready(process, log)
        school = School(process, chosen, said, 0.0)
        _until_listening(chosen)
        school.seconds = time.monotonic() - start
        yield school
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=40)


def _until_ready(process: subprocess.Popen[str], log: Path) -> str:
    for _ in range(600):
        said = log.read_text()
        if READY in said:
            return said
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"The school did not start: {log.read_text()}")


def _until_listening(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("The school does not listen")


def gone(pids: list[int], seconds: float = 20) -> bool:
    """Whether all these processes end in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(_alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
