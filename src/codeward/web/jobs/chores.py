"""The school's own chores."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from codeward.web.jobs.api import every


def prune_guests() -> int:
    """Forget guests who did not come back in time."""
    from codeward.web.accounts.guests import prune

    return prune(settings.CODEWARD.guest_days)


def prune_sessions() -> None:
    """Delete sessions and sign-in tokens that are over."""
    from codeward.web.accounts.models import SignInToken

    call_command("clearsessions")
    SignInToken.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()


def prune_tasks() -> None:
    """Delete the records of tasks that ended more than two weeks ago."""
    call_command("prune_db_task_results", min_age_days=14, verbosity=0)


def sweep_mail() -> int:
    """Send what waits in the outbox."""
    from codeward.web.mail.sending import sweep

    return sweep()


def register() -> None:
    """Put them on the clock."""
    every("outbox", timedelta(minutes=2), sweep_mail)
    every("guests", timedelta(hours=6), prune_guests)
    every("sessions", timedelta(hours=6), prune_sessions)
    every("tasks", timedelta(hours=6), prune_tasks)
