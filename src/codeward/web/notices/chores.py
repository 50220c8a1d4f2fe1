"""What notices do by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from codeward.web.jobs.api import every
from codeward.web.notices.mailing import digests, forget_digests, release

__all__ = ["register"]


def register() -> None:
    """Put them on the clock: mail that quiet hours held, and gathered mails."""
    every("held-notices", timedelta(minutes=1), release, label=_("Send emails held during quiet hours"))
    every("digests", timedelta(minutes=1), digests, label=_("Write daily and weekly emails"))
    every(
        "old-digests",
        timedelta(hours=24),
        forget_digests,
        label=_("Delete the log of daily and weekly emails"),
    )
