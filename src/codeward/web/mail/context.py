"""What the templates know of the outbox."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from codeward.web.mail.doors import may_read


def page(request: HttpRequest) -> dict[str, Any]:
    """`outbox_open`: whether this request may read the outbox page."""
    # An error page may come before the user is known.
    return {"outbox_open": SimpleLazyObject(lambda: hasattr(request, "user") and may_read(request))}
