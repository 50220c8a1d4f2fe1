"""Connections that are slow on purpose: they send a byte a second, or do not read what they asked for."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

HEADER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /account/profile HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
)
CHUNKED = (
    b"POST /codebook/own/changes HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
)
SILENT = b""
READER = (
    b"GET /codebook/icd10cm/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 2
)  # 320 kB, more than lies in between
PIECES = {HEADER: b"a", BODY: b"a", CHUNKED: b"1\r\na\r\n", SILENT: b"", READER: b""}


@contextmanager
def crowd(port: int, start: bytes, many: int = 60) -> Iterator[list[socket.socket]]:
    """So many connections that send `start` at once and then a piece a second; a READER asks and does not read."""
    links = []
    for _ in range(many):
        link = socket.socket()
        if start is READER:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        link.settimeout(5)
        link.connect(("127.0.0.1", port))
        links.append(link)
    over = threading.Event()

    def drip() -> None:
        while not over.wait(1.0):
            for link in links:
                with suppress(OSError):
                    link.send(PIECES[start])

    thread = threading.Thread(target=drip)
    try:
        for link in links:
            with suppress(OSError):
                link.sendall(start)
        thread.start()
        yield links
    finally:
        over.set()
        if thread.ident:
            thread.join()
        for link in links:
            link.close()


def ended(link: socket.socket, seconds: float) -> bool:
    """Whether the other side ends the connection in time."""
    end = time.monotonic() + seconds
    with suppress(TimeoutError, OSError):
        while time.monotonic() < end:
            link.settimeout(max(0.1, end - time.monotonic()))
            if not link.recv(65_536):
                return True
        return False
    return time.monotonic() < end
