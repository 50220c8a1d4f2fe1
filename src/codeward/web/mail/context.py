"""What the templates know of the outbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.mail.doors import may_read

__all__ = ["page"]


def page(request: HttpRequest) -> dict[str, Any]:
    """`outbox_open`: whether this request may read an outbox page; `mail_waits`: whether no mail is sent at all."""
    # An error page may come before the user is known.
    opened = SimpleLazyObject(lambda: hasattr(request, "user") and may_read(request))
    return {"outbox_open": opened, "mail_waits": not settings.SMTP}
