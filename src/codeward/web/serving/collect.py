"""Collect the static files at the first start of a version, into the cache directory."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from codeward.errors import CodewardError
from codeward.locks import locked

__all__ = ["collect"]

DONE = ".complete"
KEEP_SECONDS = 7 * 86400
# Of htmx we serve version 2 alone; the extensions carry examples in comments that look like imports.
LEFT_OUT = ["ext", "htmax-*", "htmx-4*"]


def collect() -> bool:
    """Collect unless this version's files are there; returns whether it did.

    Two starts at once wait for each other, and a start that was cut short is done again: the folder counts only
    with its mark. Raises CodewardError when the cache directory cannot be written.
    """
    root = Path(settings.STATIC_ROOT)
    if settings.DEBUG or (root / DONE).exists():
        return False
    try:
        root.mkdir(parents=True, exist_ok=True)
        with locked(root.parent / ".lock"):
            if (root / DONE).exists():
                return False
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=LEFT_OUT)
            (root / DONE).touch()
            _forget_old(root)
    except OSError as error:
        raise CodewardError(
            f"The static files cannot be written to {root} ({error.strerror})",
            "Free some space, or set CODEWARD_CACHE to a folder that you may write.",
        ) from error
    return True


def _forget_old(root: Path) -> None:
    # A server of the former version may still run; its files stay for a week.
    for other in root.parent.iterdir():
        if other.is_dir() and other != root and other.stat().st_mtime < time.time() - KEEP_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
