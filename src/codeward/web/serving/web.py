"""One web process: waitress, which gathers each request whole before a thread sees it and sends answers by itself.

A slow sender or reader therefore holds a connection and never a thread. What waitress leaves open is set here: how
long a body may be by its address, how long a request may take to arrive and to be answered, who gives way where there
are too many connections, and in which shape a refusal comes (ASVS 15.1.3, 15.2.2; decision 0025).
"""

from __future__ import annotations

import copy
import os
import random
import signal
import socket
import sys
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Final, NoReturn

import structlog
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

from codeward.web import bodies
from codeward.web.serving import refusals
from codeward.web.serving.held import Lying, room, sender
from codeward.web.serving.lanes import Lanes
from codeward.web.serving.supervise import beat

__all__ = ["run"]

logger = structlog.get_logger("codeward.web.serving")

THREADS: Final = 4
BACKLOG: Final = 1024
"""Connections that may wait until a process takes them."""
HEAD_SECONDS: Final = 10.0
"""How long a request's line and headers may take to arrive."""
BODY_SECONDS: Final = 20.0
"""How long a body may take; a long one gets as long again, each time that it has moved (`LEAST_RATE`)."""
LEAST_RATE: Final = 4_096
"""Bytes a second that a slow body has to move in each such time: what came at once before buys no rest."""
BODY_MOST_SECONDS: Final = 1_800.0
"""How long a body may take at most."""
IDLE_SECONDS: Final = 12
"""How long a connection may lie still, also one that does not read its answer."""
LINGER_SECONDS: Final = 2.0
"""How long what still comes after the last answer is thrown away, so that the answer is not lost with a reset."""
LINGER_MOST: Final = 16_777_216
"""And how many bytes of it."""
LAST_WORD_SECONDS: Final = 2.0
"""How long, at the end, a connection that was taken may still say its first request whole."""
CONNECTIONS: Final = 600
"""Connections of one process; a further one takes the place of the one that has lain still longest."""
ADDRESS_MOST: Final = 4_096
"""Characters of an address with its query."""
HEADERS_MOST: Final = 100
HEAD_MOST: Final = 32_768
"""Bytes of a request's line and headers."""
RENEWED_AFTER: Final = 20_000
"""Requests after which a process makes room for a fresh one; up to a tenth more, so that not all do at once."""
HEALTH: Final = "/healthz"
_SMALL: Final = 65_536  # bodies up to so many bytes are taken however much is held


class Request(HTTPRequestParser):  # type: ignore[misc] # untyped library
    """A request whose body may be as long as its address says."""

    adj: Any
    body_rcv: Any
    announced = 0
    address = ""

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.counted_from = (self.began, 0)  # since when, and how many bytes had come by then

    def late(self, now: float) -> bool:
        """Whether it has taken too long to arrive."""
        if not self.headers_finished:
            return now > self.began + HEAD_SECONDS
        since, before = self.counted_from
        come = self.body_bytes_received
        if now > since + BODY_SECONDS:
            if come - before < LEAST_RATE * BODY_SECONDS:
                return True
            self.counted_from = (now, come)
        return now > self.began + BODY_MOST_SECONDS

    @property
    def lying(self) -> Lying:
        """What lies here of it, or will: what it announced, until it is whole."""
        size = self.body_bytes_received if self.completed else max(self.announced, self.body_bytes_received)
        return Lying(self.address, size)

    def parse_header(self, header: bytes) -> None:
        """Read the head; ask how long the body may be."""
        try:
            super().parse_header(header)
        except ValueError:  # a length of thousands of digits, which Python does not read
            raise ParsingError("Content-Length is invalid") from None
        # Two lengths: a server before this one may have kept to the other (RFC 9112, 6.1 and 6.3).
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("Content-Length and Transfer-Encoding")
        if len(header.split(b"\n", 1)[0]) > ADDRESS_MOST:
            self.error = _AddressTooLong("")
        elif len(self.headers) > HEADERS_MOST:
            self.error = RequestHeaderFieldsTooLarge("")
        elif self.body_rcv is not None:
            self.adj = copy.copy(self.adj)
            most = bodies.limit(self.path)
            self.adj.max_request_body_size = most + 1
            size = max(self.content_length, most if self.chunked else 0)
            if _SMALL < size <= most:  # a longer one is refused for that
                self.address = sender(
                    self.adj.peer, self.headers.get("X_FORWARDED_FOR", ""), self.adj.trusted_proxies
                )
                if self.adj.room(Lying(self.address, size)):
                    self.announced = size
                else:
                    self.error = _BusyError("")
        if self.error is not None:
            self.body_rcv = None  # nothing more is read of it


class _BusyError(Error):  # type: ignore[misc] # untyped library
    code = 503


class _AddressTooLong(RequestHeaderFieldsTooLarge):  # type: ignore[misc] # untyped library
    code = 414


class Answer(WSGITask):  # type: ignore[misc] # untyped library
    """A request at work in a thread; the server keeps account of since when."""

    def service(self) -> None:
        """Work."""
        server = self.channel.server
        server.working[self] = time.monotonic()
        before = time.thread_time()
        try:
            super().service()
        finally:
            server.working.pop(self, None)
            server.served += 1
            server.lanes.note(self.request.path, time.thread_time() - before)


class Refused(Answer):
    """A body that is not taken: the school answers, in the shape of the address, without having seen it."""

    def get_environment(self) -> dict[str, Any]:
        """The environment without the body, and what was the matter."""
        environ: dict[str, Any] = super().get_environment()
        environ["CONTENT_LENGTH"] = "0"
        environ[bodies.REFUSED] = bodies.limit(self.request.path)
        self.set_close_on_finish()
        return environ


class Unreadable(ErrorTask):  # type: ignore[misc] # untyped library
    """A request that no page ever sees."""

    def execute(self) -> None:
        """Answer in the shape of the address, as far as one could be read."""
        said = refusals.said(self.request.error.code, getattr(self.request, "path", ""))
        self.status = f"{said.status} {HTTPStatus(said.status).phrase}"
        self.response_headers.extend(said.headers)
        self.set_close_on_finish()
        self.content_length = len(said.body)
        self.write(said.body)


def _task_of_error(channel: Channel, request: Request) -> Any:
    too_long = isinstance(request.error, RequestEntityTooLarge)
    return (Refused if too_long else Unreadable)(channel, request)


class Channel(HTTPChannel):  # type: ignore[misc] # untyped library
    """A connection: when the request that arrives now began, and what is thrown away after the last answer."""

    parser_class = Request
    task_class = Answer
    error_task_class = staticmethod(_task_of_error)
    close_when_flushed: bool
    heard = False
    lingers_until = 0.0
    thrown_away = 0

    def __init__(
        self,
        server: Any,
        sock: socket.socket,
        addr: Any,
        adj: Any,
        map: Any = None,  # noqa: A002 - theirs
    ) -> None:
        adj = copy.copy(adj)  # a request knows its connection by its adjustments only
        adj.peer = addr[0]
        super().__init__(server, sock, addr, adj, map=map)

    def received(self, data: bytes) -> bool:
        """Take what came."""
        self.heard = True
        return bool(super().received(data))

    @property
    def owed(self) -> bool:
        """Whether a request may be on its way that nobody has read: the other side knows only that it was let in."""
        return not self.heard or self.request is not None

    def send_continue(self) -> None:
        """Ask for the body (RFC 9110, 10.1.1); not where the request is whole, or refused by its head already."""
        if self.request.completed:
            self.request.expect_continue = False
        else:
            super().send_continue()

    def late(self, now: float) -> bool:
        """Whether what arrives has taken too long, or nothing more is thrown away."""
        if self.lingers_until:
            return now > self.lingers_until
        return self.request is not None and self.request.late(now)

    def readable(self) -> bool:
        """Whether to read: also what is thrown away."""
        return bool(self.lingers_until) or bool(super().readable())

    def handle_read(self) -> None:
        """Read, or throw away."""
        if not self.lingers_until:
            super().handle_read()
            return
        data = b""
        with suppress(OSError):
            data = self.socket.recv(65_536)
        self.thrown_away += len(data)
        if not data or self.thrown_away > LINGER_MOST:
            self.handle_close()

    def handle_write(self) -> None:
        """Write; after the last answer say that nothing more comes, and wait a little for the other side to read it."""
        if self.close_when_flushed and not self.total_outbufs_len and not self.lingers_until:
            self.close_when_flushed = False
            self.lingers_until = time.monotonic() + LINGER_SECONDS
            with suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
            return
        super().handle_write()


class Server(TcpWSGIServer):  # type: ignore[misc] # untyped library
    """The server of one process."""

    channel_class = Channel

    def __init__(
        self, application: Any, adjustments: Adjustments, listener: socket.socket, request_seconds: float
    ) -> None:
        self.working: dict[Answer, float] = {}
        self.served = 0
        self.request_seconds = request_seconds
        self.lanes = Lanes()
        # Health is asked when much waits, and what is dear makes much wait: each stands in a queue of its own.
        self.quick, self.slow = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self.quick.set_thread_count(1)
        self.slow.set_thread_count(1)
        adjustments.room = self.room  # a request knows its server by its adjustments only
        listening = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(application, _sock=listener, adj=adjustments, sockinfo=listening, bind_socket=False)

    def add_task(self, channel: Channel) -> None:
        """Give a whole request to a thread."""
        path = getattr(channel.requests[0], "path", "")
        if path == HEALTH:
            self.quick.add_task(channel)
        elif self.lanes.dear(path):
            self.slow.add_task(channel)
        else:
            self.task_dispatcher.add_task(channel)

    def room(self, more: Lying) -> bool:
        """Say whether a body may come beside those that lie here."""
        channels = list(self.active_channels.values())
        return room(more, [one.lying for its in channels for one in [its.request, *its.requests] if one])

    def handle_accept(self) -> None:
        """Take a connection, and make room for it."""
        if len(self.active_channels) >= CONNECTIONS:
            still = [one for one in self.active_channels.values() if not one.requests]
            if still:
                min(still, key=lambda one: one.last_activity).handle_close()
        super().handle_accept()

    def maintenance(self, now: float) -> None:
        """Let go who lies still or takes too long; a request that does not come to an end ends the process."""
        super().maintenance(now)
        moment = time.monotonic()
        for channel in list(self.active_channels.values()):
            if not channel.requests and channel.late(moment):
                channel.handle_close()
        hung = [task for task, since in list(self.working.items()) if moment - since > self.request_seconds]
        if hung:
            _end_at_once("a request did not come to an end", path=hung[0].request.path)

    def turn(self, seconds: float) -> None:
        """Do what is there to do, waiting at most so long for something."""
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=True, count=1)

    def stop_accepting(self) -> None:
        """Take no more connections; those that are there go on."""
        self.accepting = False
        self.del_channel()
        self.socket.close()

    def end(self) -> None:
        """Let go of every connection and thread."""
        self.stop_accepting()
        for dispatcher in (self.quick, self.slow, self.task_dispatcher):
            dispatcher.shutdown(timeout=1)
        for one in list(self._map.values()):
            one.close()

    @property
    def busy(self) -> bool:
        """Whether a request is under way or an answer is not sent yet."""
        channels = list(self.active_channels.values())
        return any(one.requests or one.total_outbufs_len for one in channels)

    @property
    def owes(self) -> bool:
        """Whether a connection that was taken has not said its request yet."""
        return any(one.owed for one in list(self.active_channels.values()))


def run(listener: socket.socket, application: Any = None, threads: int = THREADS) -> None:
    """Serve on a listening socket until told to stop by SIGTERM, then until what is under way is done.

    *application* is the school where none is given. Raises SystemExit(1) where a request had to be left.
    """
    from django.conf import settings

    own = settings.CODEWARD
    server = Server(
        application or school(), adjusted(threads, own.trusted_proxies), listener, own.request_seconds
    )
    # A thread that reckons lets the others in after a millisecond: health and the loop wait for each of them in turn.
    sys.setswitchinterval(0.001)
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda caught, _frame: told.append(caught))
    most = RENEWED_AFTER + random.randrange(RENEWED_AFTER // 10)  # noqa: S311 - spreads work, keeps no secret
    while not told and server.served < most:
        beat()
        server.turn(0.5)
    server.stop_accepting()
    begun = time.monotonic()
    end = begun + own.graceful_seconds
    while (server.busy and time.monotonic() < end) or (
        server.owes and time.monotonic() < begun + LAST_WORD_SECONDS
    ):
        beat()
        server.turn(0.1)
    if server.busy:
        _end_at_once("ended with requests under way", requests=len(server.working))


def adjusted(threads: int, trusted_proxies: int) -> Adjustments:
    """Return how waitress is set."""
    made = Adjustments(
        threads=threads,
        ident=None,
        backlog=BACKLOG,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        connection_limit=CONNECTIONS + 50,  # handle_accept keeps below it
        max_request_header_size=HEAD_MOST,
        # Whom a proxy speaks for is read by Django and allauth, by the number of proxies that is set.
        clear_untrusted_proxy_headers=not trusted_proxies,
        asyncore_use_poll=True,
    )
    made.trusted_proxies, made.peer = trusted_proxies, ""
    return made


def school() -> Any:
    """Return the application of the school."""
    from codeward.web.conf.wsgi import application

    return application


def _end_at_once(event: str, **more: Any) -> NoReturn:
    """End this process whatever its threads do; the supervisor starts another."""
    logger.error(event, **more)
    sys.stderr.flush()
    os._exit(1)
