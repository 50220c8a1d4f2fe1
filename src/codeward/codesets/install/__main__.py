"""The other side of `aside`: reads an order from standard input, carries it out, tells each step on standard output.

A line of JSON each: {"step": …} while it goes on, then {"done": […]} or {"error": …}.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from codeward.codesets.install import Installed, Step, Watch, install, install_all
from codeward.errors import CodewardError

_FETCHED_EVERY = 0.2  # seconds between two steps of one file that comes


def _told(out: IO[str], **said: object) -> None:
    out.write(json.dumps(said) + "\n")
    out.flush()


def _watching(out: IO[str]) -> Watch:
    """Return what tells each step, and of a file that comes only a few a second."""
    last = 0.0

    def watch(step: Step) -> None:
        nonlocal last
        now = time.monotonic()
        if step.kind == "fetch" and step.done != step.total and now - last < _FETCHED_EVERY:
            return
        last = now
        _told(out, step=list(step))

    return watch


def _ends_with_parent(given: IO[str]) -> None:
    """End this process when whoever ordered is gone: its end of the pipe is closed then."""
    with suppress(OSError, ValueError):
        given.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _work(given: IO[str], out: IO[str]) -> None:
    order = json.loads(given.readline())
    threading.Thread(target=_ends_with_parent, args=(given,), daemon=True).start()
    try:
        rows = _carried_out(order, _watching(out))
    except CodewardError as e:
        _told(out, error={"message": e.message, "way_out": e.way_out, "command": e.command})
        return
    _told(
        out,
        done=[
            {**each.release.to_json(), "system": each.release.system, "title": each.release.title,
             "path": str(each.path), "already": each.already}
            for each in rows
        ],
    )  # fmt: skip


def _carried_out(order: dict[str, str | None], watch: Watch) -> tuple[Installed, ...]:
    given, home = order["source"], Path(order["home"] or "")
    source = Path(given) if given and order["path"] else given
    loopback = bool(order["loopback"])
    if order["system"] is None:
        return install_all(order["release"], source=source, home=home, watch=watch, loopback=loopback)
    one = install(order["system"], order["release"], source=source, home=home, watch=watch, loopback=loopback)
    return (one, *one.beside)


def _main() -> None:
    def stop(*_: object) -> None:
        raise SystemExit(143)  # so that folders that were opened are cleared

    signal.signal(signal.SIGTERM, stop)
    # What a library prints is no line of ours.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with suppress(BrokenPipeError):
        _work(sys.stdin, out)
    os._exit(0)  # the thread that waits for the end of the input is still reading


if __name__ == "__main__":
    _main()
