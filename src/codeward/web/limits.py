"""How often one network address may do a thing. A soft limit against floods, not an account of each request."""

from __future__ import annotations

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def allowed(request: HttpRequest, action: str, most: int, seconds: int) -> bool:
    """Count one `action` of the request's address; False when there were `most` in this window of `seconds`.

    Windows are fixed, and two workers that count at the same instant may count once.
    """
    address = get_adapter().get_client_ip(request)
    window = int(time.time()) // seconds
    # Addresses are not kept as they are.
    key = hashlib.sha256(f"{action}:{address}:{window}".encode()).hexdigest()[:32]
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, timeout=seconds)
    return count <= most
