"""What the school does by the clock: sittings whose time is over are closed and scored, whoever comes back or not."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from codeward.web.exams.sittings import close_run_out
from codeward.web.jobs.api import every

__all__ = ["register"]


def register() -> None:
    """Register the chore."""
    every("exams", timedelta(minutes=1), close_run_out, _("Hand in practice exams whose time is over"))
