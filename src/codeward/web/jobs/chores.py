"""The chores of the jobs themselves. Every other app registers its own."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command

from codeward.web.jobs.registry import every


def prune_tasks() -> None:
    """Delete the records of tasks that ended more than two weeks ago."""
    call_command("prune_db_task_results", min_age_days=14, verbosity=0)


def register() -> None:
    """Put them on the clock."""
    every("tasks", timedelta(hours=6), prune_tasks)
