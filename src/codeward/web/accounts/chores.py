"""What is forgotten by the clock: guests who stay away, sessions and one-time sign-ins that are over."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.days import days_ago
from codeward.web.accounts.devices import forget_ended
from codeward.web.accounts.guests import prune
from codeward.web.accounts.models import SignInToken
from codeward.web.jobs.api import every

__all__ = ["prune_guests", "prune_sessions", "register"]


def prune_guests() -> int:
    """Forget guests who did not come back in time."""
    return prune(settings.CODEWARD.guest_days)


def prune_sessions() -> None:
    """Delete sessions and sign-in tokens that were over a week of the school ago."""
    forget_ended()
    edge = days_ago(7)
    if edge is None:
        return
    Session.objects.filter(expire_date__date__lte=edge).delete()
    SignInToken.objects.filter(expires_at__lt=timezone.now() - timedelta(days=30)).delete()


def register() -> None:
    """Put them on the clock."""
    every("guests", timedelta(hours=6), prune_guests, _("Delete guests who stayed away"))
    every("sessions", timedelta(hours=6), prune_sessions, _("Delete sessions that have ended"))
