"""What allauth asks us: whether one may sign up, and where mails say they come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts import cookies, tries
from codeward.web.accounts.acts import RESET_ASKED
from codeward.web.accounts.context import theme_of
from codeward.web.accounts.dates import coding_date
from codeward.web.accounts.middleware import TIME_ZONE_COOKIE
from codeward.web.accounts.models import User
from codeward.web.accounts.zones import known_zone
from codeward.web.addresses import plain
from codeward.web.audit.api import record, refused
from codeward.web.limits import MAILS, allowed, spent
from codeward.web.registry import Registry
from codeward.web.school.api import school

__all__ = [
    "MAIL_KIND",
    "AccountAdapter",
    "invited_address",
    "let_invited_sign_up",
    "on_invited",
    "on_our_site",
]

# Where the reader was when they signed up, in the address that confirms their mail.
BACK = "back"
# The address of the invitation that this session followed.
INVITED = "invited"
_stands: Registry[Callable[[str], bool]] = Registry("rules about invitations")


# Mails that anybody can cause who knows an address.
CAUSED_BY_ANYBODY = frozenset(
    {
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "password_reset_key",
        "unknown_account",
    }
)
logger = structlog.get_logger("codeward.web")
# The header by which a message tells the outbox its kind; it is not sent along.
MAIL_KIND = "X-Codeward-Kind"
MAIL_WAS_WRITTEN = "account/messages/email_confirmation_sent.txt"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # untyped library
    """Sign-up as the settings say; a new account starts with the browser's time zone and appearance."""

    # The same fact in our words, told as seldom (decision 0021).
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_taken": gettext_lazy(
            "This address has an account already. If it is yours, sign in with it, or set a new password there."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether new accounts may be made: by anyone, or in the session that followed an invitation."""
        how = school(request).signup
        return how == "open" or (how == "invited" and bool(invited_address(request)))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that rates and quotas count and the audit notes; IPv4 in IPv6's writing is IPv4."""
        return str(plain(super().get_client_ip(request)))

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent on to `url`; never to what is no address, such as ``http://[::1``."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def clean_email(self, email: str) -> str:
        """The address of a sign-up; where one joins by invitation only, it is the invited one."""
        cleaned: str = super().clean_email(email)
        request = self.request
        invited = invited_address(request) if request is not None else ""
        at_signup = request is not None and request.path == reverse("account_signup")
        if at_signup and school(request).signup == "invited" and cleaned.lower() != invited:
            raise ValidationError(
                _("Sign up with the address that was invited: %(email)s") % {"email": invited}
            )
        return cleaned

    def invite(self, request: HttpRequest, email: str) -> None:
        """Let this session sign up with `email`, which needs no confirming: they followed a link mailed to it."""
        request.session[INVITED] = email
        self.stash_verified_email(request, email)

    def add_message(  # the library's own arguments
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Tell what happened; what tells of a mail is marked, so that the page can lead to the outbox."""
        if message_template == MAIL_WAS_WRITTEN:
            extra_tags = "outbox"
        super().add_message(request, level, message_template, message_context, extra_tags, message)

    def save_user(self, request: HttpRequest, user: User, form: object, commit: bool = True) -> User:
        """Keep the new account with the browser's time zone, appearance and coding date."""
        user.theme = theme_of(request)
        user.coding_date = coding_date(request)
        zone = cookies.read(request, TIME_ZONE_COOKIE)
        user.time_zone = zone if known_zone(zone) else ""
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; raises ValidationError when there were too many."""
        self._login_failed_rl_usage = tries.count(request, credentials.get("email") or "")
        if self._login_failed_rl_usage is None:
            refused(request, "sign_in.too_often")
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        # Called once somebody has set a new password by the link that was mailed to them.
        tries.forget(request, credentials.get("email") or "")

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """How one shows that one is still oneself: by the second step where the account has one, else the password."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        second = [way for way in ways if way["id"].startswith("mfa_reauthenticate")]
        return second or ways

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """The page of somebody whose account is locked: it was their password, so they may read why."""
        return render(request, "account/account_inactive.html", {"locked": user}, status=403)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address, but not of somebody whose account is locked."""
        if not email_address.user.is_active:
            return False
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail of accounts, unless anybody has had too many sent to that address today."""
        asked = template_prefix.rpartition("/")[2] in CAUSED_BY_ANYBODY and self.request is not None
        if asked and not allowed(self.request, *MAILS, key=email.lower()):
            logger.warning("too many mails to one address", kind=template_prefix)
            return
        super().send_mail(template_prefix, email, context)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """A mail of accounts: it names its kind, and every address in it is on the school's own site."""
        ours = {
            name: on_our_site(value) if name.endswith("_url") else value for name, value in context.items()
        }
        named = {**(headers or {}), MAIL_KIND: template_prefix.rpartition("/")[2]}
        message: EmailMessage = super().render_mail(template_prefix, email, ours, named)
        return message

    def get_email_confirmation_url(self, request: HttpRequest | None, emailconfirmation: object) -> str:
        """The address in the mail: always on the school's own site, whatever Host a request named.

        It says where the reader was when they signed up, so that confirming leads back there.
        """
        url: str = on_our_site(super().get_email_confirmation_url(request, emailconfirmation))
        back = get_next_redirect_url(request) if request is not None else None
        return f"{url}?{urlencode({BACK: back})}" if back else url

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Where confirming leads: back to where the reader was; who is not signed in here signs in first."""
        back: str = self.request.GET.get(BACK, "")
        if not back or not self.is_safe_url(back):
            return str(super().get_email_verification_redirect_url(email_address))
        if self.request.user.is_authenticated:
            return back
        return f"{reverse('account_login')}?{urlencode({'next': back})}"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link for a new password, and note that somebody asked for it: perhaps not its owner."""
        if not spent(self.request, *MAILS, key=email.lower()):  # beyond that none is sent, and none is told
            record(RESET_ASKED, actor=None, about=user, request=self.request)
        super().send_password_reset_mail(user, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail: always on the school's own site."""
        return on_our_site(super().get_reset_password_from_key_url(key))


def on_invited(name: str, stands: Callable[[str], bool]) -> None:
    """Register ``stands(email)``: whether an invitation of that address may still be used."""
    _stands.add(name, stands)


def invited_address(request: HttpRequest) -> str:
    """The address that this session may sign up with; empty where it followed no link, or the invitation is over."""
    email = str(request.session.get(INVITED, ""))
    return email if email and all(stands(email) for stands in _stands.values()) else ""


def let_invited_sign_up(request: HttpRequest, email: str) -> None:
    """Let the session sign up with `email`: its reader followed the link of an invitation."""
    AccountAdapter(request).invite(request, email)


def on_our_site(url: str) -> str:
    """`url`'s path on the school's own site."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return settings.CODEWARD.site_url.rstrip("/") + parts.path + query
