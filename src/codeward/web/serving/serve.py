"""``serve``: prepare, then run the web processes and the worker until told to stop."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from codeward.errors import CodewardError
from codeward.settings import home
from codeward.web.addresses import plain
from codeward.web.conf import served
from codeward.web.conf.database import configured
from codeward.web.serving import home as homes
from codeward.web.serving import restore

if TYPE_CHECKING:
    from collections.abc import Callable

    from codeward.web.serving.supervise import Child

__all__ = ["address", "bind", "is_loopback", "say", "serve", "web_process", "welcome"]


def serve(host: str, port: int, *, demo: bool) -> int:
    """Run the school until SIGTERM or SIGINT; returns the exit code."""
    if demo and not is_loopback(host):
        raise CodewardError(
            f"The demo learner is for this machine only, and {host} can be reached from others",
            "Leave out --demo, or leave out --host.",
        )
    listener = bind(host, port)
    if is_loopback(host):
        # Links in mails; where others come in, the operator says by which address.
        os.environ.setdefault("CODEWARD_SITE_URL", address(host, port))
    folder = home()
    homes.make(folder)
    with homes.in_use(folder):
        served.note(folder, address(host, port) if is_loopback(host) else "")
        if restore.finish(folder, configured()):
            say("A restore that was cut short is finished.")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connections

        from codeward.web.serving import web
        from codeward.web.serving.prepare import prepare
        from codeward.web.serving.supervise import Child, supervise

        # Set here and nowhere else: no environment variable and no request can turn the demo on.
        settings.DEMO = demo
        prepare(say)
        web.school()  # made once, before the processes are: they share its memory
        # Held here as well: when a process dies, who comes meanwhile waits in the queue instead of being refused.
        listener.listen(web.BACKLOG)
        say(welcome(host, port, demo=demo))
        connections.close_all()  # a connection must not be shared with the children
        return supervise(
            [
                *(web_process(listener, n + 1) for n in range(settings.CODEWARD.web_workers)),
                Child("worker", _worker(listener)),
            ],
            grace=settings.CODEWARD.graceful_seconds,
            stopping=listener.close,
        )


def say(text: str) -> None:
    """Tell whoever started the school, at once even into a pipe."""
    print(text, flush=True)  # noqa: T201


def is_loopback(host: str) -> bool:
    """Whether every address of `host` is this machine's own loopback."""
    try:
        return plain(host.strip("[]")).is_loopback
    except ValueError:
        pass
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(plain(str(address)).is_loopback for address in found)


def address(host: str, port: int) -> str:
    """The school's address as a browser takes it."""
    return f"http://[{host.strip('[]')}]:{port}" if ":" in host else f"http://{host}:{port}"


def welcome(host: str, port: int, *, demo: bool) -> str:
    """What is printed: where the school is and how to get in."""
    from codeward.web.accounts.api import demo_learner, issue_sign_in
    from codeward.web.grants.api import Role, holders
    from codeward.web.school.api import school

    url = address(host, port)
    lines = [f"Codeward is ready: {url}/"]
    if demo:
        token = issue_sign_in(demo_learner())
        lines += [
            f"Sign in as the demo learner (works once, within 12 hours): {url}/start/{token}",
            f"Or sign up; mails appear at {url}/outbox/ once you have used that address.",
        ]
    elif school().signup == "open":
        lines.append(f"Sign up at {url}/accounts/signup/, or code a record as a guest.")
    if not demo and not holders(Role.DIRECTOR).exists():
        lines += [
            "Nobody runs this school yet. To become its director, run in another window:",
            "  python -m codeward.web manage sign_in_link YOUR@ADDRESS --new --staff",
        ]
    lines.append("Stop with Ctrl+C.")
    return "\n".join(lines)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, not listening yet. Raises CodewardError where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
    except OSError as error:
        listener.close()
        raise CodewardError(
            f"Codeward cannot listen on {host} port {port} ({error.strerror})",
            "Stop what listens there, or choose another: --port 8001 (with make: make run PORT=8001).",
        ) from error
    return listener


def web_process(listener: socket.socket, number: int = 1) -> Child:
    """A web process on the listening socket, as its supervisor starts it."""
    from django.conf import settings

    from codeward.web.serving.supervise import Child

    def run() -> None:
        from codeward.web.serving import web

        web.run(listener)

    return Child(f"web {number}", run, patience=settings.CODEWARD.request_seconds)


def _worker(listener: socket.socket) -> Callable[[], None]:
    def run() -> None:
        from codeward.web.jobs.api import run_worker

        listener.close()
        os.nice(5)  # a page comes before a mail
        run_worker()

    return run
