"""Replace this process by the school's: the command line may not import Django, so it executes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from codeward.errors import CodewardError

__all__ = ["hand_over"]


def hand_over(name: str, arguments: Sequence[str]) -> int:
    """Execute `python -m codeward.web NAME ARGUMENTS…` in place of this process. Raises CodewardError."""
    for module, package in (("codeward.web", "codeward"), ("django", "django")):
        if find_spec(module) is None:
            raise CodewardError(
                f"codeward {name} needs {package}, which is not installed here",
                "Install Codeward again: pip install --force-reinstall codeward",
            )
    sys.stdout.flush()
    sys.stderr.flush()
    try:
        os.execv(sys.executable, [sys.executable, "-m", "codeward.web", name, *arguments])  # noqa: S606
    except OSError as e:
        raise CodewardError(
            f"{sys.executable} cannot be started ({e.strerror or e})",
            "Check the Python that Codeward runs with",
        ) from e
