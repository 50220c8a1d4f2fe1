"""The home folder and who is using it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from codeward import settings
from codeward.errors import CodewardError
from codeward.locks import locked


def make(home: Path) -> None:
    """Make the home folder, closed to others. Raises CodewardError when it cannot be made or written."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise CodewardError(
            f"The home folder {home} cannot be made ({error.strerror})",
            "Set CODEWARD_HOME to a folder that you may write.",
        ) from error
    if not os.access(home, os.W_OK):
        raise CodewardError(
            f"The home folder {home} cannot be written", "Set CODEWARD_HOME to a folder that you may write."
        )


@contextmanager
def in_use(home: Path) -> Iterator[None]:
    """Hold the home for one server. Raises CodewardError when another holds it.

    The lock goes with the processes that hold it, so a killed server leaves none behind.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(home / settings.LOCK, wait=False, mode=0o600))
        except BlockingIOError:
            raise CodewardError(
                f"A school is already running from {home}",
                "Stop it first, or set CODEWARD_HOME to another folder.",
            ) from None
        yield
