"""A running school under attack, whoever asks it, and somebody who asks after its health meanwhile."""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.web.serving.school import School, environment, running
from tests.web.serving.slow import BODY, HEADER, READER, crowd
from tests.web.serving.visitor import WAIT, Answer, Visitor

from codeward import ready
from codeward.settings import cache_dir

__all__ = [
    "BODY",
    "HEADER",
    "READER",
    "Answer",
    "Health",
    "Visitor",
    "crowd",
    "prepare",
    "school",
    "staff",
]

CHARTS = ("quarterly-clinic-visit", "annual-physical")


class Health(threading.Thread):
    """Asks after the school's health ten times a second, each time on a new connection, and notes how long it took."""

    def __init__(self, port: int, path: str = "/healthz", every: float = 0.1) -> None:
        super().__init__(daemon=True)
        self._port, self._path, self._every = port, path, every
        self._over = threading.Event()
        self.seen: list[tuple[float, float, int]] = []

    def run(self) -> None:
        """Ask until told to stop."""
        while not self._over.wait(self._every):
            start = time.perf_counter()
            link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=WAIT)
            try:
                link.request("GET", self._path)
                status = link.getresponse().status
            except OSError:
                status = 0
            finally:
                link.close()
            self.seen.append((start, time.perf_counter() - start, status))

    def stop(self) -> None:
        """Stop asking."""
        self._over.set()
        self.join()

    def worst(self, since: float = 0.0) -> float:
        """The longest answer that was asked for after `since` (of time.perf_counter), in seconds; 0 without any."""
        return max((seconds for start, seconds, _ in self.seen if start >= since), default=0.0)


@contextmanager
def school() -> Iterator[tuple[School, dict[str, str]]]:
    """A school of its own on a free port, with two workers, and its environment."""
    with tempfile.TemporaryDirectory(prefix="codeward-attack-") as folder:
        ready.prepare(lambda said: print(said, file=sys.stderr))
        env = environment(
            Path(folder) / "home",
            cache_dir(),
            CODEWARD_LOG_LEVEL="ERROR",
            CODEWARD_WEB_WORKERS="2",
            CODEWARD_TRUSTED_PROXIES="1",
            CODEWARD_DESIGN_GALLERY="1",
        )
        with running(env, "--demo") as made:
            yield made, env


_STAFF = """
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("sign_in_link", "boss@example.org", new=True, staff=True)
from codeward.web.accounts.models import User
from tests.web.signed_in import with_second_step
client = with_second_step(User.objects.get(email="boss@example.org"))
print("session", settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def staff(visitor: Visitor, env: dict[str, str]) -> None:
    """Let the visitor be the first director, with a second step behind them."""
    root = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(
        [sys.executable, "-c", _STAFF],
        env={**env, "DJANGO_SETTINGS_MODULE": "codeward.web.conf.django"}, cwd=root, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    _, name, value = next(line for line in done.stdout.splitlines() if line.startswith("session ")).split()
    visitor.cookies[name] = value
    visitor.ask("GET", "/account/")


def prepare(visitor: Visitor) -> dict[str, list[str]]:
    """Work as a learner does, so that there is something to attack; returns ids by the name of a part of an address."""
    visitor.ask("GET", "/")
    found: dict[str, list[str]] = {"chart": list(CHARTS)}
    done = visitor.json(f"/charts/{CHARTS[0]}/start", {})
    visitor.form(f"/attempts/{done['attempt']}/submit")
    found["result"] = [done["attempt"]]
    found["attempt"] = [visitor.json(f"/charts/{CHARTS[1]}/start", {})["attempt"]]
    mark = "00000000-0000-4000-8000-000000000001"
    visitor.json("/codebook/own/changes", {"changes": [a_mark(mark, "x")]})
    found["mark"] = [mark, "00000000-0000-4000-8000-00000000ffff"]
    return found


def a_mark(mark: str, text: str, change: str = "") -> dict[str, Any]:
    """A change that puts a note into one's own book."""
    return {
        "kind": "put",
        "id": change or mark.replace("-4000-", "-4001-"),
        "mark": mark,
        "content": {"release": "icd10cm-2026-04-01", "anchor": "icd10cm/E11.9", "kind": "note", "text": text},
    }
