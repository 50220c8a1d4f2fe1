"""A parent and its children: starts them, starts them anew when they die, stops them with grace."""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

import structlog

__all__ = ["Child", "beat", "supervise"]

logger = structlog.get_logger("codeward.web.supervise")
PR_SET_PDEATHSIG = 1
# Windows has no hang-up. The school does not run there, and its modules are still imported.
STOPS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))
# A child that lived this long (seconds) died of something new: it is started anew at once.
STEADY = 2.0
LONGEST_PAUSE = 30.0
_BEAT = struct.Struct("d")  # the moment of the last beat, on the clock that all processes of a machine share


_pulse: mmap.mmap | None = None  # of this process, where it is a child that says that it is alive


@dataclass(slots=True)
class Child:
    """One kind of process. `run` is its whole life.

    With `patience` it has to say that it is alive (:func:`beat`), and is ended after so many seconds of silence.
    """

    name: str
    run: Callable[[], None]
    patience: float = 0.0
    pulse: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, _BEAT.size))
    pid: int = 0
    started: float = 0.0
    deaths: int = 0
    wake: float = 0.0


def beat() -> None:
    """Say that this process is alive."""
    if _pulse is not None:
        _BEAT.pack_into(_pulse, 0, time.monotonic())


def supervise(children: list[Child], grace: float, stopping: Callable[[], None] = lambda: None) -> int:
    """Run the children until this process is told to stop; returns 0, or 1 when one had to be killed.

    `stopping` is called before the children are told.
    """
    wanted: list[int] = []
    for number in STOPS:
        signal.signal(number, lambda caught, _frame: wanted.append(caught))
    for child in children:
        _start(child)
    while not wanted:
        _reap(children)
        _end_silent(children)
        for child in children:
            if not child.pid and time.monotonic() >= child.wake:
                _start(child)
        time.sleep(0.2)
    stopping()
    return _stop(children, grace)


def _start(child: Child) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child.started = time.monotonic()
    child.pid = os.fork()
    if child.pid == 0:
        _live(child, parent)


def _live(child: Child, parent: int) -> NoReturn:
    global _pulse  # noqa: PLW0603 - a process has one
    code = 1
    try:
        # A group of its own: Ctrl+C reaches the parent only, and it stops us with grace.
        os.setsid()
        for number in STOPS:
            signal.signal(number, signal.SIG_DFL)
        _die_with_parent(parent)
        _pulse = child.pulse
        child.run()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - the child's last word, whatever it was
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _die_with_parent(parent: int) -> None:
    """Have Linux end this process when the parent is gone (kill -9), so that nothing keeps the port."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _reap(children: list[Child]) -> None:
    for child in children:
        if not child.pid:
            continue
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if not pid:
            continue
        lived = time.monotonic() - child.started
        child.pid = 0
        code = os.waitstatus_to_exitcode(status)
        child.deaths = 0 if lived > STEADY or not code else child.deaths + 1
        pause = min(LONGEST_PAUSE, 0.25 * 2**child.deaths) if child.deaths else 0.0
        child.wake = time.monotonic() + pause
        if code:
            logger.error("child ended", child=child.name, code=code, again_in_seconds=pause)
        else:
            logger.info("child made room for a fresh one", child=child.name)


def _end_silent(children: list[Child]) -> None:
    """End what says nothing any more: stopped, or in a loop that lets nothing else run."""
    now = time.monotonic()
    for child in children:
        (last,) = _BEAT.unpack_from(child.pulse, 0)
        if child.patience and child.pid and now - max(last, child.started) > child.patience:
            logger.error("child is silent and ended", child=child.name)
            child.started = now  # once is enough
            os.killpg(child.pid, signal.SIGKILL)


def _stop(children: list[Child], grace: float) -> int:
    for child in children:
        if child.pid:
            os.kill(child.pid, signal.SIGTERM)
    end = time.monotonic() + grace + 5
    while any(child.pid for child in children) and time.monotonic() < end:
        for child in children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = 0
        time.sleep(0.05)
    left = [child for child in children if child.pid]
    for child in left:
        logger.error("child killed", child=child.name)
        os.killpg(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
    return 1 if left else 0
