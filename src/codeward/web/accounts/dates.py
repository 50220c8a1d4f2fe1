"""The coding date that a person chose for the codebook: the account's, else the browser's cookie, as for the theme."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse

from codeward.web.accounts import cookies
from codeward.web.accounts.models import User

__all__ = ["coding_date", "keep_coding_date"]

COOKIE = "cw_coding_date"


def coding_date(request: HttpRequest) -> dt.date | None:
    """The date chosen; None where none is, which means today."""
    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        return user.coding_date
    try:
        return dt.date.fromisoformat(cookies.read(request, COOKIE)[:10])
    except ValueError:
        return None


def keep_coding_date(request: HttpRequest, response: HttpResponse, chosen: dt.date | None) -> None:
    """Remember the date for this person and on this device; None forgets it."""
    if chosen is None:
        cookies.drop(response, COOKIE)
    else:
        cookies.keep(response, COOKIE, chosen.isoformat(), days=365)
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(coding_date=chosen)
