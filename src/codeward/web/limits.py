"""How often one network address may do a thing: allauth's limiter, whose counts are kept under a lock in the cache."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

__all__ = ["allowed"]


def allowed(request: HttpRequest, action: str, most: int, seconds: int) -> bool:
    """Count one `action` of the request's address; False when there were `most` within the last `seconds`."""
    usage = ratelimit.consume(
        request, app="codeward", action=action, config={action: f"{most}/{seconds}s/ip"}, limit_get=True
    )
    return usage is not None
