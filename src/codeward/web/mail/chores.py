"""What the outbox does by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from codeward.web.jobs.api import every, name_job
from codeward.web.mail.sending import deliver, prune, sweep

__all__ = ["register"]


def register() -> None:
    """Put it on the clock: send what waits, forget what is over."""
    every("outbox", timedelta(minutes=2), sweep, label=_("Send waiting emails"))
    every("mails", timedelta(hours=6), prune, label=_("Delete emails that were sent long ago"))
    name_job(deliver.module_path, _("Send a mail"))
