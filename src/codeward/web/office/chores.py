"""What the office does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from codeward.web.jobs.api import every
from codeward.web.office import inviting
from codeward.web.office.ownership import forget_old

__all__ = ["register"]


def register() -> None:
    """Put it on the clock."""
    every("office", timedelta(hours=24), forget_old, _("Forget who looked after what is settled"))
    every("invitations", timedelta(hours=24), inviting.forget_old, _("Forget invitations that are over"))
