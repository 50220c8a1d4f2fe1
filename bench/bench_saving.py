"""What it costs that a saved change is on the disk before it is answered, through the school's own endpoint.

Beside it the same request with SQLite's `synchronous=NORMAL`, which may lose the change in a power cut.
Turn by turn in one process, on the disk that the folder of temporary files lies on (TMPDIR names another).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from typing import Any
from uuid import uuid4

from measure import alternate, show

# What a flush may cost: a save takes at most twice as long with it.
WANTED = 1 / 2
TURNS, SAVES = 20, 20


def main() -> int:
    """Print the table; 1 where a save takes longer than wanted."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(CODEWARD_HOME=home, DJANGO_SETTINGS_MODULE="codeward.web.conf.django")
        os.environ.update(CODEWARD_LOG_LEVEL="ERROR", CODEWARD_DATABASE_URL="")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.test import Client

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        client = Client(HTTP_HOST="localhost")

        def side(setting: str) -> float:
            connection.cursor().execute(f"PRAGMA synchronous={setting}")
            url = client.post("/charts/walk-in-cough/start").json()["operations_url"]
            line: dict[str, Any] = {"line": "l1", "rank": 1.0, "code": "R05.1", "kind": "add_line"}
            start = time.perf_counter()
            for _ in range(SAVES):
                change = {"operations": [{"id": str(uuid4()), **line}]}
                answer = client.post(url, change, content_type="application/json")
                assert answer.status_code == 200, answer.content
            return (time.perf_counter() - start) / SAVES

        side("NORMAL")
        (full, full_median), (normal, normal_median) = alternate(
            [lambda: side("FULL"), lambda: side("NORMAL")], TURNS
        )
        connection.close()
    rows = [
        ("one change saved, best", _ms(full), _ms(normal), normal / full, WANTED),
        (
            "one change saved, median",
            _ms(full_median),
            _ms(normal_median),
            normal_median / full_median,
            WANTED,
        ),
    ]
    return show("Saving, flushed to the disk, beside not flushed (SQLite, synchronous FULL and NORMAL)", rows)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
