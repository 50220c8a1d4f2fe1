"""One-time sign-in addresses: made by whoever has the machine's command line, used once, then worthless."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from codeward.web.accounts.acts import LINK_MADE
from codeward.web.accounts.models import SignInToken, User
from codeward.web.audit.api import OPERATOR, record
from codeward.web.ids import new_token, token_hash

__all__ = ["demo_learner", "issue", "redeem", "usable"]

LIFETIME = timedelta(hours=12)


def demo_learner() -> User:
    """The demo learner, made at the first call."""
    with transaction.atomic():
        demo = User.objects.filter(state=User.State.DEMO).order_by("pk").first()
        if demo is None:
            demo = User(state=User.State.DEMO, display_name="Demo learner")
            demo.set_unusable_password()
            demo.save()
    return demo


def issue(user: User, lifetime: timedelta = LIFETIME) -> str:
    """A new token for `user`, 256 random bits in text. Tokens of theirs that nobody used stop working."""
    token = new_token()
    now = timezone.now()
    with transaction.atomic():
        record(LINK_MADE, actor=None, role=OPERATOR, about=user)
        SignInToken.objects.filter(user=user, used_at=None).delete()
        SignInToken.objects.create(
            user=user, token_hash=token_hash(token), made_at=now, expires_at=now + lifetime
        )
    return token


def usable(token: str) -> bool:
    """Whether a token is unused and in time; asking does not use it up."""
    rows = SignInToken.objects.filter(
        token_hash=token_hash(token), used_at=None, expires_at__gt=timezone.now()
    )
    return rows.filter(user__is_active=True).exists()


def redeem(token: str) -> User | None:
    """The user of a token that is unused and in time; the token is then used. None otherwise.

    One conditional UPDATE decides, so that of two requests at once one wins. It asks of the token's own columns
    only: a condition on the user's would make it an UPDATE over a subquery, which PostgreSQL does not check again
    after waiting for the other request (measured: 6 of 8 got in).
    """
    now = timezone.now()
    row = SignInToken.objects.select_related("user").filter(token_hash=token_hash(token)).first()
    if row is None or not row.user.is_active:
        return None
    if not SignInToken.objects.filter(pk=row.pk, used_at=None, expires_at__gt=now).update(used_at=now):
        return None
    return row.user
