"""What allauth asks us: whether one may sign up, and where mails say they come from."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from codeward.web.accounts.context import theme_of
from codeward.web.accounts.dates import coding_date
from codeward.web.accounts.middleware import TIME_ZONE_COOKIE
from codeward.web.accounts.models import User
from codeward.web.accounts.zones import known_zone


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # untyped library
    """Sign-up as the settings say; a new account starts with the browser's time zone and appearance."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether new accounts may be made."""
        return bool(settings.CODEWARD.signup == "open")

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        """Keep the new account with the browser's time zone, appearance and coding date."""
        user.theme = theme_of(request)
        user.coding_date = coding_date(request)
        zone = request.COOKIES.get(TIME_ZONE_COOKIE, "")
        user.time_zone = zone if known_zone(zone) else ""
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_email_confirmation_url(self, request: HttpRequest | None, emailconfirmation: object) -> str:
        """The address in the mail: always on the school's own site, whatever Host a request named."""
        url: str = super().get_email_confirmation_url(request, emailconfirmation)
        return on_our_site(url)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail: always on the school's own site."""
        return on_our_site(super().get_reset_password_from_key_url(key))


def on_our_site(url: str) -> str:
    """`url`'s path on the school's own site."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return settings.CODEWARD.site_url.rstrip("/") + parts.path + query
