"""The school as a process: starts, stops, dies, comes back."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import stat
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from codeward.web.serving.serve import is_loopback
from tests.web.serving.school import environment, free_port, gone, run, running

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def env(tmp_path: Path, cache: Path) -> dict[str, str]:
    """A home of its own for each test."""
    return environment(tmp_path / "home", cache)


def test_first_start_second_start(env: dict[str, str]) -> None:
    home = Path(env["CODEWARD_HOME"])
    with running(env, "--demo") as first:
        assert f"http://127.0.0.1:{first.port}/" in first.said
        status, headers, body = first.get("/")
        assert status == 200
        assert first.get("/healthz")[0] == 200
        assert stat.S_IMODE((home / "secret_key").stat().st_mode) == 0o600
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        _static_is_hashed(first, body)
        token = first.token_path
        assert first.get(token)[0] == 200
        assert first.stop() == 0
    key = (home / "secret_key").read_text()
    made = _made(Path(env["CODEWARD_CACHE"]))
    with running(env, "--demo") as second:
        assert _made(Path(env["CODEWARD_CACHE"])) == made, "a second start makes nothing anew"
        assert second.token_path != token
        assert (home / "secret_key").read_text() == key
        assert headers["x-frame-options"] == "DENY"
    with sqlite3.connect(home / "codeward.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM accounts_user WHERE state = 'demo'").fetchone() == (1,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def _made(cache: Path) -> dict[str, int]:
    """When each file of the cache was written, in nanoseconds."""
    return {str(path): path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}


def _static_is_hashed(school: Any, body: str) -> None:
    """Every file of the page is served from here, for ever, and modules import the hashed names."""
    paths = re.findall(r'(?:src|href)="(/static/[^"]+)"', body)
    assert len(paths) >= 6
    for path in paths:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", path), path
        status, headers, text = school.get(path)
        assert status == 200
        assert "immutable" in headers["cache-control"]
        if "page." in path:
            assert re.search(r'from "\./toast\.[0-9a-f]{12}\.js"', text)


def test_it_ends_requests_with_grace(env: dict[str, str]) -> None:
    """SIGTERM while people read pages: each request that was taken is answered."""
    with running(env) as school:
        answers: list[int] = []
        refused: list[str] = []
        go = threading.Event()

        def read() -> None:
            go.wait()
            for _ in range(20):
                try:
                    answers.append(school.get("/accounts/login/")[0])
                except ConnectionRefusedError:
                    return  # closed for new ones: lawful
                except OSError as error:
                    refused.append(repr(error))
                    return

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        go.set()
        time.sleep(0.3)
        assert school.stop() == 0
        for thread in threads:
            thread.join()
    assert answers
    assert set(answers) == {200}
    assert len([one for one in refused if "Reset" not in one]) == 0


def test_a_connection_that_was_taken_says_its_first_request_after_the_end_was_called(
    env: dict[str, str],
) -> None:
    with running(env) as school, socket.create_connection(("127.0.0.1", school.port), timeout=20) as link:
        time.sleep(0.3)  # it is taken
        school.process.send_signal(signal.SIGTERM)
        time.sleep(0.7)  # and the end has begun: a process looks for a signal twice a second
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert link.recv(100).startswith(b"HTTP/1.1 200")
        assert school.process.wait(timeout=40) == 0


@linux
def test_kill_9_leaves_nothing_behind_and_loses_nothing(env: dict[str, str]) -> None:
    port = free_port()
    with running(env, "--demo", port=port) as school:
        children = school.children_once(3)
        assert len(children) == 3, "two that answer, and the worker"
        school.stop(signal.SIGKILL)
        assert gone(children)
    with running(env, "--demo", port=port) as again:
        assert again.get("/healthz")[0] == 200


@linux
def test_a_child_that_dies_is_started_anew(env: dict[str, str]) -> None:
    with running(env) as school:
        before = school.children_once(3)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + 15
        while time.monotonic() < end and (len(school.children()) < 2 or set(school.children()) & set(before)):
            time.sleep(0.1)
        for _ in range(100):
            try:
                assert school.get("/healthz")[0] == 200
                break
            except OSError:
                time.sleep(0.1)
        assert not set(school.children()) & set(before)
        assert school.stop() == 0


def test_the_demo_is_for_this_machine_only(env: dict[str, str]) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        done = run("serve", "--demo", "--host", host, "--port", "8999", env=env)
        assert done.returncode == 1
        assert "can be reached from others" in done.stderr
    assert not Path(env["CODEWARD_HOME"]).exists()


def test_no_variable_makes_a_demo(env: dict[str, str]) -> None:
    with running({**env, "CODEWARD_DEMO": "1"}) as school:
        assert "/start/" not in school.said
        assert school.get("/outbox/")[0] == 404


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
    ],
)
def test_what_loopback_is(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_second_school_on_the_same_home_or_port_is_refused(
    env: dict[str, str], tmp_path: Path, cache: Path
) -> None:
    with running(env) as school:
        same_home = run("serve", "--port", str(free_port()), env=env)
        assert same_home.returncode == 1
        assert "already running" in same_home.stderr
        same_port = run("serve", "--port", str(school.port), env=environment(tmp_path / "other", cache))
        assert same_port.returncode == 1
        assert "--port" in same_port.stderr
        assert "make run PORT=8001" in same_port.stderr
        assert same_port.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"CODEWARD_WEB_WORKERS": "none"}, "CODEWARD_WEB_WORKERS"),
        ({"CODEWARD_HOME": "/proc/nowhere"}, "CODEWARD_HOME"),
        ({"CODEWARD_CACHE": "/proc/nowhere"}, "/proc/nowhere"),
        ({"CODEWARD_DATABASE_URL": "sqlite:////nowhere/school.sqlite3"}, "CODEWARD_DATABASE_URL"),
    ],
)
def test_what_cannot_work_is_told_in_one_line(more: dict[str, str], told: str, env: dict[str, str]) -> None:
    done = run("serve", "--port", str(free_port()), env={**env, **more})
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_a_usage_error(env: dict[str, str]) -> None:
    done = run("fly", env=env)
    assert done.returncode == 2
    assert "invalid choice" in done.stderr


def test_two_hosts_start_at_once_on_postgresql(postgres: str, tmp_path: Path, cache: Path) -> None:
    """Each has a home of its own and the database is shared: one migrates, the other waits, both serve."""
    envs = [
        environment(tmp_path / f"host{n}" / "home", cache, CODEWARD_DATABASE_URL=postgres) for n in range(2)
    ]
    for env in envs:
        Path(env["CODEWARD_HOME"]).parent.mkdir()
    said: list[str] = []

    def host(env: dict[str, str]) -> None:
        with running(env) as school:
            said.append(school.get("/healthz")[2])

    threads = [threading.Thread(target=host, args=(env,)) for env in envs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [json.loads(one)["database"] for one in said] == ["postgresql", "postgresql"]


def test_a_missing_cache_table_is_made(env: dict[str, str]) -> None:
    Path(env["CODEWARD_HOME"]).mkdir(mode=0o700)
    assert run("manage", "migrate", "--verbosity", "0", env=env).returncode == 0
    with running(env) as school:
        assert school.get("/accounts/login/")[0] == 200
    with sqlite3.connect(Path(env["CODEWARD_HOME"]) / "codeward.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM codeward_cache").fetchone() is not None
