"""A process that saves as a page does, and says on its standard output each change that was acknowledged.

``python -m tests.web.serving.saves begin`` starts the attempt and prints its address; ``… save ADDRESS COUNT [NORMAL]``
saves, with SQLite as the school sets it or, so that the proof is seen to catch it, with the setting of before.
"""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import uuid4

import django

CHART = "walk-in-cough"


def main(given: list[str]) -> None:
    """Do what the command line says."""
    django.setup()
    from django.contrib.sessions.models import Session
    from django.db import connection
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    if given[0] == "begin":
        state = client.post(f"/charts/{CHART}/start").json()
        session = Session.objects.get().session_key
        print(state["operations_url"], session)
        return
    from django.conf import settings

    url, session, count = given[1], given[2], int(given[3])
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    if given[4:] == ["NORMAL"]:
        connection.cursor().execute("PRAGMA synchronous=NORMAL")
    for turn in range(count):
        one: dict[str, Any] = {"id": str(uuid4()), "kind": "add_line", "line": f"l{turn}", "rank": turn}
        one["code"] = "R05.1"
        answer = client.post(url, {"operations": [one]}, content_type="application/json")
        assert answer.status_code == 200, answer.content
        os.write(1, f"saved {one['id']}\n".encode())
        if turn == count // 2:
            connection.cursor().execute("PRAGMA wal_checkpoint(RESTART)")


if __name__ == "__main__":
    main(sys.argv[1:])
