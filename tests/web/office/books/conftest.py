"""A home of its own for each test, a director, small publishers' files, and the worker."""

from __future__ import annotations

import http.server
import json
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.codesets.install import catalogue
from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from codeward.web.jobs.worker import make_worker
from codeward.web.office.books import work as work_of_books
from tests.codesets.install.conftest import ORDER, TABULAR, Trickle, order_line
from tests.web.grants.cast import member
from tests.web.signed_in import with_second_step

ORDER_2025 = ORDER
ORDER_2026 = ORDER + order_line(6, "A011", 1, "Fever of a new kind").encode()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home. The cache of compiled books stays: what is in it comes from packages."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(work_of_books, "SETTLED", 0.05)
    (tmp_path / "home").mkdir()
    yield tmp_path / "home"
    books.close_all()


@pytest.fixture
def director(db: None) -> User:
    """Whoever may see to books."""
    return member(Role.DIRECTOR, "dora")


@pytest.fixture
def as_director(director: User) -> Client:
    """A client of the director, past the second step."""
    return with_second_step(director)


@pytest.fixture
def work() -> Callable[[], None]:
    """Does all that waits in the queues of this home, as the worker does."""
    return lambda: make_worker().run()


@pytest.fixture
def publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Path]:
    """A publisher of icd10cm-2025-10-01 on this very machine; returns the folder that it gives files from."""
    folder = tmp_path / "publisher"
    folder.mkdir()
    (folder / "icd10cm-tabular-2026.xml").write_bytes(TABULAR)
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{running.server_address[1]}/icd10cm-tabular-2026.xml"
        files = [{"url": url, "size": len(TABULAR), "sha256": sha256(TABULAR).hexdigest()}]
        row = {"system": "icd10cm", "from": "2025-10-01", "to": "2026-09-30", "title": "ICD-10-CM FY2026"}
        next_row = {
            "system": "icd10cm",
            "from": "2026-10-01",
            "to": "2027-09-30",
            "title": "ICD-10-CM FY2027",
        }
        _catalogue(tmp_path, monkeypatch, [row | {"files": files}, next_row | {"files": []}])
        yield folder
        running.shutdown()
    catalogue.rows.cache_clear()


@pytest.fixture
def slow_publisher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[None]:
    """A publisher of icd10cm-2025-10-01 whose file comes drop by drop."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Trickle) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{running.server_address[1]}/icd10cm-tabular-2026.xml"
        row = {"system": "icd10cm", "from": "2025-10-01", "to": "2026-09-30", "title": "ICD-10-CM FY2026"}
        _catalogue(tmp_path, monkeypatch, [row | {"files": [{"url": url, "sha256": None}]}])
        yield
        running.shutdown()
    catalogue.rows.cache_clear()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def _catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]]) -> None:
    """Have this process, and those that it starts, read another catalogue."""
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps({"schema": 1, "releases": rows}))
    monkeypatch.setattr(catalogue, "_DATA", path)
    monkeypatch.setattr(work_of_books, "LOOPBACK", True)
    catalogue.rows.cache_clear()
    (tmp_path / "sitecustomize.py").write_text(
        "from pathlib import Path\nfrom codeward.codesets.install import catalogue\n"
        f"catalogue._DATA = Path({str(path)!r})\n"
    )
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(tmp_path), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    )
