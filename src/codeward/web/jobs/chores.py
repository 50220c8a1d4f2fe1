"""The chores of the jobs themselves. Every other app registers its own."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from codeward.web.jobs.records import forget_workers, put_back
from codeward.web.jobs.registry import every

__all__ = ["prune_tasks", "register"]


def prune_tasks() -> None:
    """Delete the records of tasks that ended well more than two weeks ago; failures stay eight weeks."""
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=56, verbosity=0)
    forget_workers()


def register() -> None:
    """Put them on the clock."""
    every("tasks", timedelta(hours=6), prune_tasks, _("Delete old finished jobs"))
    every("lost", timedelta(minutes=1), put_back, _("Redo work that a stopped worker left"))
