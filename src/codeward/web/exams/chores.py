"""What the school does by the clock: sittings whose time is over are scored, and scores by old keys made again."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from codeward.web.exams.regrading import regrade
from codeward.web.exams.sittings import close_run_out
from codeward.web.exams.work import regrade_sittings
from codeward.web.jobs.api import every, name_job

__all__ = ["register"]


def _regrade() -> int:
    """A release may bring corrected keys, and an older process may have scored by the old ones since."""
    return regrade().made


def register() -> None:
    """Register the chores, and what the office calls the job."""
    name_job(regrade_sittings.module_path, _("Score practice exams again"))
    every("exams-regrade", timedelta(hours=6), _regrade, _("Score practice exams again after corrections"))
    every("exams", timedelta(minutes=1), close_run_out, _("Submit practice exams whose time is over"))
