"""Run what may refuse its input, and return what came of it, so that a test can say something of either outcome."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from codeward.errors import CodewardError

Result = TypeVar("Result")


def outcome(work: Callable[[], Result]) -> Result | CodewardError:
    """Return what *work* returns, or the error of ours that it raises; any other error is the test's failure."""
    try:
        return work()
    except CodewardError as error:
        return error
