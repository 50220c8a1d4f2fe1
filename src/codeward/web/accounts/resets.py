"""The token in a link for a new password."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from codeward.web.accounts.models import User

__all__ = ["ResetTokens"]


class ResetTokens(PasswordResetTokenGenerator):
    """Django's: void once the password changes or they sign in; and, as allauth's, once an address changes; and once
    the account is locked.
    """

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        addresses = sorted(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
        return f"{super()._make_hash_value(user, timestamp)}{'|'.join(addresses)}{user.is_active}"
