"""Install in a process of its own: what a worker does that must go on being a worker.

Reading a publisher's file may take a minute and a gigabyte. In a process of its own it can be ended at any moment (the
book that was there stays, as when it is killed), its memory goes with it, and what it does is told line by line.

    done = install_aside(Order("icd10cm", "FY2026", home=home), watch=print, go_on=lambda: True)
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import IO, Any, NamedTuple

from codeward.codesets.container.model import Release
from codeward.codesets.install.installer import Installed
from codeward.codesets.install.steps import Step, Watch, unwatched
from codeward.errors import CodewardError, LoaderError

__all__ = ["Order", "Stopped", "install_aside"]

_PATIENCE = 5.0  # seconds that the process has to clear up after itself


class Stopped(CodewardError):  # noqa: N818 - named as people say it
    """The installation was ended on purpose before it was done; what was installed before stays as it was."""


class Order(NamedTuple):
    """What is to be installed: as `install` is asked, with `system` None for everything of a release that is there."""

    system: str | None
    release: str | None
    home: Path
    source: Path | str | None = None
    loopback: bool = False


def install_aside(
    order: Order,
    *,
    watch: Watch = unwatched,
    go_on: Callable[[], bool] = lambda: True,
    every: float = 1.0,
    most: float = 3600.0,
) -> tuple[Installed, ...]:
    """Install what was ordered in another process; return what is installed now, that which was asked for first.

    *go_on* is asked every so many seconds, and after *most* seconds the process is ended anyway. Raises Stopped where
    it said no, CodewardError as `install` does, and LoaderError where the process died or took too long.
    """
    with tempfile.TemporaryDirectory(prefix="codeward-install-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "codeward.codesets.install"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TMPDIR": folder},  # cleared even where the process could not clear up
        )
        try:
            return _followed(process, order, watch, go_on, every, most)
        finally:
            _end(process)


def _followed(
    process: subprocess.Popen[str],
    order: Order,
    watch: Watch,
    go_on: Callable[[], bool],
    every: float,
    most: float,
) -> tuple[Installed, ...]:
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(BrokenPipeError):  # one that died at once is told below
        process.stdin.write(json.dumps(_ordered(order)) + "\n")
        process.stdin.flush()
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    began = asked = time.monotonic()
    while True:
        line = ""
        with suppress(queue.Empty):
            line = lines.get(timeout=every)
            if not line:
                raise _died(process)
        now = time.monotonic()
        if now - asked >= every or not line:
            asked = now
            if not go_on():
                raise Stopped(
                    "The installation was stopped", "Nothing was changed; start it again at any time"
                )
            if now - began > most:
                raise LoaderError(
                    f"is not installed after {most / 60:.0f} minutes", "Try again when the machine is quiet.",
                    path=order.release or order.system or "",
                )  # fmt: skip
        if line:
            said = json.loads(line)
            if "step" in said:
                watch(Step(*said["step"]))
            elif "error" in said:
                raise _raised(said["error"])
            else:
                return tuple(_installed(row) for row in said["done"])


def _read(stream: IO[str], lines: queue.SimpleQueue[str]) -> None:
    with suppress(ValueError, OSError):  # closed while it was read
        for line in stream:
            lines.put(line)
    lines.put("")


def _end(process: subprocess.Popen[str]) -> None:
    """End the process if it still works, with the time to clear up after itself."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _died(process: subprocess.Popen[str]) -> LoaderError:
    code = process.wait()
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return LoaderError(
        f"The installation ended before it was done ({how})",
        "Start it again; a machine that is short of memory ends the largest program.",
    )


def _ordered(order: Order) -> dict[str, Any]:
    """Return the order as JSON; what is a path and what an address is kept apart."""
    source = order.source
    return {
        **order._asdict(),
        "home": str(order.home),
        "source": None if source is None else str(source),
        "path": isinstance(source, Path),
    }


def _installed(row: dict[str, Any]) -> Installed:
    start, to = date.fromisoformat(row["from"]), date.fromisoformat(row["to"]) if row["to"] else None
    return Installed(
        Release(row["id"], row["system"], row["title"], start, to), Path(row["path"]), row["already"]
    )


class _ToldError(CodewardError):
    """What the other process raised, in its words, wherever they were made."""


def _raised(said: dict[str, str]) -> CodewardError:
    return _ToldError(said["message"], said["way_out"], command=said["command"])
