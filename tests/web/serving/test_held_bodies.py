"""Imports that are held open keep nobody's batch out (ASVS 15.2.2)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.web.serving.school import School, environment, running

pytestmark = pytest.mark.proof

IMPORT = 31_000_000
HEAD = (
    b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Forwarded-For: %s\r\n"
    b"Content-Length: %d\r\n\r\n"
)


@pytest.fixture(scope="module")
def school(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school of one process, behind a proxy that says who sends."""
    env = environment(
        tmp_path_factory.mktemp("school") / "home",
        cache,
        CODEWARD_LOG_LEVEL="WARNING",
        CODEWARD_WEB_WORKERS="1",
        CODEWARD_TRUSTED_PROXIES="1",
    )
    with running(env) as made:
        yield made


def held(school: School, sender: str, share: float) -> tuple[socket.socket, bytes]:
    """A connection that has asked whether its import may come and, where it may, has sent so much of it and holds it.

    Returns the first line of what it was answered: 100 or a refusal.
    """
    link = socket.create_connection(("127.0.0.1", school.port), timeout=30)
    head = HEAD % (b"/codebook/own/import", sender.encode(), IMPORT)
    link.sendall(head[:-2] + b"Expect: 100-continue\r\n\r\n")
    answer = link.recv(4096).split(b"\r\n", 1)[0]
    if b" 100 " in answer:
        link.sendall(b"x" * int(IMPORT * share))
    return link, answer


def batch(school: School, sender: str) -> bytes:
    """The first line of the answer to a batch of 300 kB."""
    body = b'{"resourceType": "Bundle", "type": "batch", "entry": []}'.ljust(300_000)
    with socket.create_connection(("127.0.0.1", school.port), timeout=20) as link:
        link.sendall(HEAD % (b"/fhir/R4", sender.encode(), len(body)) + body)
        return link.recv(4096).split(b"\r\n", 1)[0]


def test_an_address_that_holds_imports_has_its_share_and_others_theirs(school: School) -> None:
    with ExitStack() as links:
        answers = []
        for _ in range(12):
            link, answer = held(school, "203.0.113.9", 0.9)
            links.callback(link.close)
            answers.append(answer.split()[1])
        assert answers == [b"100"] * 2 + [b"503"] * 10
        assert b" 200 " in batch(school, "198.51.100.1")
        assert school.get("/healthz")[0] == 200


def test_many_addresses_that_hold_imports_leave_room_for_batches(school: School) -> None:
    with ExitStack() as links:
        taken = 0
        for number in range(12):
            link, answer = held(school, f"192.0.2.{number}", 0.9)
            links.callback(link.close)
            taken += answer.split()[1] == b"100"
        assert taken == 7
        assert b" 200 " in batch(school, "198.51.100.2")
