"""Who may read the outbox page. Mails hold links that sign people in, so never by an address or a Host header.

Staff may. On a machine that runs the demo and sends no mail, whoever used the one-time sign-in may too.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from codeward.web.accounts.api import is_owner

__all__ = ["may_read"]


def may_read(request: HttpRequest) -> bool:
    """Whether this request may see the outbox."""
    if request.user.is_authenticated and request.user.is_staff:
        return True
    return not settings.SMTP and is_owner(request)
