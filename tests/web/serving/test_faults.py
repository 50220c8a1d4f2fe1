"""Killed processes, a full disk, a locked database, a wrong clock: what was acknowledged stays."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

from tests.web.serving.conftest import begun
from tests.web.serving.school import School, environment, free_port, gone, running
from tests.web.serving.visitor import Answer, Visitor

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc and mounts")
pytestmark = [pytest.mark.proof, linux]


class Saver(threading.Thread):
    """A learner who writes one note after another, and sends each again until it is acknowledged, as the page does."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__(daemon=True)
        self.visitor = visitor
        self.over = threading.Event()
        self.acknowledged: list[str] = []
        self.longest = 0.0

    def run(self) -> None:
        last = time.monotonic()
        while not self.over.is_set():
            change = note(str(uuid4()))
            while save(self.visitor, change).status != 200:
                if self.over.is_set():
                    return
                time.sleep(0.05)
            self.acknowledged.append(change["mark"])
            self.longest = max(self.longest, time.monotonic() - last)
            last = time.monotonic()
            time.sleep(0.02)


def note(mark: str) -> dict[str, object]:
    """The change that writes a note."""
    content = {"release": "icd10cm-2026-04-01", "anchor": "icd10cm/E11.9", "kind": "note", "text": mark}
    return {"id": str(uuid4()), "kind": "put", "mark": mark, "base": None, "content": content}


def save(visitor: Visitor, change: dict[str, object]) -> Answer:
    """Send one change."""
    return visitor.ask(
        "POST", "/codebook/own/changes", json.dumps({"changes": [change]}).encode(), "application/json"
    )


VISITORS: list[Visitor] = []


@pytest.fixture(autouse=True)
def _goodbye() -> Iterator[None]:
    """Close the connections of those who came."""
    yield
    while VISITORS:
        VISITORS.pop().hang_up()


def guest(school: School) -> Visitor:
    """Somebody who has written a first note, and so is a guest of the school."""
    made = Visitor(school.port)
    VISITORS.append(made)
    made.ask("GET", "/accounts/login/")
    assert save(made, note(str(uuid4()))).status == 200
    return made


def kept(visitor: Visitor) -> set[str]:
    """The notes that are there."""
    return {mark["id"] for mark in json.loads(visitor.ask("GET", "/codebook/own/export.json").text)["marks"]}


def processes(school: School) -> list[int]:
    """Those below the supervisor, once all are there: two for pages and one for jobs."""
    for _ in range(200):
        found = school.children()
        if len(found) == 3:
            return found
        time.sleep(0.1)
    raise AssertionError("not all processes are there")


def webs(school: School) -> list[int]:
    """The processes that answer requests: those that read the port's queue."""
    return [pid for pid in processes(school) if _listens(pid)]


def _listens(pid: int) -> bool:
    """Whether the process holds a listening socket; one that is gone meanwhile does not."""
    inodes, listening = set(), set()
    with suppress(OSError):
        for one in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                inodes.add(str(one.readlink()))
        rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
        listening = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    return bool(inodes & listening)


@pytest.fixture
def env(tmp_path: Path, cache: Path, migrated: Path) -> dict[str, str]:
    home = begun(tmp_path / "home", migrated)
    return environment(home, cache, CODEWARD_LOG_LEVEL="ERROR", CODEWARD_WEB_WORKERS="2")


def test_whichever_process_is_killed_while_people_save_nothing_acknowledged_is_lost(
    env: dict[str, str],
) -> None:
    """kill -9 every second, of one that answers requests or of the worker for jobs; four learners save meanwhile."""
    pick = random.Random(5)
    with running(env) as school:
        savers = [Saver(guest(school)) for _ in range(4)]
        for saver in savers:
            saver.start()
        killed: set[int] = set()
        for _ in range(20):
            time.sleep(1.0)
            victims = school.children()
            if victims:
                killed.add(pick.choice(victims))
                os.kill(max(killed & set(victims)), signal.SIGKILL)
        time.sleep(4.0)
        for saver in savers:
            saver.over.set()
        for saver in savers:
            saver.join(timeout=60)
        assert len(killed) >= 15
        for saver in savers:
            assert len(saver.acknowledged) > 20
            assert set(saver.acknowledged) <= kept(saver.visitor)
            assert saver.longest < 15


def test_killed_processes_are_there_again_in_two_seconds_and_nobody_is_refused(env: dict[str, str]) -> None:
    """It was 22 seconds, with the port held by orphans; now whoever comes meanwhile waits in the port's queue."""
    with running(env) as school:
        assert school.get("/healthz")[0] == 200
        before = webs(school)
        assert len(before) == 2
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        start = time.monotonic()
        assert school.get("/healthz")[0] == 200
        assert time.monotonic() - start < 5
        assert gone(before, seconds=5)
        assert not set(webs(school)) & set(before)


def test_a_process_that_is_silent_is_ended_and_the_other_serves_meanwhile(env: dict[str, str]) -> None:
    """Stopped whole by a signal, as a loop that never lets go would be."""
    with running({**env, "CODEWARD_REQUEST_SECONDS": "5"}) as school:
        stopped = webs(school)[0]
        time.sleep(1)
        os.kill(stopped, signal.SIGSTOP)
        answered = 0
        for _ in range(20):
            before = time.monotonic()
            with suppress(OSError):
                answered += school.get("/healthz", timeout=2.0)[0] == 200
            time.sleep(max(0.0, 0.2 - (time.monotonic() - before)))
        assert answered >= 10  # what the stopped one had taken already waits for its end
        assert gone([stopped], seconds=15)
        time.sleep(1)
        assert len(webs(school)) == 2


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the write lock of a SQLite database."""
    link = sqlite3.connect(database, isolation_level=None, timeout=10)
    link.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        link.execute("ROLLBACK")
        link.close()


def test_a_request_that_hangs_ends_its_worker(env: dict[str, str]) -> None:
    """A save that waits for a locked database longer than a request may take; then the same save is taken."""
    with running({**env, "CODEWARD_REQUEST_SECONDS": "5", "CODEWARD_WEB_WORKERS": "1"}) as school:
        visitor, change = guest(school), note(str(uuid4()))
        time.sleep(1)
        with locked(Path(env["CODEWARD_HOME"]) / "codeward.sqlite3"):
            start = time.monotonic()
            assert save(visitor, change).status == 0
            assert time.monotonic() - start < 30
        assert save(visitor, change).status == 200
        assert change["mark"] in kept(visitor)


def test_a_locked_database_is_told_in_json_while_pages_are_read(env: dict[str, str]) -> None:
    with running(env) as school:
        visitor, change = guest(school), note(str(uuid4()))
        for _ in range(4):  # both processes have opened what they read
            school.get("/healthz")
            school.get("/codebook/icd10cm/E11.9")
        said: list[Answer] = []
        with locked(Path(env["CODEWARD_HOME"]) / "codeward.sqlite3"):
            saving = threading.Thread(target=lambda: said.append(save(visitor, change)))
            saving.start()
            while saving.is_alive():
                for path in ("/healthz", "/codebook/icd10cm/E11.9"):
                    before = time.monotonic()
                    assert school.get(path)[0] == 200
                    assert time.monotonic() - before < 3, path
                time.sleep(0.5)
        assert said[0].status == 503
        assert "too busy" in json.loads(said[0].text)["error"]
        assert save(visitor, change).status == 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 120 MB, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=120m", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a file system of its own cannot be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_is_said_in_every_shape_and_costs_nothing_that_was_acknowledged(
    env: dict[str, str], small_disk: Path
) -> None:
    with running({**env, "CODEWARD_HOME": str(small_disk)}, "--demo") as school:
        visitor = Visitor(school.port)
        VISITORS.append(visitor)
        visitor.come_in(school.token_path)
        assert save(visitor, note(str(uuid4()))).status == 200
        before = kept(visitor)
        filler = small_disk / "filler"
        with filler.open("wb", buffering=0) as out, suppress(OSError):
            while out.write(b"x" * 4096):
                pass
        refused = [save(visitor, note(str(uuid4()))) for _ in range(40)]
        full = next(one for one in refused if one.status != 200)
        assert full.status == 503
        assert "disk is full" in json.loads(full.text)["error"]
        assert {one.status for one in refused} <= {200, 503}
        assert school.get("/codebook/icd10cm/E11.9")[0] == 200
        time.sleep(5.5)  # health asks the disk every five seconds
        status, _, said = school.get("/healthz")
        assert status == 503
        assert "disk of the home folder is full" in json.loads(said)["said"]
        filler.unlink()
        change = note(str(uuid4()))
        assert save(visitor, change).status == 200
        assert before | {change["mark"]} <= kept(visitor)
        time.sleep(5.5)
        assert school.get("/healthz")[0] == 200


CLOCK = """
import datetime as dt, sys, time_machine
days = int(sys.argv.pop(1))
time_machine.travel(dt.datetime.now(dt.timezone.utc) + dt.timedelta(days=days), tick=True).start()
from codeward.web.command import main
sys.exit(main())
"""


@pytest.mark.parametrize("days", [40, -40])
def test_a_clock_that_is_wrong_for_a_while_costs_nobody_their_work(env: dict[str, str], days: int) -> None:
    """A guest works; the machine wakes up 40 days ahead or behind, runs its chores, and is set right."""
    port = free_port()
    with running(env, port=port) as school:
        visitor, marks = guest(school), [str(uuid4()) for _ in range(20)]
        for mark in marks:
            assert save(visitor, note(mark)).status == 200
    with running(env, port=port, command=[sys.executable, "-c", CLOCK, str(days)]) as school:
        wrong = dt.datetime.strptime(school.get("/healthz")[1]["date"], "%a, %d %b %Y %H:%M:%S %Z")
        assert abs((wrong - dt.datetime.now()).days - days) <= 1
        other = guest(school)
        assert school.get("/charts/")[0] == 200
        time.sleep(20)  # the chores that are due run in turn
        assert len(kept(other)) == 1
    with running(env, port=port) as school:
        assert set(marks) <= kept(visitor)
        assert save(visitor, note(str(uuid4()))).status == 200
