"""Who may sign in, and whose session still counts."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from codeward.web.accounts.models import User

__all__ = ["AccountBackend"]


class AccountBackend(AuthenticationBackend):  # type: ignore[misc] # untyped library
    """allauth's sign-in by email and password. The demo learner's session counts only while the demo runs."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, or None when it no longer counts."""
        user = super().get_user(user_id)
        if not isinstance(user, User) or user.is_guest:
            return None
        if user.is_demo and not settings.DEMO:
            return None
        return user
