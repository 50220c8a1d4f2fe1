"""What a process takes before a thread sees it: bodies by their address, heads by their length, all of them by sum."""

from __future__ import annotations

import socket
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

from codeward.web import bodies
from codeward.web.serving import refusals
from codeward.web.serving.held import ADDRESS_HELD_MOST, HELD_MOST, LONG, LONG_HELD_MOST, Lying, sender
from codeward.web.serving.held import room as there_is_room
from codeward.web.serving.web import (
    ADDRESS_MOST,
    BODY_MOST_SECONDS,
    BODY_SECONDS,
    LEAST_RATE,
    Channel,
    Request,
    Server,
    adjusted,
)

JSON = b"Host: x\r\nContent-Type: application/json\r\n"


def head(path: bytes, *lines: bytes) -> bytes:
    return b"POST " + path + b" HTTP/1.1\r\n" + JSON + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def parsed(data: bytes, *, room: bool = True) -> Request:
    adjustments: Any = adjusted(1, 0)
    adjustments.room, adjustments.peer = lambda more: room, "203.0.113.9"
    request = Request(adjustments)
    while data and not request.completed:
        data = data[request.received(data[:8192]) :]
    request.close()
    return request


@pytest.mark.parametrize("path", [*bodies.LIMITS, "/account/profile"])
def test_a_body_may_be_as_long_as_its_address_says(path: str) -> None:
    most = bodies.limit(path)
    assert parsed(head(path.encode(), b"Content-Length: %d" % most)).error is None
    refused = parsed(head(path.encode(), b"Content-Length: %d" % (most + 1)))
    assert refused.error.code == 413
    assert refused.completed, "before any of it has come"


def test_a_body_without_a_length_is_refused_when_it_has_gone_on_too_long() -> None:
    piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    request = parsed(head(b"/api/v1/x", b"Transfer-Encoding: chunked") + piece * 100)
    assert request.error.code == 413
    assert request.body_bytes_received <= bodies.limit("/api/v1/x") + 2 * len(piece)


def test_an_address_that_is_too_long_is_refused() -> None:
    request = parsed(b"GET /" + b"a" * ADDRESS_MOST + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert request.error.code == 414


CHUNKED = b"Transfer-Encoding: chunked"


@pytest.mark.parametrize("lines", [(CHUNKED, b"Content-Length: 4"), (b"Content-Length: 4", CHUNKED)])
def test_a_body_with_two_lengths_is_refused(lines: tuple[bytes, ...]) -> None:
    """A proxy that kept to the other length would take what is left for somebody else's request."""
    assert parsed(head(b"/x", *lines) + b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n").error.code == 400


@pytest.mark.parametrize("version", [b"1.0", b"2.0"])
def test_chunks_are_refused_where_the_protocol_has_none(version: bytes) -> None:
    old = head(b"/x", CHUNKED).replace(b"HTTP/1.1", b"HTTP/" + version)
    assert parsed(old + b"0\r\n\r\n").error.code == 400


def test_a_length_of_thousands_of_digits_is_refused() -> None:
    assert parsed(head(b"/x", b"Content-Length: " + b"9" * 5_000)).error.code == 400


def test_an_encoding_that_nobody_reads_is_told_so() -> None:
    assert parsed(head(b"/x", b"Transfer-Encoding: gzip")).error.code == 501
    assert refusals.said(501, "/x").status == 501


@pytest.mark.parametrize(
    ("line", "asked"), [(b"Content-Length: 5", True), (b"Content-Length: 99999999", False), (b"X: y", False)]
)
def test_a_body_is_asked_for_only_where_it_is_taken(line: bytes, asked: bool) -> None:
    """Before: a refused body, and none at all, were asked for, and the answer never came."""
    here, there = socket.socketpair()
    tasks: list[Any] = []
    server: Any = SimpleNamespace(active_channels={}, add_task=tasks.append, room=lambda more: True)
    adjustments: Any = adjusted(1, 0)
    adjustments.room = server.room
    channel = Channel(server, here, ("127.0.0.1", 1), adjustments, map={})
    channel.received(head(b"/x", line, b"Expect: 100-continue"))
    there.settimeout(0.2)
    came = b""
    with suppress(TimeoutError):
        came = there.recv(100)
    channel.close()
    there.close()
    assert came.startswith(b"HTTP/1.1 100 ") is asked
    assert bool(tasks) is not asked


def test_where_too_much_lies_here_only_small_bodies_come() -> None:
    path = b"/codebook/own/import"
    assert parsed(head(path, b"Content-Length: 1000000"), room=False).error.code == 503
    assert parsed(head(path, b"Transfer-Encoding: chunked"), room=False).error.code == 503
    assert parsed(head(path, b"Content-Length: 1000"), room=False).error is None


def lying(*bodies_here: Lying) -> Any:
    """A server with one connection for each body, and one that sends nothing."""
    channels = [SimpleNamespace(request=SimpleNamespace(lying=one), requests=[]) for one in bodies_here]
    channels.append(SimpleNamespace(request=None, requests=[]))
    return SimpleNamespace(active_channels=dict(enumerate(channels)))


def test_what_lies_here_is_summed_over_all_connections() -> None:
    short = LONG - 1
    many = [Lying(f"192.0.2.{n}", short) for n in range(HELD_MOST // short)]
    left = HELD_MOST - sum(one.size for one in many)
    assert Server.room(lying(*many), Lying("198.51.100.1", left))
    assert not Server.room(lying(*many), Lying("198.51.100.1", left + 1))


def test_an_address_has_its_share_and_leaves_the_rest_to_others() -> None:
    """Before: ten imports held by one address, and everybody's batch was refused."""
    held = [Lying("203.0.113.9", ADDRESS_HELD_MOST // 2)] * 2
    assert not there_is_room(Lying("203.0.113.9", 1), held)
    assert there_is_room(Lying("198.51.100.1", ADDRESS_HELD_MOST), held)
    assert there_is_room(Lying("", ADDRESS_HELD_MOST), [Lying("", size) for _address, size in held])


def test_long_bodies_leave_room_for_batches_whoever_sends_them() -> None:
    held = [Lying(f"192.0.2.{n}", LONG) for n in range(LONG_HELD_MOST // LONG)]
    assert not there_is_room(Lying("198.51.100.1", LONG), held)
    assert there_is_room(Lying("198.51.100.1", LONG - 1), held)


def test_a_body_counts_as_long_as_it_said_it_would_be() -> None:
    """Before: a hundred that had only begun were all let in, 3 GB of them."""
    request = begun(b"Content-Length: 30000000")
    request.received(b"x" * 1000)
    assert request.lying == Lying("203.0.113.9", 30_000_000)
    small = begun(b"Content-Length: 3000")
    small.received(b"x" * 1000)
    assert small.lying.size == 1000
    small.received(b"x" * 2000)
    assert small.lying.size == 3000
    request.close()
    small.close()


def begun(*lines: bytes) -> Request:
    """A request to the import whose head has come."""
    adjustments: Any = adjusted(1, 0)
    adjustments.room, adjustments.peer = lambda more: True, "203.0.113.9"
    request = Request(adjustments)
    request.received(head(b"/codebook/own/import", *lines))
    return request


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "counted"),
    [
        ("203.0.113.9", "198.51.100.1", 0, "203.0.113.9"),
        ("127.0.0.1", "192.0.2.7, 198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "192.0.2.7, 198.51.100.1", 2, "192.0.2.7"),
        ("127.0.0.1", "198.51.100.1", 0, ""),
        ("127.0.0.1", "", 1, ""),
        ("10.0.0.1", "what is no address", 1, "10.0.0.1"),
        ("2001:db8:1:2:3::9", "", 0, "2001:db8:1:2::/64"),
        ("::1", "", 0, ""),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
        ("127.0.0.1", "::ffff:198.51.100.1", 1, "198.51.100.1"),
        ("::ffff:127.0.0.1", "", 0, ""),
    ],
)
def test_whose_a_body_is(peer: str, forwarded: str, proxies: int, counted: str) -> None:
    assert sender(peer, forwarded, proxies) == counted


def test_a_connection_asks_for_room_in_the_name_of_its_sender() -> None:
    here, there = socket.socketpair()
    asked: list[Lying] = []

    def room(more: Lying) -> bool:
        asked.append(more)
        return False

    adjustments: Any = adjusted(1, 1)
    adjustments.room = room
    server: Any = SimpleNamespace(active_channels={}, add_task=lambda channel: None)
    channel = Channel(server, here, ("127.0.0.1", 1), adjustments, map={})
    channel.received(
        head(b"/codebook/own/import", b"X-Forwarded-For: 198.51.100.1", b"Content-Length: 30000000")
    )
    channel.close()
    there.close()
    assert asked == [Lying("198.51.100.1", 30_000_000)]


def test_what_came_at_once_buys_no_rest() -> None:
    """Before: 30 MB sent at once let the last byte wait for half an hour."""
    request = begun(b"Content-Length: 30000000")
    for _ in range(100):
        request.received(b"x" * 200_000)
    start = request.began
    assert not request.late(start + BODY_SECONDS + 1)
    assert request.late(start + 2 * BODY_SECONDS + 2)
    request.close()


def test_a_body_that_moves_steadily_is_taken_until_it_has_taken_half_an_hour() -> None:
    request = begun(b"Content-Length: 30000000")
    now = request.began
    while not request.late(now) and now < request.began + 2 * BODY_MOST_SECONDS:
        request.received(b"x" * LEAST_RATE)
        now += 1.0
    assert now - request.began == pytest.approx(BODY_MOST_SECONDS, abs=2)
    request.close()


@pytest.mark.parametrize(("proxies", "passed"), [(0, None), (1, "203.0.113.9")])
def test_forwarded_headers_are_dropped_where_no_proxy_is_trusted(proxies: int, passed: str | None) -> None:
    """Whoever comes straight in cannot say who they are; behind a proxy its word is passed on."""
    seen: list[dict[str, Any]] = []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        seen.append(environ)
        start("200 OK", [("Content-Length", "0")])
        return []

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(application, adjusted(1, proxies), listener, 30.0)
        with socket.create_connection(listener.getsockname(), timeout=5) as link:
            link.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
            for _ in range(50):
                server.turn(0.1)
                if seen:
                    break
        server.end()
    assert seen[0].get("HTTP_X_FORWARDED_FOR") == passed


def test_a_request_asks_the_server_that_it_came_to_for_room() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(lambda _environ, _start: [], adjusted(1, 0), listener, 30.0)
        request = Request(server.adj)
        request.received(head(b"/codebook/own/import", b"Content-Length: 1000000"))
        assert request.error is None
        request.close()
        server.close()
