"""How often a password may be tried, so that nobody guesses it and nobody keeps its owner out (ASVS 6.1.1, 6.3.1).

Wrong passwords are counted for the pair of account and network address, for the network address, and for the account as
a whole. Only the last stops a guesser with many addresses; it would let them keep the owner out as well. So a device on
which the owner has signed in before, known by a signed cookie, has a count of its own and none of these. (OWASP names
this a device cookie.) Right passwords count as nothing.
"""

from __future__ import annotations

import json
import secrets

from allauth.account.signals import user_logged_in
from allauth.core.internal import ratelimit
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from codeward.web.accounts import cookies
from codeward.web.accounts.models import User

__all__ = ["RATES", "connect", "count", "forget", "know"]

APP = "codeward"
RATES = {
    # Account and network address; account and known device.
    "password-pair": "5/300s/key",
    "password-device": "5/300s/key",
    # A class may mistype behind one address.
    "password-address": "20/60s/ip,200/3600s/ip",
    # The account, from anywhere but its owner's devices: at this rate a million guesses take a year.
    "password-account": "100/3600s/key",
}
COOKIE = "cw_device"
SALT = "codeward.accounts.known-device"
DAYS = 365
# Several people may use one device; the one who came first is forgotten first.
PEOPLE = 5


def count(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Count one try at the account of `email`; None when there were too many. Roll the usage back for a right one."""
    email = email.strip().lower()
    device = _device(request, email)
    if device:
        steps = [("password-device", f"{email}|{device}")]
    else:
        steps = [
            ("password-pair", f"{email}|{ratelimit.get_ip(request)}"),
            ("password-address", ""),
            ("password-account", email),
        ]
    whole = ratelimit.RateLimitUsage(usage=[])
    for action, key in steps:
        usage = ratelimit.consume(
            request, app=APP, action=action, config=RATES, key=key or None, limit_get=True
        )
        if usage is None:
            return None
        whole.usage += usage.usage
    return whole


def forget(request: HttpRequest, email: str) -> None:
    """The owner has proved otherwise who they are: what was counted against the account is void."""
    email = email.strip().lower()
    pair = f"{email}|{ratelimit.get_ip(request)}"
    for action, key in (("password-pair", pair), ("password-account", email)):
        ratelimit.clear(request, app=APP, action=action, config=RATES, key=key)


def know(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember that `user` has signed in on this device."""
    known = _known(request)
    known.setdefault(user.public_id, secrets.token_hex(8))
    kept = dict(list(known.items())[-PEOPLE:])
    cookies.keep(response, COOKIE, json.dumps(kept, separators=(",", ":")), days=DAYS, salt=SALT)


def connect() -> None:
    """Listen for people who are in: past the second step, where there is one."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.tries.signed_in")


def _signed_in(
    sender: object, request: HttpRequest, user: User, response: HttpResponse | None = None, **rest: object
) -> None:
    if response is not None and not user.is_demo:
        know(request, response, user)


def _known(request: HttpRequest) -> dict[str, str]:
    """Whose devices this is: public ids, each with a name of the device that only this cookie holds."""
    try:
        text = request.get_signed_cookie(cookies.full(COOKIE), "{}", salt=SALT, max_age=DAYS * cookies.DAY)
        return dict(json.loads(text or "{}"))
    except (signing.BadSignature, ValueError):
        return {}


def _device(request: HttpRequest, email: str) -> str:
    known = _known(request)
    if not known:
        return ""
    owners = User.objects.filter(Q(email=email) | Q(emailaddress__email=email), public_id__in=known)
    return known.get(owners.values_list("public_id", flat=True).first() or "", "")
