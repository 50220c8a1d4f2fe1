"""What has been dear lately stands in a queue of its own, and comes back once it is cheap again."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

from codeward.web.serving.lanes import DEAR, Lanes
from codeward.web.serving.web import Server, adjusted


def test_an_address_is_dear_after_one_dear_request_until_cheap_ones_have_come() -> None:
    lanes = Lanes()
    assert not lanes.dear("/fhir/R4/ValueSet/$expand")
    lanes.note("/fhir/R4/ValueSet/$expand", 4 * DEAR)
    assert lanes.dear("/fhir/R4/ValueSet/another")
    assert not lanes.dear("/fhir/R4/CodeSystem/$lookup")
    cheap = 0
    while lanes.dear("/fhir/R4/ValueSet"):
        lanes.note("/fhir/R4/ValueSet", 0.001)
        cheap += 1
    assert 5 <= cheap <= 30


def test_it_remembers_so_many_and_no_more() -> None:
    lanes = Lanes()
    for number in range(5_000):
        lanes.note(f"/a/b/{number}", 1.0)
    assert len(lanes._taken) <= 2_000
    assert lanes.dear("/a/b/4999")
    assert not lanes.dear("/a/b/0")


def test_dear_requests_do_not_keep_pages_waiting() -> None:
    """Ten that wait for ever, more than there are threads: a page is answered meanwhile."""
    hold = threading.Event()

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/dear/it/is":
            hold.wait(20)
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(application, adjusted(2, 0), listener, 60.0)
        server.lanes.note("/dear/it/is", 10 * DEAR)
        address = listener.getsockname()
        links = [socket.create_connection(address, timeout=5) for _ in range(10)]
        page = socket.create_connection(address, timeout=5)
        try:
            for link in links:
                link.sendall(b"GET /dear/it/is HTTP/1.1\r\nHost: x\r\n\r\n")
            page.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            page.setblocking(False)
            said, end = b"", time.monotonic() + 5
            while not said.endswith(b"ok") and time.monotonic() < end:
                server.turn(0.05)
                try:
                    said += page.recv(4096)
                except BlockingIOError:
                    continue
            assert said.endswith(b"ok")
        finally:
            hold.set()
            for link in (*links, page):
                link.close()
            server.end()
