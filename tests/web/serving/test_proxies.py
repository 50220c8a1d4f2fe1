"""The proxies of the documentation keep slow connections away from the school, and pass on what it needs to know."""

from __future__ import annotations

import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from tests.web.serving.proxies import NAME, ask, caddy, link, nginx
from tests.web.serving.school import School, environment, running
from tests.web.serving.slow import BODY, HEADER, READER

pytestmark = pytest.mark.proof

Proxy = Callable[[Path, int], AbstractContextManager[int]]


@pytest.fixture(scope="module")
def school(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    env = environment(
        tmp_path_factory.mktemp("behind") / "home",
        cache,
        CODEWARD_SITE_URL=f"https://{NAME}",
        CODEWARD_TRUSTED_PROXIES="1",
        CODEWARD_LOG_LEVEL="WARNING",
    )
    with running(env) as made:
        yield made


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, school: School, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """The port of a proxy before the school."""
    start: Proxy = request.param
    with start(tmp_path_factory.mktemp("proxy"), school.port) as port:
        ready = 0
        for _ in range(100):  # it may be making its certificate
            with suppress(ssl.SSLError):
                ready += ask(port, b"GET /healthz HTTP/1.1").startswith(b"HTTP/1.1 200")
            if ready == 8:
                break
            time.sleep(0.1)
        assert ready == 8
        yield port


def test_pages_come_through_as_https(proxy: int) -> None:
    """Cookies are for https alone, and browsers are told to use nothing else."""
    said = ask(proxy, b"GET /accounts/login/ HTTP/1.1")
    head = said.partition(b"\r\n\r\n")[0].lower()
    assert said.startswith(b"HTTP/1.1 200")
    assert b"strict-transport-security" in head
    assert re.search(rb"set-cookie: (__host-)?cw_csrf=[^\r]*; secure", head)


def test_an_address_that_a_browser_makes_up_is_not_believed(proxy: int) -> None:
    """Batches from "sixty addresses" are those of one: the limit by address holds."""
    said = [
        ask(proxy, f"POST /fhir/R4 HTTP/1.1\r\nContent-Length: 0\r\nX-Forwarded-For: 10.0.0.{n}".encode())
        for n in range(62)
    ]
    assert b" 429" in said[-1].split(b"\r\n", 1)[0]


def measured(proxy: int) -> list[float]:
    """How long health and pages take through the proxy, sorted."""
    taken = []
    for path in (b"/healthz", b"/charts/", b"/codebook/icd10cm/E11.9") * 4:
        before = time.perf_counter()
        assert ask(proxy, b"GET " + path + b" HTTP/1.1").startswith(b"HTTP/1.1 200")
        taken.append(time.perf_counter() - before)
    return sorted(taken)


@pytest.mark.parametrize("start", [HEADER, BODY, READER], ids=["header", "body", "reader"])
def test_sixty_slow_connections_keep_nobody_waiting(proxy: int, school: School, start: bytes) -> None:
    """A byte a second to the proxy; the school is asked through it and directly."""
    start, reader = (one.replace(b"Host: 127.0.0.1", b"Host: " + NAME.encode()) for one in (start, READER))
    alone = measured(proxy)
    links = [link(proxy) for _ in range(60)]
    over = threading.Event()

    def drip() -> None:
        while not over.wait(1.0):
            for one in links:
                with suppress(OSError):
                    one.send(b"a")

    thread = threading.Thread(target=drip)
    try:
        for one in links:
            one.sendall(start)
        if start != reader:
            thread.start()
        time.sleep(2)
        taken = measured(proxy)
        assert taken[-2] < max(2.0, 4 * alone[-2]), taken
        before = time.perf_counter()
        assert school.get("/healthz", Host=NAME)[0] == 200
        assert time.perf_counter() - before < max(0.5, alone[-1])
    finally:
        over.set()
        if thread.ident:
            thread.join()
        for one in links:
            one.close()


def test_a_body_over_the_limit_stops_at_the_proxy(proxy: int) -> None:
    with link(proxy) as made:
        made.sendall(
            b"POST /codebook/own/import HTTP/1.1\r\nHost: "
            + NAME.encode()
            + b"\r\nContent-Length: 300000000\r\n\r\n"
        )
        with suppress(OSError):
            for _ in range(600):
                made.sendall(b"x" * 65_536)
        # Caddy has told the school already, and says that nothing came of it.
        assert made.recv(65_536).split(b" ")[1] in (b"413", b"502")
