"""Slow senders and slow readers keep nobody else waiting, and are let go (S5; ASVS 15.2.2)."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving.conftest import begun
from tests.web.serving.school import School, environment, running
from tests.web.serving.slow import BODY, CHUNKED, HEADER, READER, SILENT, crowd, ended

pytestmark = pytest.mark.proof

HEALTH, PAGE = 0.2, 2.0
"""Seconds that health and a page may take meanwhile; on a busy machine so many times what they take alone."""
TIMES = 4
PAGES = ("/", "/charts/", "/codebook/icd10cm/E11.9", "/codebook/search?q=diabetes")


@pytest.fixture(scope="module")
def school(cache: Path, migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    """A school with its two workers, both of them warm."""
    home = begun(tmp_path_factory.mktemp("school") / "home", migrated)
    with running(environment(home, cache, CODEWARD_LOG_LEVEL="WARNING", CODEWARD_WEB_WORKERS="2")) as made:
        for _ in range(6):
            for path in ("/healthz", *PAGES):
                assert made.get(path)[0] == 200
        yield made


def seconds(school: School, path: str) -> float:
    """How long one answer takes, a connection of its own included."""
    start = time.perf_counter()
    assert school.get(path)[0] == 200
    return time.perf_counter() - start


def measured(school: School) -> tuple[list[float], list[float]]:
    """How long health and pages take, sorted."""
    health = sorted(seconds(school, "/healthz") for _ in range(15))
    return health, sorted(seconds(school, path) for path in PAGES for _ in range(3))


@pytest.mark.parametrize(
    "start", [HEADER, BODY, CHUNKED, SILENT, READER], ids=["header", "body", "chunks", "silent", "reader"]
)
def test_sixty_slow_connections_keep_nobody_waiting(school: School, start: bytes) -> None:
    alone, alone_pages = measured(school)
    with crowd(school.port, start, 60):
        time.sleep(2.0)
        health, pages = measured(school)
    assert health[-2] < max(HEALTH, TIMES * alone[-2]), health
    assert pages[-2] < max(PAGE, TIMES * alone_pages[-2]), pages


@pytest.mark.parametrize(
    ("start", "within"), [(HEADER, 14), (SILENT, 14), (BODY, 26)], ids=["header", "silent", "body"]
)
def test_a_slow_connection_is_let_go(school: School, start: bytes, within: float) -> None:
    with crowd(school.port, start, 3) as links:
        assert all(ended(link, within) for link in links)


def test_more_connections_than_a_worker_takes_make_room_for_whoever_comes(school: School) -> None:
    """700 silent ones to each of two workers: the ones that wait longest give way."""
    with crowd(school.port, SILENT, 700), crowd(school.port, SILENT, 700):
        assert seconds(school, "/healthz") < 1.0


def test_a_slow_body_that_arrives_is_taken(school: School) -> None:
    """Ten seconds for a request is slow, and no attack."""
    form = b"q=" + b"x" * 98
    with socket.create_connection(("127.0.0.1", school.port), timeout=20) as link:
        link.sendall(b"POST /codebook/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n")
        for n in range(10):
            link.sendall(form[n * 10 : n * 10 + 10])
            time.sleep(0.5)
        assert link.recv(65_536).startswith(b"HTTP/1.1 403")  # no form token: it was read


def test_a_body_that_does_not_lie_in_memory_is_taken(school: School) -> None:
    """A form of 200 kB, in one piece and in chunks, on one connection."""
    link = http.client.HTTPConnection("127.0.0.1", school.port, timeout=20)
    for body in (b"x" * 200_000, iter([b"x" * 20_000] * 10)):
        link.request("POST", "/account/profile", body, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = link.getresponse()
        assert (answer.status, b"too old" in answer.read()) == (403, True)  # no form token: it was read
    link.close()


def test_a_refused_body_is_told_and_the_next_request_is_answered(school: School) -> None:
    """2.7 MB where 1 MB is taken: 413 in JSON before the connection ends, and a next request on a new one."""
    for _ in range(3):
        link = http.client.HTTPConnection("127.0.0.1", school.port, timeout=20)
        link.request("POST", "/codebook/own/changes", b"x" * 2_700_000, {"Content-Type": "application/json"})
        answer = link.getresponse()
        assert (answer.status, "1.0" in json.loads(answer.read())["way_out"]) == (413, True)
        assert answer.headers["Connection"] == "close"
        link.request("GET", "/healthz")
        assert link.getresponse().status == 200
        link.close()


def test_three_hundred_megabytes_are_refused_before_they_come(school: School) -> None:
    """By its announced length at once; one that announces none, when it has gone on for too long."""
    for framing, piece in (
        (b"Content-Length: 300000000", b"x" * 65_536),
        (b"Transfer-Encoding: chunked", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    ):
        with socket.create_connection(("127.0.0.1", school.port), timeout=5) as link:
            link.sendall(
                b"POST /codebook/own/changes HTTP/1.1\r\nHost: 127.0.0.1\r\n" + framing + b"\r\n\r\n"
            )
            sent = 0
            try:
                while sent < 300_000_000:
                    link.sendall(piece)
                    sent += len(piece)
            except OSError:
                pass
            assert sent < 50_000_000, "what is left in the system's buffers included"
            assert link.recv(65_536).startswith(b"HTTP/1.1 413")


def test_a_client_that_asks_before_it_sends_is_answered_once(school: School) -> None:
    with socket.create_connection(("127.0.0.1", school.port), timeout=5) as link:
        link.sendall(
            b"POST /fhir/R4/CodeSystem/$lookup HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
            b"Content-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n"
        )
        assert link.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        link.sendall(b"{}")
        assert link.recv(65_536).startswith(b"HTTP/1.1 400")


def test_requests_sent_at_once_are_answered_in_turn(school: School) -> None:
    with socket.create_connection(("127.0.0.1", school.port), timeout=5) as link:
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 5)
        link.shutdown(socket.SHUT_WR)
        said = b""
        while piece := link.recv(65_536):
            said += piece
        assert said.count(b"HTTP/1.1 200") == 5


@pytest.mark.parametrize(
    ("sent", "status", "known"),
    [
        (b"GET /api/v1/systems HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000, 431, False),
        (b"GET /api/v1/systems?" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, True),
        (
            b"GET /api/v1/systems HTTP/1.1\r\nHost: x\r\n"
            + b"".join(b"X%d: a\r\n" % n for n in range(200))
            + b"\r\n",
            431,
            True,
        ),
        (
            b"POST /api/v1/systems HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
            True,
        ),
        (b"GET /api/v1/systems SPDY\r\nHost: x\r\n\r\n", 400, False),
    ],
)
def test_what_is_not_http_is_told_in_the_shape_of_its_address(
    school: School, sent: bytes, status: int, known: bool
) -> None:
    """A page where no address could be read."""
    with socket.create_connection(("127.0.0.1", school.port), timeout=5) as link:
        link.sendall(sent)
        said = b""
        while piece := link.recv(65_536):
            said += piece
    head, _, body = said.partition(b"\r\n\r\n")
    assert head.split()[1] == str(status).encode()
    assert json.loads(body)["error"] if known else body.startswith(b"<!doctype html>")
