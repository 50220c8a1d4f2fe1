"""Where a request comes from: network address, device, and the keyed hash of a mail address that was tried."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from codeward.web.devices import device

__all__ = ["address", "hashed", "of"]

SALT = "codeward.audit.tried"


def address(request: HttpRequest) -> str | None:
    """The network address a request comes from, as rate limits see it; None where it tells none.

    A number of proxies that does not fit is said where rates are counted; what happened is written down all the same.
    """
    try:
        found = str(get_adapter().get_client_ip(request))
        validate_ipv46_address(found)
    except (PermissionDenied, ImproperlyConfigured, ValidationError):
        return None
    return found


def of(request: HttpRequest) -> dict[str, Any]:
    """`address`, `browser` and `system` of a request."""
    found = device(request.META.get("HTTP_USER_AGENT", ""))
    return {"address": address(request), "browser": found.browser, "system": found.system}


def hashed(tried: str) -> str:
    """A hash of a mail address under the school's key, the same for every spelling; empty for none.

    The key is the school's secret, so that nobody who reads the table can try addresses against it.
    """
    plain = tried.strip().lower()
    return salted_hmac(SALT, plain, algorithm="sha256").hexdigest() if plain else ""
