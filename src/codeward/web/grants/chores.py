"""What grants do by the clock: roles run out, and what waited its day comes into force."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from codeward.web.grants.moves import run_out
from codeward.web.grants.second import let_waits_pass
from codeward.web.jobs.api import every

__all__ = ["register"]


def register() -> None:
    """Put them on the clock."""
    every("roles", timedelta(minutes=5), run_out, label=_("End roles whose time is over"))
    every(
        "second-person",
        timedelta(minutes=5),
        let_waits_pass,
        label=_("Apply what waited 24 hours for a second person"),
    )
