"""What the outbox does by the clock."""

from __future__ import annotations

from datetime import timedelta

from codeward.web.jobs.api import every
from codeward.web.mail.sending import sweep

__all__ = ["register"]


def register() -> None:
    """Put it on the clock: send what waits."""
    every("outbox", timedelta(minutes=2), sweep)
