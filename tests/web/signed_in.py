"""A client or a browser signed in as somebody, with a second step of the sign-in or without."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.test import Client

from codeward.web.accounts.models import User

__all__ = ["in_browser", "signed_in", "with_second_step"]


def signed_in(user: User, *, enforce_csrf_checks: bool = False) -> Client:
    """A client of the user's."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user, backend="codeward.web.accounts.backends.AccountBackend")
    return client


def with_second_step(user: User) -> Client:
    """A client of the user's whose session notes a second factor, as allauth's own would."""
    client = signed_in(user)
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "type": "totp", "at": time.time()},
    ]
    session.save()
    return client


def in_browser(context: Any, live_server: Any, client: Client) -> None:
    """Give the browser the session of a client."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
